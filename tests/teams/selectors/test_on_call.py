"""Who is on call: by what the descriptor names, else by the team; unknown is not nobody; only what one may see."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.core.access import SYSTEM, Actor
from catalog.models import Alias, Origin, Ownership, Source
from teams.core.oncall import Shift
from teams.models import Person, Schedule
from teams.selectors.on_call import OnCall, State, get_on_call
from teams.selectors.schedules import get_timelines, list_schedule_shifts, list_schedules
from tests.scoring.factories import NOW, make_entity, make_origin, make_source
from tests.teams.schedules import keep_schedule, schedule_text

pytestmark = pytest.mark.django_db

OUTSIDER = Actor("account:1")
LEDGER, PAYMENTS = "component:default/ledger", "group:default/payments"
MONDAY = datetime(2026, 1, 5, 12, tzinfo=UTC)
ON_CALL_REF = "bailiwick.dev/on-call-ref"


@pytest.fixture
def origin() -> Origin:
    origin = make_origin()
    make_entity("payments", "", kind="Group", origin=origin)
    add_ledger({}, origin)
    for name, email in (("ana", "ana@example.org"), ("ben", "")):
        Person.objects.create(
            ref=f"user:default/{name}", name=name, shown_name=name.title(), email=email, source=origin.source,
            first_seen_at=NOW,
        )  # fmt: skip
    return origin


def add_ledger(annotations: dict[str, str], origin: Origin, name: str = "ledger") -> None:
    make_entity(name, "payments", origin=origin, metadata={"name": name, "annotations": annotations})
    Ownership.objects.create(subject_ref=f"component:default/{name}", owner_ref=PAYMENTS, confidence=1, since=NOW)


def ask(ref: str = LEDGER, at: datetime = MONDAY, actor: Actor = SYSTEM) -> OnCall:
    return get_on_call(actor, [ref], at)[ref]


def test_a_service_is_covered_by_the_schedule_of_its_team(origin: Origin) -> None:
    keep_schedule(schedule_text(), origin)
    for ref in (LEDGER, PAYMENTS):
        answer = ask(ref)
        assert [(each.name, each.email) for each in answer.people] == [("Ana", "ana@example.org")]
        assert answer.until == datetime(2026, 1, 6, 8, tzinfo=UTC)
    assert [each.name for each in ask(at=MONDAY + timedelta(days=1)).people] == ["Ben"]


def test_what_the_descriptor_names_comes_first(origin: Origin) -> None:
    keep_schedule(f"{schedule_text()}---\n{schedule_text('nights', 'owls', '[[zoe]]')}", origin)
    add_ledger({ON_CALL_REF: "nights"}, origin, "card")
    add_ledger({"pagerduty.com/service-id": "P1"}, origin, "purse")
    add_ledger({ON_CALL_REF: "elsewhere"}, origin, "till")
    assert [each.name for each in ask("component:default/card").people] == ["zoe"]
    assert ask("component:default/purse").state is State.UNKNOWN
    assert "PagerDuty" in ask("component:default/purse").why
    assert ask("component:default/till").state is State.UNKNOWN


def test_services_of_one_team_have_its_schedule_computed_once(origin: Origin, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_schedule(schedule_text(), origin)
    add_ledger({}, origin, "card")
    computed: list[Schedule] = []

    def note(row: Schedule, since: datetime, until: datetime) -> tuple[Shift, ...]:
        computed.append(row)
        return list_schedule_shifts(row, since, until)

    monkeypatch.setattr("teams.selectors.on_call.list_schedule_shifts", note)
    answers = get_on_call(SYSTEM, [LEDGER, "component:default/card", PAYMENTS], MONDAY)
    assert [[each.name for each in answer.people] for answer in answers.values()] == [["Ana"]] * 3
    assert len(computed) == 1


def test_people_are_found_by_ref_former_ref_and_address_and_never_dropped(origin: Origin) -> None:
    keep_schedule(schedule_text(people="[[ana@example.org, b@old.example, anna, stranger]]"), origin)
    Alias.objects.create(scheme="ref", value="user:default/anna", entity_ref="user:default/ana", valid_from=NOW)
    Alias.objects.create(scheme="email", value="b@old.example", entity_ref="user:default/ben", valid_from=NOW)
    people = ask().people
    assert sorted({each.name for each in people}) == ["Ana", "Ben", "stranger"]
    assert [each.name for each in people if not each.is_known] == ["stranger"]


def test_nobody_and_unknown_are_told_apart(origin: Origin) -> None:
    assert ask().state is State.UNKNOWN
    never = schedule_text(more="    restrictions: [{type: daily, start: '13:00', duration_seconds: 3600}]\n")
    keep_schedule(never, origin)
    answer = ask(at=datetime(2026, 1, 5, 13, tzinfo=UTC))
    assert (answer.state, answer.until) == (State.NOBODY, datetime(2026, 1, 6, 12, tzinfo=UTC))
    Schedule.objects.update(document=None, problem="line 3: no")
    assert ask().state is State.UNKNOWN


def test_two_schedules_of_a_team_are_on_call_together(origin: Origin) -> None:
    keep_schedule(f"{schedule_text()}---\n{schedule_text('nights', people='[[zoe]]')}", origin)
    assert [each.name for each in ask(PAYMENTS).people] == ["Ana", "zoe"]


def test_a_hidden_schedule_and_a_hidden_person_are_not_told(origin: Origin) -> None:
    hidden = make_origin("hidden", source=make_source("/srv/hidden", is_restricted=True))
    keep_schedule(schedule_text(), hidden)
    assert ask(actor=OUTSIDER).state is State.UNKNOWN
    assert list(list_schedules(OUTSIDER)) == []
    Source.objects.filter(is_restricted=True).update(is_restricted=False)
    Person.objects.filter(name="ana").update(source=make_source("/srv/people", is_restricted=True))
    (ana,) = ask(actor=OUTSIDER).people
    assert (ana.name, ana.email, ana.is_known) == ("ana", "", False)
    assert ask(actor=SYSTEM).people[0].name == "Ana"


def test_a_timeline_has_every_hour_and_marks_the_gaps(origin: Origin) -> None:
    keep_schedule(
        schedule_text(more="    restrictions: [{type: daily, start: '06:00', duration_seconds: 57600}]\n"), origin
    )
    since, until = datetime(2026, 1, 5, tzinfo=UTC), datetime(2026, 1, 7, tzinfo=UTC)
    (line,) = get_timelines(SYSTEM, list(list_schedules(SYSTEM)), since, until)
    assert (line.slots[0].start, line.slots[-1].end) == (since, until)
    assert all(one.end == two.start for one, two in zip(line.slots, line.slots[1:], strict=False))
    assert [(gap.start.hour, gap.end.hour) for gap in line.gaps] == [(0, 5), (21, 5), (21, 0)]


@pytest.mark.parametrize("more", [0, 20])
def test_the_queries_do_not_grow(origin: Origin, more: int) -> None:
    keep_schedule("---\n".join([schedule_text(), *(schedule_text(f"s{n}") for n in range(more))]), origin)
    for number in range(more):
        add_ledger({ON_CALL_REF: f"s{number}"}, origin, f"c{number}")
    refs = [LEDGER, PAYMENTS, *(f"component:default/c{number}" for number in range(more))]
    with CaptureQueriesContext(connection) as queries:
        get_on_call(OUTSIDER, refs, MONDAY)
    assert len(queries) == 6


def run(*arguments: str, **options: Any) -> str:
    out = io.StringIO()
    call_command("oncall", *arguments, stdout=out, **options)
    return out.getvalue()


def test_the_command_answers_for_a_name_and_a_ref(origin: Origin) -> None:
    keep_schedule(schedule_text(), origin)
    assert "group:default/payments: Ana <ana@example.org> until 2026-01-06T08:00:00Z" in run(
        "payments", at="2026-01-05T12:00Z"
    )
    (answer,) = json.loads(run(LEDGER, "--at", "2026-01-06T12:00Z", "--format", "json"))
    assert (answer["subject"], answer["state"], answer["people"][0]["name"]) == (LEDGER, "somebody", "Ben")


def test_the_command_says_what_it_cannot_answer(origin: Origin) -> None:
    with pytest.raises(CommandError, match="nothing called"):
        run("nothing")
    with pytest.raises(CommandError, match="--at"):
        run("payments", at="soon")
    with pytest.raises(CommandError, match="either"):
        run()
    with pytest.raises(SystemExit) as stop:
        run("payments")
    assert stop.value.code == 1
