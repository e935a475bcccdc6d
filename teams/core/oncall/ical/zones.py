"""Which clock a TZID means: an IANA name, Windows' name for one, a name with a vendor's path in front, or the
calendar's own VTIMEZONE (RFC 5545, 3.6.5). Anything else is an error: a guess would page people at night.

A TZID that is an IANA name means that zone, whatever the calendar says beside it: its copy is often old.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from teams.core.oncall.errors import CalendarError, quote
from teams.core.oncall.ical.lines import Line, RawCalendar, get_name, get_text, parse_line
from teams.core.oncall.ical.periods import Steps
from teams.core.oncall.ical.recur import expand
from teams.core.oncall.ical.rules import parse_rule
from teams.core.oncall.ical.values import parse_value
from teams.core.oncall.limits import MOST_OWN_ZONES
from teams.core.oncall.times import wall_seconds
from teams.core.oncall.wall_clock import DAY, WallClock, get_clock

_YEARS_AROUND = 3 * 366 * DAY  # rules of zones repeat every year
_NAMES = frozenset({"TZID", "X-LIC-LOCATION"})
_UNKNOWN = "is no time zone we know, and the calendar does not define it"


@dataclass(frozen=True, slots=True)
class _Observance:
    """STANDARD or DAYLIGHT: from each onset on, ``offset`` seconds east of UTC; onsets are in the offset before."""

    onsets: tuple[int, ...]
    offset: int
    offset_before: int


class Zones:
    """The clocks of one calendar. ``default`` names that of floating times and whole days where X-WR-TIMEZONE does not.

    ``since`` and ``until`` are instants: zones defined by the calendar are exact for some years around them.
    """

    def __init__(self, calendar: RawCalendar, default: str, since: int, until: int, steps: Steps) -> None:
        self._calendar = calendar
        self._default = calendar.get_property("X-WR-TIMEZONE") or default
        self._range = since - _YEARS_AROUND, until + _YEARS_AROUND
        self._steps = steps
        self._clocks: dict[str, WallClock] = {}
        self._own: dict[str, tuple[str, list[str]]] | None = None
        self._made = 0

    def get(self, name: str) -> WallClock:
        """The clock of a TZID; '' is that of floating times. Raises CalendarError."""
        name = name.strip() or self._default
        clock = self._clocks.get(name)
        if clock is None:
            clock = self._clocks[name] = _find_known(name) or self._find_own(name)
        return clock

    def _find_own(self, name: str) -> WallClock:
        if self._own is None:
            self._own = dict(map(_name_zone, reversed(self._calendar.zones)))
        if name not in self._own:
            raise CalendarError(f"TZID {quote(name)} {_UNKNOWN}")
        location, lines = self._own[name]
        return _find_known(location) or self._make_clock(name, lines)

    def _make_clock(self, name: str, lines: list[str]) -> WallClock:
        self._made += 1
        if self._made > MOST_OWN_ZONES:
            raise CalendarError(f"the calendar uses more than {MOST_OWN_ZONES} time zones of its own")
        try:
            observances = self._read_observances(lines)
        except CalendarError:
            raise
        except (ValueError, KeyError) as error:
            raise CalendarError(f"the VTIMEZONE of TZID {quote(name)} cannot be understood") from error
        changes = sorted(
            (onset - observance.offset_before, observance.offset)
            for observance in observances
            for onset in observance.onsets
        )
        if not changes:
            raise CalendarError(f"TZID {quote(name)} {_UNKNOWN}")
        first = min(observances, key=lambda observance: min(observance.onsets, default=changes[-1][0] + DAY))
        instants = [instant for instant, _ in changes]
        offsets = [first.offset_before, *(offset for _, offset in changes)]
        return WallClock(lambda instant: offsets[bisect_right(instants, instant)])

    def _read_observances(self, lines: list[str]) -> list[_Observance]:
        found = []
        part: list[Line] = []
        for text in lines:
            line = parse_line(text)
            if line.name == "BEGIN":
                part = []
            elif line.name == "END" and line.value.strip().upper() in {"STANDARD", "DAYLIGHT"}:
                found.append(self._read_observance(part))
            else:
                part.append(line)
        return found

    def _read_observance(self, part: list[Line]) -> _Observance:
        values = {line.name: line.value.strip() for line in part}
        onsets = [_read_wall(values["DTSTART"])]
        for line in part:
            if line.name == "RRULE":
                rule = parse_rule(line.value, get_clock("UTC"))
                low, high = self._range
                low = low if rule.until is None else min(low, rule.until - _YEARS_AROUND)
                onsets += expand(rule, onsets[0], low, high, self._steps)
            elif line.name == "RDATE":
                onsets += [_read_wall(text) for text in line.value.split(",")]
        return _Observance(tuple(set(onsets)), _read_offset(values["TZOFFSETTO"]), _read_offset(values["TZOFFSETFROM"]))


def _name_zone(lines: list[str]) -> tuple[str, tuple[str, list[str]]]:
    """The TZID of a VTIMEZONE; its lines, with the IANA name that some put into X-LIC-LOCATION."""
    values = {name: get_text(line) for line in lines if (name := get_name(line)) in _NAMES}
    return values.get("TZID", "").strip('"'), (values.get("X-LIC-LOCATION", ""), lines)


def _find_known(name: str) -> WallClock | None:
    candidates = [name, WINDOWS_TO_OLSON.get(name, "")]
    if name.startswith("/"):  # a vendor's path, and the IANA name at its end
        parts = name.split("/")
        candidates += ["/".join(parts[-count:]) for count in (3, 2, 1)]
    for candidate in candidates:
        try:
            return get_clock(candidate)
        except ValueError:
            continue
    return None


def _read_wall(text: str) -> int:
    value = parse_value(text)
    if not isinstance(value, date):
        raise ValueError("no date")  # noqa: TRY004 - a fault of the text, as every other
    return wall_seconds(value)


def _read_offset(text: str) -> int:
    """``+0130`` or ``-013015`` as seconds east of UTC, less than a day."""
    digits = text[1:]
    if text[:1] not in {"+", "-"} or not (digits.isascii() and digits.isdigit()) or len(digits) not in {4, 6}:
        raise ValueError(text)
    seconds = int(digits[:2]) * 3600 + int(digits[2:4]) * 60 + int(digits[4:] or 0)
    if seconds >= DAY:
        raise ValueError(text)
    return -seconds if text[0] == "-" else seconds
