"""From the text of a file to its calendars, zones and events as content lines (RFC 5545, 3.1 and 3.6).

Only what decides who is on call is kept; alarms, to-dos and journals are passed over. A file that ends in the middle
is refused: half a download must not read as half a rota.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from teams.core.oncall.errors import CalendarError, quote
from teams.core.oncall.ical.values import parse_quoted_line
from teams.core.oncall.limits import MOST_CALENDAR_CHARACTERS, MOST_EVENT_LINES

_FOLD = re.compile(r"\r?\n[ \t]")
_NAME = re.compile(r"[A-Za-z0-9-]+")
_EVENT_NAMES = frozenset(
    "UID DTSTART DTEND DURATION RRULE EXRULE RDATE EXDATE RECURRENCE-ID STATUS SEQUENCE SUMMARY ATTENDEE".split()  # noqa: SIM905
)
_MOST_NESTED = 10
_LONGEST_SHOWN = 40


class Line(NamedTuple):
    """One property: its name in upper case, parameters by name in upper case, and the value, unescaped."""

    name: str
    params: dict[str, str]
    value: str


@dataclass(slots=True)
class RawCalendar:
    """One VCALENDAR: unfolded lines of its events, of its zones (with their parts), and its own properties."""

    events: list[list[str]] = field(default_factory=list)
    zones: list[list[str]] = field(default_factory=list)
    properties: list[str] = field(default_factory=list)

    def get_property(self, name: str) -> str:
        """The value of the calendar's own property in one line, '' if absent."""
        values = (get_text(line) for line in self.properties if get_name(line) == name)
        return " ".join(next(values, "").split())


def split_calendars(text: str) -> list[RawCalendar]:
    """Every calendar of a file. Raises CalendarError."""
    if len(text) > MOST_CALENDAR_CHARACTERS:
        raise CalendarError(f"the calendar has {len(text)} characters; at most {MOST_CALENDAR_CHARACTERS} are read")
    found: list[RawCalendar] = []
    open_parts: list[str] = []
    for line in _unfold(text):
        name = get_name(line)
        if name == "BEGIN":
            open_parts.append(_begin(line, open_parts, found))
        if len(open_parts) > 1:
            _keep(line, name, open_parts, found[-1])
        elif open_parts and name.startswith("X-WR-"):
            found[-1].properties.append(line)
        if name == "END":
            _end(line, open_parts)
    if open_parts:
        raise CalendarError(f"the calendar ends in the middle of a {open_parts[-1]}")
    if not found:
        raise CalendarError("this is no calendar: no line says BEGIN:VCALENDAR")
    return found


def get_name(line: str) -> str:
    """The name of the property in upper case, '' for a line that is none."""
    found = _NAME.match(line)
    return found.group().upper() if found else ""


def get_text(line: str) -> str:
    """The value, unescaped where the line can be read, else as it stands."""
    try:
        return parse_line(line).value.strip()
    except ValueError:
        return line.partition(":")[2].strip()


def parse_line(line: str) -> Line:
    """Name, parameters and value. Raises ValueError."""
    if '"' in line or "\\" in line:
        name, params, value = parse_quoted_line(line)
        return Line(name.upper(), {key.upper(): text for key, text in params.items()}, value)
    head, colon, value = line.partition(":")
    if not colon:
        raise ValueError(f"no content line: {line[:_LONGEST_SHOWN]}")
    name, *parts = head.split(";")
    return Line(name.upper(), {key.upper(): text for key, _, text in (part.partition("=") for part in parts)}, value)


def _unfold(text: str) -> Iterator[str]:
    for line in _FOLD.sub("", text.removeprefix("\ufeff")).split("\n"):
        stripped = line.rstrip("\r")
        if stripped:
            yield stripped


def _begin(line: str, open_parts: list[str], found: list[RawCalendar]) -> str:
    name = line[6:].strip().upper()
    if not open_parts:
        if name != "VCALENDAR":
            raise CalendarError(f"this is no calendar: it begins with {quote(line)}")
        found.append(RawCalendar())
    elif len(open_parts) >= _MOST_NESTED:
        raise CalendarError(f"parts of the calendar are nested deeper than {_MOST_NESTED} levels")
    elif len(open_parts) == 1 and name == "VEVENT":
        found[-1].events.append([])
    elif len(open_parts) == 1 and name == "VTIMEZONE":
        found[-1].zones.append([])
    return name


def _keep(line: str, name: str, open_parts: list[str], calendar: RawCalendar) -> None:
    """Keep a line of an event or a zone."""
    part = open_parts[1]
    if part == "VTIMEZONE":
        kept = calendar.zones[-1]
    elif part == "VEVENT" and len(open_parts) == 2 and name in _EVENT_NAMES:  # noqa: PLR2004 - not in an alarm
        kept = calendar.events[-1]
    else:
        return
    if len(kept) >= MOST_EVENT_LINES:
        raise CalendarError(f"a {part} has more than {MOST_EVENT_LINES} lines")
    kept.append(line)


def _end(line: str, open_parts: list[str]) -> None:
    name = line[4:].strip().upper()
    if not open_parts or open_parts[-1] != name:
        raise CalendarError(f"{quote(line)} ends what was not begun")
    open_parts.pop()
