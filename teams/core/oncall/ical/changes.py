"""Changes of single recurrences (RECURRENCE-ID), and which of them still count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from teams.core.oncall.ical.events import Event
from teams.core.oncall.ical.periods import Steps
from teams.core.oncall.ical.recur import expand
from teams.core.oncall.ical.stamps import Stamp
from teams.core.oncall.wall_clock import DAY


class Moments:
    """Recurrences named by RECURRENCE-ID or EXDATE, as wall times of their series; a date names all of its day."""

    def __init__(self, series: Event, stamps: Iterable[Stamp]) -> None:
        self._walls: set[int] = set()
        self._days: set[int] = set()
        for stamp in stamps:
            if stamp.is_day or series.start.is_day:
                self._days.add(stamp.to_day(series.start.clock))
            else:
                self._walls.add(stamp.to_wall(series.start.clock))

    def __contains__(self, wall: int) -> bool:
        return wall in self._walls or wall // DAY in self._days


def list_changes(group: Iterable[Event], series: Sequence[Event], steps: Steps) -> list[Event]:
    """The changes among the events of one UID that count; ``series`` are those they change. Raises CalendarError."""
    newest: dict[tuple[int, bool], Event] = {}
    for event in sorted(group, key=lambda event: event.sequence):  # of equals the last in the file
        if event.replaces is not None:
            newest[event.replaces.to_instant(), event.replaces_following] = event
    found = list(newest.values())
    steps.spend(len(found) * len(series))
    for master in series:
        excluded = Moments(master, master.excluded)
        # changed first and deleted then: it is often still there, and in EXDATE
        found = [change for change in found if get_replaced_wall(change, master) not in excluded]
    return [change for change in found if not _is_outdated(change, series, steps)]


def get_replaced_wall(change: Event, series: Event) -> int:
    """When the changed recurrence would have started, as wall time of its series."""
    stamp, clock = change.replaces or change.start, series.start.clock
    return stamp.to_day(clock) * DAY if series.start.is_day else stamp.to_wall(clock)


def list_walls(event: Event, low: int, high: int, steps: Steps) -> set[int]:
    """The wall times from ``low`` up to ``high`` at which a series starts by its rules and added dates.

    Added dates of all times are among them. Raises CalendarError.
    """
    walls = {stamp.to_wall(event.start.clock) for stamp, _ in event.added}
    if not event.rules:
        walls.add(event.start.wall)
    for rule in event.rules:
        walls.update(expand(rule, event.start.wall, low, high, steps))
    for rule in event.excluded_rules:
        walls.difference_update(expand(rule, event.start.wall, low, high, steps))
    return walls


def _is_outdated(change: Event, series: Sequence[Event], steps: Steps) -> bool:
    """Whether it is from before its series was changed, and of a recurrence that the series no longer has."""
    if not series or change.sequence >= series[0].sequence:
        return False
    walls = [get_replaced_wall(change, master) for master in series]
    return not any(
        wall in list_walls(master, wall, wall + 1, steps) for wall, master in zip(walls, series, strict=True)
    )
