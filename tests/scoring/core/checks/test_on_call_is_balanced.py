"""People on call for longer than the others."""

from __future__ import annotations

import pytest

from scoring.core.checks.on_call_is_balanced import judge
from scoring.core.snapshot import Snapshot
from scoring.core.verdicts import Outcome
from tests.scoring.core.checks.drift import failed_on, outcomes_on
from tests.scoring.core.checks.on_call import guarding, imported, rota

OFFICE = [{"type": "daily", "start": "09:00", "duration_seconds": 8 * 3600}]
SAMPLES = {
    "three turns of five": (guarding(rota("ada", "ada", "bo", "ada", "cy")), Outcome.FAILED),
    "every other turn": (guarding(rota("ada", "bo", "ada", "cy")), Outcome.FAILED),
    "imported": (guarding(imported(rota("ada", "bo", "ada", "cy"))), Outcome.FAILED),
    "day by day": (guarding(rota("ada", "bo", "cy")), Outcome.PASSED),
    "five people for eight weeks": (guarding(rota("ada", "bo", "cy", "di", "eve", unit="week")), Outcome.PASSED),
    "three people for eight weeks": (guarding(rota("ada", "bo", "cy", unit="week")), Outcome.PASSED),
    "turns of a week in office hours": (
        guarding(rota("ada", "bo", "cy", "di", "eve", unit="week", restrictions=OFFICE)),
        Outcome.PASSED,
    ),
    "turns of a month": (guarding(rota("ada", "bo", unit="month")), Outcome.PASSED),
    "one person alone": (guarding(rota("ada")), Outcome.PASSED),
    "nobody": (guarding(rota("ada", end="2026-05-05T09:00")), Outcome.PASSED),
    "unreadable": (guarding(rota("ada", problem="line 3: no")), Outcome.UNKNOWN),
    "no schedule": (guarding(), Outcome.NOT_APPLICABLE),
}


@pytest.mark.parametrize(("sample", "expected"), SAMPLES.values(), ids=SAMPLES.keys())
def test_judged(sample: Snapshot, expected: Outcome) -> None:
    assert outcomes_on(judge, sample) == {expected}


def test_the_finding_says_how_uneven_it_is_and_names_nobody() -> None:
    verdict = failed_on(judge, guarding(rota("ada", "bo", "ada", "cy")))
    assert verdict.sentence == (
        "1 of 3 people is on call by primary for longer than the others, 50 % above the average."
    )
    hours = verdict.evidence[0].to_json()["numbers"]
    assert [(row["name"], row["value"], row["ref"]) for row in hours] == [
        ("Longest", 672, ""), ("On average", 448, ""), ("Shortest", 336, ""),
    ]  # fmt: skip
