"""Spans of all layers and the overrides put together: at each instant the highest priority that is active wins.

Equal priorities are on call together. The result are the longest intervals with the same people, none of them empty:
one pass over all instants at which anything starts or ends.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from teams.core.oncall.errors import ScheduleError
from teams.core.oncall.limits import MOST_AT_ONCE, MOST_PEOPLE
from teams.core.oncall.model import Override, People, Span
from teams.core.oncall.overrides import apply_overrides

_NOBODY: People = frozenset()


class Interval(NamedTuple):
    """People on call from one instant to another."""

    start: int
    end: int
    people: People


def compose(spans: Sequence[Span], overrides: Sequence[Override], since: int, until: int) -> list[Interval]:
    """Who is on call in a window; spans lie inside it and are not empty. Raises ScheduleError for too much at once."""
    touching = [item for item in overrides if max(item.start, since) < min(item.end, until)]
    events = [event for index, span in enumerate(spans) for event in ((span.start, index), (span.end, ~index))]
    for index, override in enumerate(touching, len(spans)):
        events += (max(override.start, since), index), (override.end, ~index)
    events.sort()
    active = _Active(spans, touching)
    found: list[Interval] = []
    people, start = _NOBODY, since
    for instant, group in groupby(events, itemgetter(0)):
        if instant >= until:
            break
        for _, index in group:
            active.switch(index)
        now = active.list_people()
        if now != people:
            if people:
                found.append(Interval(start, instant, people))
            people, start = now, instant
    if people:
        found.append(Interval(start, until, people))
    return found


class _Active:
    """The spans and overrides of the present instant. Counts people, so that a change costs no more than its people."""

    def __init__(self, spans: Sequence[Span], overrides: Sequence[Override]) -> None:
        self._spans = spans
        self._overrides = overrides
        self._counts: dict[int, dict[str, int]] = {}  # by priority
        self._running = 0
        self._holding: list[int] = []  # places of overrides in the list, in order

    def switch(self, index: int) -> None:
        """Start what has this index, or, where it is complemented, end it. Overrides come after the spans."""
        place = index if index >= 0 else ~index
        if place >= len(self._spans):
            self._switch_override(place - len(self._spans), starts=index >= 0)
        elif index >= 0:
            self._start(self._spans[place])
        else:
            self._end(self._spans[place])

    def list_people(self) -> People:
        """Who is on call now."""
        people = frozenset(self._counts[max(self._counts)]) if self._counts else _NOBODY
        if self._holding and len(people) <= MOST_PEOPLE:
            people = apply_overrides(people, [self._overrides[place] for place in self._holding])
        if len(people) > MOST_PEOPLE:
            raise ScheduleError("", f"more than {MOST_PEOPLE} people on call at the same time")
        return people

    def _start(self, span: Span) -> None:
        self._running += 1
        if self._running > MOST_AT_ONCE:
            raise ScheduleError("", f"more than {MOST_AT_ONCE} shifts at the same time")
        counts = self._counts.setdefault(span.priority, {})
        for person in span.people:
            counts[person] = counts.get(person, 0) + 1

    def _end(self, span: Span) -> None:
        self._running -= 1
        counts = self._counts[span.priority]
        for person in span.people:
            counts[person] -= 1
            if not counts[person]:
                del counts[person]
        if not counts:
            del self._counts[span.priority]

    def _switch_override(self, place: int, *, starts: bool) -> None:
        if starts:
            insort(self._holding, place)
        else:
            self._holding.remove(place)
        if len(self._holding) > MOST_AT_ONCE:
            raise ScheduleError("overrides", f"more than {MOST_AT_ONCE} hold at the same time")
