"""A calendar file to the shifts of a window."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from teams.core.oncall.compose import compose
from teams.core.oncall.errors import CalendarError, ScheduleError
from teams.core.oncall.ical.events import Event, read_event
from teams.core.oncall.ical.lines import RawCalendar, get_name, split_calendars
from teams.core.oncall.ical.names import find_people
from teams.core.oncall.ical.periods import Steps
from teams.core.oncall.ical.series import list_occurrences
from teams.core.oncall.ical.zones import Zones
from teams.core.oncall.limits import MOST_DATES, MOST_EVENTS, MOST_PIECES
from teams.core.oncall.model import Shift, Span
from teams.core.oncall.shifts import check_window
from teams.core.oncall.wall_clock import DAY, to_datetime

_NAMES_DAY = re.compile(r"\d{8}", re.ASCII)
_RECURS = frozenset({"RRULE", "RDATE", "RECURRENCE-ID", "DURATION"})


@dataclass(frozen=True, slots=True)
class UnmatchedName:
    """Somebody the calendar puts on call whom nobody knows: as written, and their first shift in the window."""

    name: str
    first_at: datetime
    shifts: int


@dataclass(frozen=True, slots=True)
class CalendarReading:
    """The shifts of the window; unmatched people are in them under the name the calendar gives."""

    title: str
    shifts: tuple[Shift, ...]
    unmatched: tuple[UnmatchedName, ...]


def read_calendar(
    text: str, since: datetime, until: datetime, *, zone: str, known: Mapping[str, str]
) -> CalendarReading:
    """Who is on call in a window by a calendar; the same longest intervals as a schedule gives.

    ``zone`` is the IANA name of the clock of floating times and whole days where the calendar names none itself.
    ``known`` leads from names, logins and e-mail addresses, casefolded, to refs of people. Raises CalendarError for a
    calendar that cannot be understood as a whole, WindowError for the window.
    """
    low, high = check_window(since, until)
    calendars = split_calendars(text)
    steps = Steps()
    events = [event for calendar in calendars for event in _read_events(calendar, zone, low, high, steps)]
    occurrences = list_occurrences(events, low, high, steps)
    if len(occurrences) > MOST_PIECES:
        raise CalendarError(f"{len(occurrences)} shifts in this window; at most {MOST_PIECES} are computed")
    spans, firsts, counts = [], dict[str, int](), Counter[str]()
    happening = {id(item.event): item.event for item in occurrences}
    named = {key: find_people(event, known) for key, event in happening.items()}
    for start, end, event in sorted(occurrences, key=lambda item: (item.start, item.end)):
        people, unmatched, priority = named[id(event)]
        spans.append(Span(max(start, low), min(end, high), people, priority))
        for name in unmatched:
            firsts.setdefault(name, start)
            counts[name] += 1
    return CalendarReading(
        calendars[0].get_property("X-WR-CALNAME"),
        _compose(spans, low, high),
        tuple(UnmatchedName(name, to_datetime(firsts[name]), counts[name]) for name in sorted(firsts)),
    )


def _compose(spans: list[Span], low: int, high: int) -> tuple[Shift, ...]:
    try:
        found = compose(spans, (), low, high)
    except ScheduleError as error:
        raise CalendarError(str(error)) from error
    return tuple(Shift(to_datetime(start), to_datetime(end), tuple(sorted(people))) for start, end, people in found)


def _read_events(calendar: RawCalendar, zone: str, low: int, high: int, steps: Steps) -> list[Event]:
    uids = Counter(line for lines in calendar.events for line in lines if get_name(line) == "UID")
    first, last = (f"{to_datetime(instant):%Y%m%d}" for instant in (low - 3 * DAY, high + 3 * DAY))
    near = [lines for lines in calendar.events if not _is_far(lines, uids, first, last)]
    if len(near) > MOST_EVENTS:
        raise CalendarError(f"{len(near)} events may touch this window; at most {MOST_EVENTS} are read")
    zones = Zones(calendar, zone, low, high, steps)
    dates = Steps(MOST_DATES)
    return [read_event(lines, zones, dates) for lines in near]


def _is_far(lines: list[str], uids: Counter[str], first: str, last: str) -> bool:
    """Whether an event that happens once lies outside these days by what its lines say, so that it need not be read."""
    named = {get_name(line): line for line in lines}
    if _RECURS & named.keys() or uids[named.get("UID", "")] != 1:
        return False
    days = [named.get(name, "").rpartition(":")[2][:8] for name in ("DTSTART", "DTEND")]
    if not all(_NAMES_DAY.fullmatch(day) for day in days):
        return False
    return days[1] < first or days[0] > last
