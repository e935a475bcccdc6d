"""Recurrence rules as values (RFC 5545, 3.3.10). What a rule says that is not understood is an error, never ignored."""

from __future__ import annotations

import re
from dataclasses import dataclass

from teams.core.oncall.ical.values import read_until
from teams.core.oncall.wall_clock import WallClock

WEEKDAYS = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}
FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY")
_MOST_COUNT = 1_000_000_000
_WEEKDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,10}", re.ASCII)
# name: lowest, highest, whether counting from the end is allowed
_NUMBERS = {
    "BYSECOND": (0, 59, False),
    "BYMINUTE": (0, 59, False),
    "BYHOUR": (0, 23, False),
    "BYMONTHDAY": (1, 31, True),
    "BYYEARDAY": (1, 366, True),
    "BYWEEKNO": (1, 53, True),
    "BYMONTH": (1, 12, False),
    "BYSETPOS": (1, 366, True),
}
_OTHERS = frozenset({"FREQ", "UNTIL", "COUNT", "INTERVAL", "BYDAY", "WKST"})


@dataclass(frozen=True, slots=True)
class Rule:
    """One RRULE. ``until`` is the last wall time of the event's clock; empty tuples mean "not given".

    ``days`` are pairs (n, weekday): the nth such day of the month or year, 0 for every one; Monday is 0.
    """

    frequency: str
    interval: int = 1
    count: int | None = None
    until: int | None = None
    months: tuple[int, ...] = ()
    weeks: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    days: tuple[tuple[int, int], ...] = ()
    hours: tuple[int, ...] = ()
    minutes: tuple[int, ...] = ()
    seconds: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    week_start: int = 0


def parse_rule(text: str, clock: WallClock) -> Rule:
    """Read the value of an RRULE; ``clock`` is that of its event. Raises ValueError with the part at fault."""
    parts: dict[str, str] = {}
    for part in text.strip().strip(";").upper().split(";"):
        name, equals, value = part.partition("=")
        if not equals or name in parts or name not in _NUMBERS.keys() | _OTHERS:
            raise ValueError(f"{part} in a recurrence rule")
        parts[name] = value
    numbers = {name: _read_numbers(parts[name], *bounds) for name, bounds in _NUMBERS.items() if name in parts}
    frequency = parts.get("FREQ", "")
    days = tuple(dict.fromkeys(map(_read_weekday, parts["BYDAY"].split(",")))) if "BYDAY" in parts else ()
    if frequency not in FREQUENCIES or (frequency not in {"YEARLY", "MONTHLY"} and any(n for n, _ in days)):
        raise ValueError("FREQ in a recurrence rule")
    return Rule(
        frequency=frequency,
        interval=_read_count(parts.get("INTERVAL", "1")),
        count=_read_count(parts["COUNT"]) if parts.get("COUNT", "-1") != "-1" else None,  # some write "no end" so
        until=read_until(parts["UNTIL"], clock) if "UNTIL" in parts else None,
        months=numbers.get("BYMONTH", ()),
        weeks=numbers.get("BYWEEKNO", ()),
        year_days=numbers.get("BYYEARDAY", ()),
        month_days=numbers.get("BYMONTHDAY", ()),
        days=days,
        hours=numbers.get("BYHOUR", ()),
        minutes=numbers.get("BYMINUTE", ()),
        seconds=numbers.get("BYSECOND", ()),
        positions=numbers.get("BYSETPOS", ()),
        week_start=_read_weekday(parts.get("WKST", "MO"))[1],
    )


def _read_numbers(text: str, low: int, high: int, from_end: bool) -> tuple[int, ...]:
    numbers = tuple(sorted({_read_number(part) for part in text.split(",")}))
    for number in numbers:
        if not low <= (abs(number) if from_end else number) <= high:
            raise ValueError(f"{number} in a recurrence rule")
    return numbers


def _read_weekday(text: str) -> tuple[int, int]:
    found = _WEEKDAY.fullmatch(text.strip())
    if found is None or found[1] in {"0", "+0", "-0", "00"}:
        raise ValueError("a weekday in a recurrence rule")
    return int(found[1] or 0), WEEKDAYS[found[2]]


def _read_count(text: str) -> int:
    number = _read_number(text)
    if not 1 <= number <= _MOST_COUNT:
        raise ValueError(f"{number} in a recurrence rule")
    return number


def _read_number(text: str) -> int:
    if not _NUMBER.fullmatch(text.strip()):
        raise ValueError("a number in a recurrence rule")
    return int(text)
