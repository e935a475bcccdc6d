"""Dates and times of calendars: in UTC, on the clock of a zone, floating, or whole days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from teams.core.oncall.errors import CalendarError
from teams.core.oncall.ical.lines import Line
from teams.core.oncall.ical.values import parse_value
from teams.core.oncall.ical.zones import Zones
from teams.core.oncall.times import wall_seconds
from teams.core.oncall.wall_clock import DAY, WallClock, get_clock

_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A wall time on a clock; for a whole day its midnight."""

    wall: int
    clock: WallClock
    is_day: bool = False

    def to_instant(self) -> int:
        """The instant, read as calendars do where the clock changes."""
        return self.clock.instant_as_in_calendars(self.wall)

    def to_wall(self, clock: WallClock) -> int:
        """What another clock shows then; a whole day stays that day everywhere."""
        return self.wall if self.is_day or clock is self.clock else clock.shown(self.to_instant())

    def to_day(self, clock: WallClock) -> int:
        """The day as written, counted since 1970; of a time in UTC the day on another clock."""
        wall = self.to_wall(clock) if self.clock is get_clock("UTC") else self.wall
        return wall // DAY


def read_stamp(line: Line, zones: Zones) -> Stamp:
    """The one date or time of a property such as DTSTART. Raises ValueError or CalendarError."""
    return _make_stamp(parse_value(line.value), line, zones)


def read_stamps(line: Line, zones: Zones) -> list[tuple[Stamp, int | None]]:
    """The dates and times of RDATE and EXDATE; of a period also how many seconds it is long."""
    found: list[tuple[Stamp, int | None]] = []
    for text in line.value.split(","):
        value = parse_value(text)
        if not isinstance(value, tuple):
            found.append((_make_stamp(value, line, zones), None))
            continue
        start = _make_stamp(value[0], line, zones)
        is_length = isinstance(value[1], timedelta)
        seconds = value[1] // _SECOND if is_length else _make_stamp(value[1], line, zones).wall - start.wall
        found.append((start, seconds))
    return found


def _make_stamp(value: object, line: Line, zones: Zones) -> Stamp:
    if isinstance(value, datetime):
        if value.tzinfo is not None:
            return Stamp(wall_seconds(value), get_clock("UTC"))
        return Stamp(wall_seconds(value), zones.get(line.params.get("TZID", "")))
    if isinstance(value, date):
        return Stamp(wall_seconds(value), _get_clock_of_day(line, zones), is_day=True)
    raise ValueError("no date")


def _get_clock_of_day(line: Line, zones: Zones) -> WallClock:
    """TZID means nothing on a date (RFC 5545, 3.2.19), but who writes it all the same means a day of that zone."""
    name = line.params.get("TZID", "")
    try:
        return zones.get(name)
    except CalendarError:
        if not name:
            raise
        return zones.get("")
