from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from scoring.core.checks.pager_covers_service import judge
from scoring.core.evidence import FileEvidence, NumbersEvidence
from scoring.core.snapshot import Entity, OnCallSchedule, Place, Snapshot
from scoring.core.verdicts import Outcome
from teams.core.oncall import read_schedule
from tests.scoring.core.checks import only, outcome
from tests.scoring.samples import CHECKOUT, COMMERCE, NOW, ORIGIN, PAYMENTS, PEOPLE, SHA, entity, snapshot, user

PRODUCTION = frozenset({"production"})
LINK = "bailiwick.dev/on-call-ref"
NIGHTS_OFF = [{"type": "weekly", "start_day": "MO", "start": "06:00", "duration_seconds": (6 * 24 + 16) * 3600}]


def rota(
    *people: str, owner: str = PAYMENTS, name: str = "primary", problem: str = "", unit: str = "day", **layer: Any
) -> OnCallSchedule:
    """These people by turns, in Berlin, from Monday 2026-05-04 on; NOW is the Sunday after, at noon in UTC."""
    rotation = {"start": "2026-05-04T09:00", "unit": unit, "length": 1}
    layers = [{"participants": [[user(person)] for person in people], "rotation": rotation, **layer}]
    schedule = read_schedule({"time_zone": "Europe/Berlin", "layers": layers, "overrides": []})
    place = Place(ORIGIN, SHA, f"{name}/oncall.yaml", 1)
    return OnCallSchedule(f"schedule:default/{name}", owner, place, schedule, problem)


def sample(*rotas: OnCallSchedule, of: Entity | None = None, **more: Any) -> Snapshot:
    return snapshot(of or entity(), schedules=rotas, production_lifecycles=PRODUCTION, **more)


UNREADABLE = replace(rota("ada", "bo"), schedule=None, problem="line 3: no")
NAMELESS = replace(UNREADABLE, ref="", owner_ref="")
PURSE = entity(annotations={LINK: "primary"})
BAD = {
    "no schedule of the team": sample(rota("cy", "di", owner=CHECKOUT)),
    "nobody on Sunday night": sample(rota("ada", "bo", restrictions=NIGHTS_OFF)),
    "half an hour a day": sample(
        rota("ada", "bo", restrictions=[{"type": "daily", "start": "00:30", "duration_seconds": 23 * 3600 + 1800}])
    ),
    "one person only": sample(rota("ada")),
    "one person in two rows": sample(rota("ada", "ada")),
    "ends on Tuesday": sample(rota("ada", "bo", end="2026-05-12T09:00")),
    "people of another team": sample(rota("cy", "di")),
    "another team's schedule by name": sample(rota("cy", "di", owner=CHECKOUT), of=PURSE),
    "a person who left": sample(rota("ada", "gus")),
    "nobody at all, and a stranger": sample(rota("ada", "zoe", restrictions=NIGHTS_OFF)),
}
GOOD = {
    "by turns": sample(rota("ada", "bo")),
    "turns of a week, one person until next Monday and after": sample(rota("ada", "bo", unit="week")),
    "turns of a week at the very handover": sample(
        rota("ada", "bo", unit="week", start="2026-05-04T09:00"), now=NOW.replace(day=11, hour=7)
    ),
    "a team below": sample(rota("ada", "eve")),
    "a schedule by name that is not the team's own": sample(rota("ada", "bo", owner=COMMERCE), of=PURSE),
    "two schedules": sample(rota("ada", restrictions=NIGHTS_OFF), rota("bo", name="nights")),
    "the schedule of the former name": sample(rota("ada", "bo", owner="group:default/old-payments")),
}
UNKNOWN = {
    "no schedule in the catalog": sample(),
    "a vendor's": sample(rota("ada"), of=entity(annotations={"pagerduty.com/service-id": "P1"})),
    "one that no file declares": sample(rota("ada", "bo"), of=entity(annotations={LINK: "other"})),
    "unreadable": sample(UNREADABLE),
    "unreadable now, good before": sample(rota("ada", problem="line 3: no")),
    "unreadable without a name in its repository": sample(NAMELESS),
    "a stranger": sample(rota("ada", "zoe")),
    "too fine-grained": sample(rota("ada", "bo", unit="second")),
}
ELSEWHERE = {
    "a library": sample(rota("ada"), of=entity(type="library")),
    "an experiment": sample(rota("ada"), of=entity(lifecycle="experimental")),
    "no owner": sample(rota("ada"), of=entity("")),
    "an owner nobody knows": sample(rota("ada"), of=entity("nobody")),
}
SAMPLES = {
    **{name: (each, Outcome.FAILED) for name, each in BAD.items()},
    **{name: (each, Outcome.PASSED) for name, each in GOOD.items()},
    **{name: (each, Outcome.UNKNOWN) for name, each in UNKNOWN.items()},
    **{name: (each, Outcome.NOT_APPLICABLE) for name, each in ELSEWHERE.items()},
}


@pytest.mark.parametrize(("sample", "expected"), SAMPLES.values(), ids=SAMPLES.keys())
def test_judged(sample: Snapshot, expected: Outcome) -> None:
    assert outcome(judge, sample) is expected


def test_an_unread_file_of_another_repository_is_no_excuse() -> None:
    elsewhere = replace(NAMELESS, place=Place(ORIGIN + 1, SHA, "oncall.yaml", 1))
    assert outcome(judge, sample(elsewhere)) is Outcome.FAILED


def test_people_are_found_by_their_address() -> None:
    assert outcome(judge, sample(rota("ada@example.org", "bo@example.org"))) is Outcome.PASSED


def test_the_gap_is_told_in_the_zone_of_the_schedule_with_its_hours() -> None:
    verdict = only(judge, BAD["nobody on Sunday night"])
    assert verdict.sentence == (
        "Ledger is in production, and nobody of Payments is on call from Sunday 22:00 to Monday 06:00 (Europe/Berlin)."
    )
    hours, file = verdict.evidence
    assert isinstance(hours, NumbersEvidence)
    assert [(each.name, each.value) for each in hours.numbers] == [("Sun 2026-05-10 22:00 to Mon 2026-05-11 06:00", 8)]
    assert isinstance(file, FileEvidence)
    assert file.path == "primary/oncall.yaml"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("ends on Tuesday", "from Tuesday 09:00 on"),
        ("people of another team", "in the next 7 days"),
        ("not before Monday", "until Monday 09:00"),
    ],
)
def test_where_the_week_begins_and_ends_is_not_told(name: str, told: str) -> None:
    """It would be another sentence each hour."""
    sample_of = BAD | {"not before Monday": sample(rota("ada", "bo", start="2026-05-11T09:00"))}
    (sentence,) = {
        only(judge, replace(sample_of[name], now=NOW + timedelta(hours=hours))).sentence for hours in (0, 1, 2)
    }
    assert sentence == f"Ledger is in production, and nobody of Payments is on call {told} (Europe/Berlin)."


def test_who_carries_it_alone_is_named() -> None:
    assert only(judge, BAD["one person only"]).sentence.startswith(PEOPLE[user("ada")].shown_name)


@pytest.mark.parametrize(
    "given",
    [(rota("ada", "zoe"),), (replace(UNREADABLE, problem="line 3: s3cret"),), (replace(NAMELESS, problem="s3cret"),)],
)
def test_what_stands_in_a_restricted_source_is_in_no_reason(given: tuple[OnCallSchedule, ...]) -> None:
    open_, hidden = sample(*given), sample(*given, restricted_sources=frozenset({1}))
    assert any(text in only(judge, open_).sentence for text in ("zoe", "s3cret"))
    verdict = only(judge, hidden)
    assert verdict.outcome is Outcome.UNKNOWN
    assert "zoe" not in verdict.sentence
    assert "s3cret" not in verdict.sentence
    assert "oncall.yaml" not in verdict.sentence
