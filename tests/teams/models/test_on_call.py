"""Schedules from everywhere stand side by side; the database refuses what would make them ambiguous."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from catalog.core.access import SYSTEM, Actor
from teams.core.oncall import Shift
from teams.core.oncall.imported import write_imported
from teams.models import OnCallSource, Schedule
from teams.selectors.on_call import State, get_on_call
from teams.selectors.schedules import get_timelines, list_schedule_shifts, list_schedules
from tests.catalog.factories import NOW
from tests.teams.schedules import keep_schedule, schedule_text

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
SHIFT = Shift(NOW - DAY, NOW + 20 * DAY, ("user:default/ana", "Ben Okri"))


def make_source(**fields: Any) -> OnCallSource:
    return OnCallSource.objects.create(
        **{"kind": "pagerduty", "name": "pagers", "added_by": "system", "added_at": NOW} | fields
    )


def make_imported(source: OnCallSource, vendor_id: str = "P1", **fields: Any) -> Schedule:
    given = {
        "kind": source.kind,
        "ref": f"schedule:pagerduty/{vendor_id.lower()}",
        "owner_ref": "group:default/payments",
        "zone": "Europe/Berlin",
        "imported": write_imported(NOW - 14 * DAY, NOW + 70 * DAY, [SHIFT]),
        "first_seen_at": NOW,
        "changed_at": NOW,
    }
    return Schedule.objects.create(source=source, vendor_id=vendor_id, **given | fields)


def test_imported_shifts_answer_like_a_rota() -> None:
    row = make_imported(make_source())
    assert [shift.people for shift in list_schedule_shifts(row, NOW, NOW + DAY)] == [SHIFT.people]
    answer = get_on_call(SYSTEM, ["group:default/payments"], NOW)["group:default/payments"]
    assert answer.state is State.SOMEBODY
    assert [person.name for person in answer.people] == ["Ben Okri", "ana"]


def test_a_window_that_was_not_imported_is_a_problem_and_no_gap() -> None:
    row = make_imported(make_source())
    (line,) = get_timelines(SYSTEM, [row], NOW + 80 * DAY, NOW + 90 * DAY)
    assert (list(line.slots), "reaches from" in line.problem) == ([], True)


def test_everybody_sees_what_is_not_kept_in_git() -> None:
    keep_schedule(schedule_text())
    make_imported(make_source())
    assert list_schedules(Actor("account:1")).count() == 2


def test_a_ref_is_given_once_outside_git() -> None:
    source = make_source()
    make_imported(source)
    with pytest.raises(IntegrityError):
        make_imported(source, "P2", ref="schedule:pagerduty/p1")


def test_a_removed_ref_can_be_given_again() -> None:
    source = make_source()
    make_imported(source, removed_at=NOW)
    make_imported(source, "P2", ref="schedule:pagerduty/p1")


def test_a_vendor_has_each_schedule_once() -> None:
    source = make_source()
    make_imported(source)
    with pytest.raises(IntegrityError):
        make_imported(source, ref="schedule:pagerduty/other")


def test_a_schedule_in_git_stands_in_a_repository() -> None:
    with pytest.raises(IntegrityError):
        Schedule.objects.create(kind="git", ref="schedule:default/x", first_seen_at=NOW, changed_at=NOW)
