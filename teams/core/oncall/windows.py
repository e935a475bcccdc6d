"""When a layer may be active at all: the union of its restriction windows.

A window starts at a wall time of a day and ends its duration later on the wall clock, whatever the clock does in
between; it may cross midnight or last for days.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from teams.core.oncall.model import Restriction
from teams.core.oncall.wall_clock import DAY, WEEK, WallClock

_MONDAY = -3 * DAY  # the wall time of the Monday before 1970-01-01


def count_windows(restrictions: Sequence[Restriction], since: int, until: int) -> int:
    """At most so many windows touch the instants of a window."""
    return sum((until - since) // _period(restriction) + 4 for restriction in restrictions)


def list_windows(
    restrictions: Iterable[Restriction], clock: WallClock, since: int, until: int
) -> list[tuple[int, int]]:
    """The union of all windows as instants in order, cut at the given window."""
    found = sorted(window for item in restrictions for window in each_window(item, clock, since, until))
    merged: list[tuple[int, int]] = []
    for start, end in found:
        if merged and start <= merged[-1][1]:
            if end > merged[-1][1]:
                merged[-1] = merged[-1][0], end
        else:
            merged.append((start, end))
    return merged


def each_window(restriction: Restriction, clock: WallClock, since: int, until: int) -> Iterator[tuple[int, int]]:
    """The windows of one restriction in order, each cut at the given window."""
    period = _period(restriction)
    duration = min(restriction.duration, period)  # a longer one covers nothing that the next does not
    anchor = (_MONDAY + restriction.weekday * DAY if restriction.weekday is not None else 0) + restriction.start
    wall = anchor + (clock.shown(since) - anchor) // period * period  # those before have ended
    while (start := clock.instant(wall)) < until:
        start, end = max(start, since), min(clock.instant(wall + duration), until)
        if end > start:
            yield start, end
        wall += period


def _period(restriction: Restriction) -> int:
    return DAY if restriction.weekday is None else WEEK
