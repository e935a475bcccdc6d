"""Whose turn it is: turn k covers [wall(start) + k x length x unit, next), k may be negative. All on the wall clock.

Month turns keep the day of the month; a shorter month uses its last day. With ``active_days`` a turn counts only days
on which a restriction window starts. Such a day begins at the time of day of the rotation's start, so that a window
that runs over midnight stays whole if the rotation starts when the window does.
"""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Protocol

from teams.core.oncall.limits import FIRST_YEAR, LAST_YEAR, LONGEST_TURN_YEARS
from teams.core.oncall.model import Restriction, Rotation, Unit
from teams.core.oncall.wall_clock import DAY, WEEK, WallClock

UNIT_SECONDS = {Unit.SECOND: 1, Unit.MINUTE: 60, Unit.HOUR: 3_600, Unit.DAY: DAY, Unit.WEEK: WEEK}
_EPOCH_DAY = date(1970, 1, 1).toordinal()
_EPOCH_WEEKDAY = 3  # 1970-01-01 was a Thursday; Monday is 0
_LAST_MONTH = (LAST_YEAR + LONGEST_TURN_YEARS) * 12
_FIRST_MONTH = (FIRST_YEAR - LONGEST_TURN_YEARS) * 12


class Turns(Protocol):
    """Numbers turns. ``index`` of a wall time and ``start`` of a turn never decrease."""

    def index(self, wall: int) -> int:
        """The number of the last turn that starts at or before this wall time."""

    def start(self, index: int) -> int:
        """The wall time at which a turn starts."""


def make_turns(rotation: Rotation, restrictions: Sequence[Restriction]) -> Turns:
    """The turns of a rotation; the restrictions matter for active days only."""
    if rotation.counts_active_days:
        return ActiveDayTurns(rotation, restrictions)
    if rotation.unit is Unit.MONTH:
        return MonthTurns(rotation)
    return EvenTurns(rotation)


def list_turns(turns: Turns, clock: WallClock, since: int, until: int) -> Iterator[tuple[int, int, int]]:
    """(start, end, number) of each turn that is not empty in a window of instants, cut at the window."""
    number = turns.index(clock.shown(since))
    start = since
    while start < until:
        end = min(clock.instant(turns.start(number + 1)), until)
        if end > start:
            yield start, end, number
            start = end
        number += 1


class EvenTurns:
    """Turns that are equally long on the wall."""

    def __init__(self, rotation: Rotation) -> None:
        self._start = rotation.start
        self._step = UNIT_SECONDS[rotation.unit] * rotation.length

    def index(self, wall: int) -> int:
        """See Turns."""
        return (wall - self._start) // self._step

    def start(self, index: int) -> int:
        """See Turns."""
        return self._start + index * self._step


class MonthTurns:
    """Turns of whole months."""

    def __init__(self, rotation: Rotation) -> None:
        days, self._time = divmod(rotation.start, DAY)
        first = date.fromordinal(_EPOCH_DAY + days)
        self._month, self._day = _month_of(first), first.day
        self._length = rotation.length

    def index(self, wall: int) -> int:
        """See Turns."""
        month = _month_of(date.fromordinal(_EPOCH_DAY + wall // DAY))
        number = (month - self._month) // self._length
        return number if self.start(number) <= wall else number - 1

    def start(self, index: int) -> int:
        """See Turns. Months far outside all windows are as good as the farthest."""
        month = min(max(self._month + index * self._length, _FIRST_MONTH), _LAST_MONTH)
        year, offset = divmod(month, 12)
        day = min(self._day, monthrange(year, offset + 1)[1])
        return (date(year, offset + 1, day).toordinal() - _EPOCH_DAY) * DAY + self._time


class ActiveDayTurns:
    """Turns of days on which a restriction window starts, the same days every week."""

    def __init__(self, rotation: Rotation, restrictions: Sequence[Restriction]) -> None:
        first, self._time = divmod(rotation.start, DAY)
        weekdays = {item.weekday for item in restrictions}
        active = set(range(7)) if None in weekdays else weekdays
        while (first + _EPOCH_WEEKDAY) % 7 not in active:
            first += 1
        self._first = first  # the first active day on or after the start
        self._in_week = [day for day in range(7) if (first + day + _EPOCH_WEEKDAY) % 7 in active]
        self._length = rotation.length

    def index(self, wall: int) -> int:
        """See Turns. A day that is not active belongs to the active day before it."""
        weeks, day = divmod((wall - self._time) // DAY - self._first, 7)
        return (weeks * len(self._in_week) + bisect_right(self._in_week, day) - 1) // self._length

    def start(self, index: int) -> int:
        """See Turns."""
        weeks, day = divmod(index * self._length, len(self._in_week))
        return (self._first + weeks * 7 + self._in_week[day]) * DAY + self._time


def _month_of(day: date) -> int:
    return day.year * 12 + day.month - 1
