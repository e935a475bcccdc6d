"""What a process keeps of the sets and orders of entities: what it used, for as long as it is right."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sized
from threading import Lock
from typing import Any, TypeVar, cast

ThingT = TypeVar("ThingT", bound=Sized)

#: A set, and the source one must see to know of it, 0 for none.
GuardedSet = tuple[int, int]

MOST_SETS = 20_000
MOST_WEIGHT = 400_000  # values and entities in all things together, of some 100 bytes each


class IndexCache:
    """What a process keeps. `sets` are by (key, value), or (key,) for all that have the key."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._token = ""
        self._sets: dict[tuple[str, ...], list[GuardedSet]] = {}
        self._stamps: dict[str, str] = {}
        self._things: OrderedDict[Any, tuple[str, int, Any]] = OrderedDict()

    def at(self, token: str) -> tuple[dict[tuple[str, ...], list[GuardedSet]], dict[str, str]]:
        """Sets and stamps of this version, emptied if they are those of another."""
        with self._lock:
            if self._token != token or len(self._sets) > MOST_SETS:
                self._token, self._sets, self._stamps = token, {}, {}
            return self._sets, self._stamps

    def thing(self, name: Any, stamp: str, make: Callable[[], ThingT]) -> ThingT:
        """The thing called `name` as of `stamp`, made if it is not kept."""
        with self._lock:
            kept = self._things.get(name)
            if kept is not None and kept[0] == stamp:
                self._things.move_to_end(name)
                return cast("ThingT", kept[2])
        made = make()
        with self._lock:
            self._things[name] = (stamp, len(made), made)
            self._things.move_to_end(name)
            while len(self._things) > 1 and sum(weight for _, weight, _ in self._things.values()) > MOST_WEIGHT:
                self._things.popitem(last=False)
        return made
