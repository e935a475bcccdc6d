"""Events to what happens in a window: series expanded, moved and cancelled recurrences in their place."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from teams.core.oncall.ical.changes import Moments, get_replaced_wall, list_changes, list_walls
from teams.core.oncall.ical.events import Event
from teams.core.oncall.ical.periods import Steps
from teams.core.oncall.wall_clock import DAY, WallClock


class Occurrence(NamedTuple):
    """One time at which an event happens, as instants."""

    start: int
    end: int
    event: Event


def list_occurrences(events: Iterable[Event], since: int, until: int, steps: Steps) -> list[Occurrence]:
    """Everything that happens between two instants, uncut. Raises CalendarError for too many recurrences."""
    groups: dict[str, list[Event]] = defaultdict(list)
    for number, event in enumerate(events):
        groups[event.uid or f"\0{number}"].append(event)
    return [
        occurrence
        for group in groups.values()
        for occurrence in _each_of_group(group, since, until, steps)
        if max(occurrence.start, since) < min(occurrence.end, until)
    ]


def _each_of_group(group: list[Event], since: int, until: int, steps: Steps) -> Iterator[Occurrence]:
    """What the events of one UID come to. One UID for several series: all count, unless one is newer."""
    series = [event for event in group if event.replaces is None]
    newest = max((event.sequence for event in series), default=0)
    series = [event for event in series if event.sequence == newest]
    if series and all(event.is_cancelled for event in series):
        return
    changes = list_changes(group, series, steps)
    for event in series:
        if not event.is_cancelled:
            yield from _each_recurrence(event, changes, since, until, steps)
    for change in changes:
        if not change.is_cancelled:
            yield _place(change, change.start.wall, change.duration, change.start.clock)


class _Following(NamedTuple):
    """A change of all recurrences from a wall time on: they move by ``shift`` seconds."""

    since: int
    shift: int
    change: Event


def _each_recurrence(
    event: Event, changes: Sequence[Event], since: int, until: int, steps: Steps
) -> Iterator[Occurrence]:
    clock = event.start.clock
    replaced = Moments(event, [change.replaces for change in changes if change.replaces])
    excluded = Moments(event, event.excluded)
    following = _list_following(event, changes)
    starts = [item.since for item in following]
    lengths = {stamp.to_wall(clock): length for stamp, length in event.added}
    reach = DAY + max([event.duration, *(abs(item.shift) + item.change.duration for item in following)])
    reach += max((length or 0 for length in lengths.values()), default=0)
    for wall in sorted(list_walls(event, clock.shown(since) - reach, clock.shown(until) + reach, steps)):
        if wall in excluded or wall in replaced:
            continue
        number = bisect_right(starts, wall)
        if not number:
            length = lengths.get(wall)
            yield _place(event, wall, event.duration if length is None else length, clock)
        elif not (item := following[number - 1]).change.is_cancelled:
            yield _place(item.change, wall + item.shift, item.change.duration, clock)


def _list_following(event: Event, changes: Sequence[Event]) -> list[_Following]:
    """In order of the wall times from which on they hold."""
    found = []
    for change in changes:
        if change.replaces_following:
            since = get_replaced_wall(change, event)
            found.append(_Following(since, change.start.to_wall(event.start.clock) - since, change))
    return sorted(found, key=lambda item: item.since)


def _place(event: Event, wall: int, duration: int, clock: WallClock) -> Occurrence:
    return Occurrence(clock.instant_as_in_calendars(wall), clock.instant_as_in_calendars(wall + duration), event)
