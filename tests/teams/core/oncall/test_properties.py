"""What must hold for every schedule, tried on random ones against the slow oracle."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teams.core.oncall import get_coverage_percent, list_gaps, list_people_at, list_shifts, read_schedule
from tests.teams.core.oncall.oracle import each_minute, people_at
from tests.teams.core.oncall.schedules import ZONES, list_changes, schedules

EXAMPLES = settings(max_examples=80)
INSTANTS = st.datetimes(datetime(2024, 9, 1), datetime(2025, 5, 1)).map(  # noqa: DTZ001
    lambda at: at.replace(second=0, microsecond=0, tzinfo=UTC)
)
SPRING_AND_AUTUMN = sorted({change for zone in ZONES for change in list_changes(zone, 2024, 2025)})


@pytest.mark.slow
@settings(EXAMPLES, max_examples=400)
@given(schedules(), st.sampled_from(SPRING_AND_AUTUMN) | INSTANTS)
def test_shifts_are_what_the_definition_says_at_each_minute(schedule: dict[str, Any], middle: datetime) -> None:
    since, until = middle - timedelta(hours=9), middle + timedelta(hours=9)
    shifts = list_shifts(read_schedule(schedule), since, until)
    for at in each_minute(since, until, 5):
        found = [set(shift.people) for shift in shifts if shift.start <= at < shift.end]
        assert len(found) <= 1, at
        assert (found[0] if found else set()) == people_at(schedule, at), at


@EXAMPLES
@given(schedules(), INSTANTS, st.integers(1, 40 * 24 * 60))
def test_shifts_are_longest_intervals_in_order_without_overlap(
    schedule: dict[str, Any], since: datetime, minutes: int
) -> None:
    until = since + timedelta(minutes=minutes)
    shifts = list_shifts(read_schedule(schedule), since, until)
    for shift in shifts:
        assert since <= shift.start < shift.end <= until
        assert shift.people == tuple(sorted(set(shift.people)))
        assert shift.people
    for before, after in pairwise(shifts):
        assert before.end < after.start or (before.end == after.start and before.people != after.people)


@EXAMPLES
@given(schedules(), INSTANTS, st.integers(2, 60 * 24), st.data())
def test_shifts_do_not_depend_on_the_window(
    schedule: dict[str, Any], since: datetime, hours: int, data: st.DataObject
) -> None:
    read, until = read_schedule(schedule), since + timedelta(hours=hours)
    low = data.draw(st.integers(0, hours * 60 - 1))
    high = data.draw(st.integers(low + 1, hours * 60))
    inner = since + timedelta(minutes=low), since + timedelta(minutes=high)
    cut = [
        (max(shift.start, inner[0]), min(shift.end, inner[1]), shift.people)
        for shift in list_shifts(read, since, until)
        if shift.start < inner[1] and shift.end > inner[0]
    ]
    assert [(shift.start, shift.end, shift.people) for shift in list_shifts(read, *inner)] == cut


@EXAMPLES
@given(schedules(), INSTANTS, st.integers(1, 30 * 24))
def test_gaps_and_shifts_fill_the_window(schedule: dict[str, Any], since: datetime, hours: int) -> None:
    until = since + timedelta(hours=hours)
    shifts = list_shifts(read_schedule(schedule), since, until)
    gaps = list_gaps(shifts, since, until)
    parts = sorted([(shift.start, shift.end) for shift in shifts] + list(gaps))
    assert parts[0][0] == since
    assert parts[-1][1] == until
    assert all(before[1] == after[0] for before, after in pairwise(parts))
    covered = sum((shift.end - shift.start for shift in shifts), timedelta())
    assert get_coverage_percent(shifts, since, until) == round(100 * (covered / (until - since)), 2)


@EXAMPLES
@given(schedules(), INSTANTS)
def test_people_at_an_instant_are_those_of_the_shift_around_it(schedule: dict[str, Any], at: datetime) -> None:
    read = read_schedule(schedule)
    around = list_shifts(read, at - timedelta(hours=3), at + timedelta(hours=3))
    expected = [shift.people for shift in around if shift.start <= at < shift.end]
    assert list_people_at(read, at) == (expected[0] if expected else ())


@EXAMPLES
@given(schedules(), INSTANTS)
def test_without_overrides_exactly_what_the_layers_cover_is_covered(schedule: dict[str, Any], since: datetime) -> None:
    until = since + timedelta(days=20)
    bare = schedule | {"overrides": []}
    together = list_shifts(read_schedule(bare), since, until)
    single = [list_shifts(read_schedule(bare | {"layers": [layer]}), since, until) for layer in schedule["layers"]]
    for at in each_minute(since, until, 97):
        by_some_layer = any(shift.start <= at < shift.end for shifts in single for shift in shifts)
        assert any(shift.start <= at < shift.end for shift in together) is by_some_layer
