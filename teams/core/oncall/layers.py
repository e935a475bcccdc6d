"""One layer in a window: turns, within restrictions, within bounds. An empty group leaves the layer inactive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from teams.core.oncall.errors import ScheduleError
from teams.core.oncall.limits import MOST_PIECES
from teams.core.oncall.model import Layer, People, Span
from teams.core.oncall.turns import list_turns, make_turns
from teams.core.oncall.wall_clock import get_clock
from teams.core.oncall.windows import count_windows, list_windows


class Budget:
    """How many turns and windows one question may still cost, over all layers."""

    def __init__(self, left: int = MOST_PIECES) -> None:
        self._left = left

    def spend(self, count: int, place: str) -> None:
        """Raises ScheduleError, naming the place, when there is not enough left."""
        self._left -= count
        if self._left < 0:
            spent = MOST_PIECES - self._left
            message = f"{spent} pieces up to here are too many: at most {MOST_PIECES} are computed for all layers"
            raise ScheduleError(place, f"{message}; ask for a shorter window or make turns longer")


def list_spans(layer: Layer, since: int, until: int, budget: Budget, place: str) -> list[Span]:
    """Who is on call by this layer alone, in order, cut at the window of instants. Raises ScheduleError."""
    since, until = max(since, layer.start), min(until, layer.end)
    if since >= until or not any(layer.groups):
        return []
    turns = _list_groups(layer, since, until, budget, place)
    if not layer.restrictions:
        return [Span(start, end, people, layer.priority) for start, end, people in turns if people]
    budget.spend(count_windows(layer.restrictions, since, until), f"{place}.restrictions")
    windows = list_windows(layer.restrictions, get_clock(layer.zone), since, until)
    return [Span(start, end, people, layer.priority) for start, end, people in _cut(turns, windows) if people]


def _list_groups(layer: Layer, since: int, until: int, budget: Budget, place: str) -> Iterable[tuple[int, int, People]]:
    rotation, groups = layer.rotation, layer.groups
    if rotation is None or len(groups) == 1:
        return [(since, until, groups[0])]
    clock = get_clock(layer.zone)
    turns = make_turns(rotation, layer.restrictions)
    count = turns.index(clock.shown(until)) - turns.index(clock.shown(since)) + 1
    budget.spend(count, f"{place}.rotation")
    return ((start, end, groups[number % len(groups)]) for start, end, number in list_turns(turns, clock, since, until))


def _cut(turns: Iterable[tuple[int, int, People]], windows: list[tuple[int, int]]) -> Iterator[tuple[int, int, People]]:
    """The parts of turns that lie inside windows; both in order and free of overlap."""
    at = 0
    for start, end, people in turns:
        while at < len(windows) and windows[at][1] <= start:
            at += 1
        for index in range(at, len(windows)):
            low, high = windows[index]
            if low >= end:
                break
            yield max(start, low), min(end, high), people
