"""Moments as people write them: ``2026-03-02``, ``2026-03-02T09:00``, ``2026-03-02T09:00:00+01:00``, ``...Z``.

Without an offset a moment is wall time in the zone of the place where it stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from teams.core.oncall.wall_clock import DAY, WallClock

_MOMENT = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)"
    r"(?:[Tt ](?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.0+)?)?(?P<zone>[Zz]|[+-]\d\d:?\d\d)?)?",
    re.ASCII,
)
_TIME = re.compile(r"(\d\d):(\d\d)(?::(\d\d))?", re.ASCII)
_EPOCH_DAY = date(1970, 1, 1).toordinal()
_LAST_OFFSET = (23, 59)


@dataclass(frozen=True, slots=True)
class Moment:
    """Seconds since 1970: on the wall, or in UTC where the text gave an offset."""

    seconds: int
    is_wall: bool

    def to_instant(self, clock: WallClock) -> int:
        """The instant; a wall time is one of this clock."""
        return clock.instant(self.seconds) if self.is_wall else self.seconds

    def to_wall(self, clock: WallClock) -> int:
        """The wall time; an instant is what this clock shows then."""
        return self.seconds if self.is_wall else clock.shown(self.seconds)


def parse_moment(text: str) -> Moment | None:
    """Read a date or datetime; a date is its midnight. None for any other text, fractions of a second among them."""
    found = _MOMENT.fullmatch(text)
    if found is None:
        return None
    try:
        day = date.fromisoformat(found["day"]).toordinal() - _EPOCH_DAY
    except ValueError:
        return None
    offset = _parse_offset(found["zone"] or "Z")
    seconds = _seconds(found["hour"] or "00", found["minute"] or "00", found["second"])
    if seconds is None or offset is None:
        return None
    return Moment(day * DAY + seconds - offset, found["zone"] is None)


def parse_time_of_day(text: str) -> int | None:
    """``HH:MM`` or ``HH:MM:SS`` as seconds after midnight; None for any other text."""
    found = _TIME.fullmatch(text)
    return _seconds(*found.groups()) if found else None


def write_moment(moment: datetime) -> str:
    """An aware UTC datetime as ``2026-03-02T09:00:00Z``."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def wall_seconds(moment: datetime | date) -> int:
    """A naive datetime, or a date at midnight, as wall time."""
    at = moment.time() if isinstance(moment, datetime) else time()
    return (moment.toordinal() - _EPOCH_DAY) * DAY + at.hour * 3600 + at.minute * 60 + at.second


def _seconds(hour: str, minute: str, second: str | None) -> int | None:
    hours, minutes, seconds = int(hour), int(minute), int(second or 0)
    if hours > 23 or minutes > 59 or seconds > 59:  # noqa: PLR2004 - the clock's own numbers
        return None
    return hours * 3600 + minutes * 60 + seconds


def _parse_offset(zone: str) -> int | None:
    if zone in {"Z", "z"}:
        return 0
    hours, minutes = int(zone[1:3]), int(zone[-2:])
    if (hours, minutes) > _LAST_OFFSET or minutes > _LAST_OFFSET[1]:
        return None
    seconds = hours * 3600 + minutes * 60
    return -seconds if zone[0] == "-" else seconds
