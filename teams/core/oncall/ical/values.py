"""Values of content lines: dates, times, durations and periods, read by icalendar; where zones matter see `stamps`."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from icalendar import vDDDTypes
from icalendar.parser import Contentline

from teams.core.oncall.times import wall_seconds
from teams.core.oncall.wall_clock import DAY, WallClock

_SECOND = timedelta(seconds=1)


def parse_value(text: str) -> Any:
    """A date, a datetime (naive, or UTC), a timedelta, or a period: a pair of the latter two. Raises ValueError."""
    return vDDDTypes.from_ical(text.strip())  # type: ignore[no-untyped-call]


def parse_quoted_line(line: str) -> tuple[str, dict[str, str], str]:
    """Name, parameters and value of a content line with quotes or escapes in it. Raises ValueError."""
    name, params, value = Contentline(line).parts()  # type: ignore[no-untyped-call]
    return name, {key: str(text) for key, text in params.items()}, str(value)


def read_duration(text: str) -> int:
    """Seconds. Raises ValueError."""
    value = parse_value(text)
    if not isinstance(value, timedelta):
        raise ValueError("no duration")  # noqa: TRY004 - a fault of the text, as every other
    return value // _SECOND


def read_until(text: str, clock: WallClock) -> int:
    """The last wall time, on the clock of the event, at which a recurrence may start; a date counts to its end.

    Raises ValueError.
    """
    value = parse_value(text)
    if isinstance(value, datetime):
        wall = wall_seconds(value)
        return wall if value.tzinfo is None else clock.shown(wall)
    if isinstance(value, date):
        return wall_seconds(value) + DAY - 1
    raise ValueError("UNTIL in a recurrence rule")
