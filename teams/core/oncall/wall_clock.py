"""The clock on the wall of a time zone: wall time to instant and back, exact through every change of offset.

Both are whole seconds since 1970-01-01T00:00, instants in UTC, wall times as the clock shows them. A wall time that
never came (the clock was put forward) is the first instant after the gap; one that came twice is its first
occurrence. So ``instant`` never decreases as the wall time grows, and turns and windows can be computed on the wall
alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

DAY = 86_400
WEEK = 7 * DAY
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CHUNK_BITS = 25  # a table of offsets covers 388 days
_MARGIN = 2 * DAY  # offsets are below one day, so a wall time and its instant share a table
_FIRST_CHUNK, _LAST_CHUNK = -256, 404  # years 1697 to 2399; further out the offset of the edge holds
_NAME = re.compile(r"[A-Z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+){0,2}")


class _Chunk(NamedTuple):
    """Changes of offset in order. ``offsets`` has one more item: the offset before the first change."""

    instants: list[int]
    wall_ends: list[int]  # what the clock would have shown at the change, had it not changed
    offsets: list[int]


class WallClock:
    """One time zone. ``offset_at`` gives the seconds east of UTC at an instant: calendars may bring their own zones."""

    def __init__(self, offset_at: Callable[[int], int]) -> None:
        self._offset_at = offset_at
        self._chunks: dict[int, _Chunk] = {}

    def instant(self, wall: int) -> int:
        """The first instant at which the clock shows this wall time, or has left it out."""
        chunk = self._chunk(wall)
        index = bisect_right(chunk.wall_ends, wall)
        found = wall - chunk.offsets[index]
        return max(found, chunk.instants[index - 1]) if index else found

    def instant_as_in_calendars(self, wall: int) -> int:
        """The same, but a wall time that never came counts on with the offset before the gap (RFC 5545, 3.3.5)."""
        chunk = self._chunk(wall)
        index = bisect_right(chunk.wall_ends, wall)
        found = wall - chunk.offsets[index]
        if index and found < chunk.instants[index - 1]:
            return wall - chunk.offsets[index - 1]
        return found

    def shown(self, instant: int) -> int:
        """What the clock shows at an instant; never later than the last wall time whose instant has come."""
        chunk = self._chunk(instant)
        return instant + chunk.offsets[bisect_right(chunk.instants, instant)]

    def _chunk(self, seconds: int) -> _Chunk:
        number = seconds >> _CHUNK_BITS
        chunk = self._chunks.get(number)
        if chunk is None:
            chunk = self._chunks[number] = self._look_up(number)
        return chunk

    def _look_up(self, number: int) -> _Chunk:
        near = min(max(number, _FIRST_CHUNK), _LAST_CHUNK)
        first, last = (near << _CHUNK_BITS) - _MARGIN, ((near + 1) << _CHUNK_BITS) + _MARGIN
        if near != number:
            return _Chunk([], [], [self._offset_at(first if number < near else last)])
        changes, offsets = [], [self._offset_at(first)]
        for day in range(first, last, DAY):
            offset = self._offset_at(day + DAY)
            if offset != offsets[-1]:
                changes.append(self._find_change(day, day + DAY, offsets[-1]))
                offsets.append(offset)
        ends = [change + before for change, before in zip(changes, offsets, strict=False)]
        return _Chunk(changes, ends, offsets)

    def _find_change(self, low: int, high: int, before: int) -> int:
        """The first instant after ``low`` whose offset is no longer ``before``; zones change at most once a day."""
        while high - low > 1:
            middle = (low + high) // 2
            if self._offset_at(middle) == before:
                low = middle
            else:
                high = middle
        return high


@lru_cache(maxsize=1_000)
def get_clock(name: str) -> WallClock:
    """The clock of an IANA zone such as ``Europe/Berlin``; raises ValueError for any other text."""
    if not _NAME.fullmatch(name):  # lower-case folders of the zone database are not zones, and paths stay inside it
        raise ValueError(name)
    try:
        zone = ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(name) from error
    return WallClock(lambda instant: _get_offset(zone, instant))


def _get_offset(zone: ZoneInfo, instant: int) -> int:
    offset = (EPOCH + timedelta(seconds=instant)).astimezone(zone).utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0


def to_instant(moment: datetime) -> int:
    """Seconds since 1970 of an aware datetime; fractions of a second are dropped. Raises ValueError without zone."""
    if moment.utcoffset() is None:
        raise ValueError("a datetime needs its zone")
    return (moment - EPOCH) // timedelta(seconds=1)


def to_datetime(instant: int) -> datetime:
    """The aware datetime of an instant, in UTC."""
    return datetime.fromtimestamp(instant, UTC)
