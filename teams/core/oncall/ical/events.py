"""One VEVENT as a value."""

from __future__ import annotations

from dataclasses import dataclass

from teams.core.oncall.errors import CalendarError, quote
from teams.core.oncall.ical.lines import Line, parse_line
from teams.core.oncall.ical.periods import Steps
from teams.core.oncall.ical.rules import Rule, parse_rule
from teams.core.oncall.ical.stamps import Stamp, read_stamp, read_stamps
from teams.core.oncall.ical.values import read_duration
from teams.core.oncall.ical.zones import Zones
from teams.core.oncall.wall_clock import DAY

_ONLY_ONCE = frozenset({"UID", "DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "STATUS", "SEQUENCE", "SUMMARY"})


@dataclass(frozen=True, slots=True)
class Event:
    """What decides when it happens and who is meant. ``duration`` is in seconds on the wall.

    ``replaces`` is the RECURRENCE-ID: the recurrence of its series in whose place the event stands, with
    ``replaces_following`` also of all later ones.
    """

    uid: str
    start: Stamp
    duration: int
    rules: tuple[Rule, ...] = ()
    excluded_rules: tuple[Rule, ...] = ()
    added: tuple[tuple[Stamp, int | None], ...] = ()
    excluded: tuple[Stamp, ...] = ()
    replaces: Stamp | None = None
    replaces_following: bool = False
    sequence: int = 0
    is_cancelled: bool = False
    summary: str = ""
    attendees: tuple[str, ...] = ()


def read_event(texts: list[str], zones: Zones, steps: Steps) -> Event:
    """Read the kept lines of a VEVENT. Raises CalendarError that names the event."""
    summary = ""
    try:
        lines = [parse_line(text) for text in texts]
        single = {line.name: line for line in lines if line.name in _ONLY_ONCE}
        summary = single["SUMMARY"].value.strip() if "SUMMARY" in single else ""
        return _read(lines, single, zones, steps)
    except CalendarError as error:
        raise CalendarError(f"event {quote(summary)}: {error}") from error
    except (ValueError, OverflowError) as error:
        raise CalendarError(f"event {quote(summary)} cannot be understood: {quote(str(error))}") from error


def _read(lines: list[Line], single: dict[str, Line], zones: Zones, steps: Steps) -> Event:
    if "DTSTART" not in single:
        raise ValueError("DTSTART is missing")
    start = read_stamp(single["DTSTART"], zones)
    replaced = single.get("RECURRENCE-ID")
    dates = {
        name: [found for line in lines if line.name == name for found in _read_dates(line, zones, steps)]
        for name in ("RDATE", "EXDATE")
    }
    return Event(
        uid=_value(single, "UID"),
        start=start,
        duration=_read_length(single, start, zones),
        rules=_read_rules(lines, "RRULE", start),
        excluded_rules=_read_rules(lines, "EXRULE", start),
        added=tuple(dates["RDATE"]),
        excluded=tuple(stamp for stamp, _ in dates["EXDATE"]),
        replaces=read_stamp(replaced, zones) if replaced else None,
        replaces_following=replaced is not None and replaced.params.get("RANGE", "").upper() == "THISANDFUTURE",
        sequence=int(_value(single, "SEQUENCE") or 0),
        is_cancelled=_value(single, "STATUS").upper() == "CANCELLED",
        summary=_value(single, "SUMMARY"),
        attendees=tuple(_read_attendee(line) for line in lines if line.name == "ATTENDEE"),
    )


def _read_length(single: dict[str, Line], start: Stamp, zones: Zones) -> int:
    """Seconds on the wall. Without an end a whole day lasts a day, a moment no time at all (RFC 5545, 3.6.1).

    A whole day that ends on the day it starts is meant to be that day.
    """
    if "DTEND" in single:
        length = read_stamp(single["DTEND"], zones).to_wall(start.clock) - start.wall
        length = DAY if start.is_day and length == 0 else length
    elif "DURATION" in single:
        length = read_duration(single["DURATION"].value)
    else:
        length = DAY if start.is_day else 0
    if length < 0:
        raise ValueError("it ends before it starts")
    return length


def _read_rules(lines: list[Line], name: str, start: Stamp) -> tuple[Rule, ...]:
    return tuple(parse_rule(line.value, start.clock) for line in lines if line.name == name and line.value.strip())


def _read_dates(line: Line, zones: Zones, steps: Steps) -> list[tuple[Stamp, int | None]]:
    steps.spend(line.value.count(",") + 1)
    return read_stamps(line, zones) if line.value.strip() else []


def _read_attendee(line: Line) -> str:
    """The address, or where there is none the name."""
    address = line.value.strip()
    if address.lower().startswith("mailto:"):
        return address[7:]
    return line.params.get("EMAIL") or line.params.get("CN") or address


def _value(single: dict[str, Line], name: str) -> str:
    return single[name].value.strip() if name in single else ""
