"""Every change of the clock in 34 zones, ten years back and ten ahead: wall times, hand-offs and windows hold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import pytest

from teams.core.oncall import list_shifts, read_schedule
from teams.core.oncall.wall_clock import get_clock, to_instant
from tests.teams.core.oncall.oracle import each_minute, people_at, reached
from tests.teams.core.oncall.schedules import ZONES, list_changes

YEARS = 2016, 2036
REACH = timedelta(hours=5)


@cache
def list_all_changes() -> list[tuple[str, datetime]]:
    return [(zone, change) for zone in ZONES for change in list_changes(zone, *YEARS)]


def make_schedules(zone: str, change: datetime) -> Iterator[dict[str, Any]]:
    """Hand-offs and windows that start and end before, in and after the change, as the clock shows it."""
    for minutes in (-60, -30, -1, 0, 1, 15, 30, 59, 60, 90):
        wall = (reached(change, zone) + timedelta(minutes=minutes)) - timedelta(days=3)
        for unit in ("day", "hour"):
            rotation = {"start": f"{wall:%Y-%m-%dT%H:%M}", "length": 1, "unit": unit}
            yield make_schedule(zone, {"participants": [["A"], ["B"], ["C"]], "rotation": rotation})
        window = {"type": "daily", "start": f"{wall:%H:%M}", "duration_seconds": 3600}
        yield make_schedule(zone, {"participants": [["A"]], "restrictions": [window]})


def make_schedule(zone: str, layer: dict[str, Any]) -> dict[str, Any]:
    return {"time_zone": zone, "overrides": [], "layers": [layer]}


def assert_holds(zone: str, change: datetime) -> None:
    since, until = change - REACH, change + REACH
    for schedule in make_schedules(zone, change):
        shifts = list_shifts(read_schedule(schedule), since, until)
        for at in each_minute(since, until, 15):
            found = [set(shift.people) for shift in shifts if shift.start <= at < shift.end]
            assert len(found) <= 1, (zone, at, schedule)
            assert (found[0] if found else set()) == people_at(schedule, at), (zone, at, schedule)


def test_changes_are_those_we_think_they_are() -> None:
    changes = list_all_changes()
    assert len({zone for zone, _ in changes}) >= 30
    assert len(changes) > 800


def test_schedules_hold_through_some_changes() -> None:
    for zone, change in list_all_changes()[::30]:
        assert_holds(zone, change)


@pytest.mark.slow
def test_schedules_hold_through_every_change() -> None:
    for zone, change in list_all_changes():
        assert_holds(zone, change)


def test_wall_times_and_instants_agree_through_every_change() -> None:
    """Forth and back: the instant of a wall time shows that wall time, or is the first after the gap it lies in."""
    for zone, change in list_all_changes():
        clock = get_clock(zone)
        at = to_instant(change)
        last = clock.instant(clock.shown(at - 7200))
        for wall in range(clock.shown(at - 7200), clock.shown(at + 7200), 300):
            instant = clock.instant(wall)
            assert instant >= last, (zone, change)
            assert clock.shown(instant) == wall or (instant == at and clock.shown(at) > wall), (zone, change)
            assert clock.instant(clock.shown(instant)) <= instant, (zone, change)
            assert clock.shown(instant - 1) < wall, (zone, change)
            last = instant
