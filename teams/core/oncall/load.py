"""What on-call asks of each person: hours, nights and weekends, in the zone in which the schedule is read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from teams.core.oncall.model import Restriction, Shift
from teams.core.oncall.wall_clock import DAY, get_clock, to_instant
from teams.core.oncall.windows import list_windows

NIGHT = Restriction(None, 22 * 3600, 8 * 3600)  # 22:00 to 06:00 on the wall
WEEKEND = Restriction(5, 0, 2 * DAY)  # Saturday 00:00 to Monday 00:00


@dataclass(frozen=True, slots=True)
class PersonLoad:
    """One person's share. ``nights`` and ``weekends`` count those that were touched at all; the rest are hours."""

    person: str
    hours: float
    night_hours: float
    weekend_hours: float
    nights: int
    weekends: int


def measure_load(shifts: Sequence[Shift], zone: str) -> tuple[PersonLoad, ...]:
    """The load of everyone in the shifts, in order of the alphabet; ``zone`` is an IANA name.

    Someone on call together with others carries the whole shift, as they do. Raises ValueError for an unknown zone.
    """
    if not shifts:
        return ()
    since, until = to_instant(shifts[0].start), to_instant(shifts[-1].end)
    clock = get_clock(zone)
    nights = list_windows([NIGHT], clock, since, until)
    weekends = list_windows([WEEKEND], clock, since, until)
    duties = list_duties(shifts)
    return tuple(_measure(person, duties[person], nights, weekends) for person in sorted(duties))


def list_duties(shifts: Iterable[Shift]) -> dict[str, list[tuple[int, int]]]:
    """The intervals of each person as instants, in order."""
    duties: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for shift in shifts:
        start, end = to_instant(shift.start), to_instant(shift.end)
        for person in shift.people:
            duties[person].append((start, end))
    return dict(duties)


def _measure(
    person: str, duties: list[tuple[int, int]], nights: list[tuple[int, int]], weekends: list[tuple[int, int]]
) -> PersonLoad:
    night_seconds, night_count = _overlap(duties, nights)
    weekend_seconds, weekend_count = _overlap(duties, weekends)
    hours = sum(end - start for start, end in duties) / 3600
    return PersonLoad(person, hours, night_seconds / 3600, weekend_seconds / 3600, night_count, weekend_count)


def _overlap(duties: list[tuple[int, int]], windows: list[tuple[int, int]]) -> tuple[int, int]:
    """Seconds that lie in both, and how many of the windows are touched; both in order and free of overlap."""
    seconds, touched, at = 0, set(), 0
    for start, end in duties:
        while at < len(windows) and windows[at][1] <= start:
            at += 1
        index = at
        while index < len(windows) and windows[index][0] < end:
            seconds += min(end, windows[index][1]) - max(start, windows[index][0])
            touched.add(index)
            index += 1
    return seconds, len(touched)
