"""A mapping that works its values out when somebody asks for them, each once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TypeVar

KeyT = TypeVar("KeyT")
ValueT = TypeVar("ValueT")


class Computed(Mapping[KeyT, ValueT]):
    """Values of `compute` for `keys`; a key for which it gives None is not in the mapping."""

    def __init__(self, keys: Collection[KeyT], compute: Callable[[KeyT], ValueT | None]) -> None:
        self._keys = keys
        self._compute = compute
        self._known: dict[KeyT, ValueT | None] = {}

    def __getitem__(self, key: KeyT) -> ValueT:
        """The value of the key."""
        if key not in self._known:
            self._known[key] = self._compute(key) if key in self._keys else None
        value = self._known[key]
        if value is None:
            raise KeyError(key)
        return value

    def __iter__(self) -> Iterator[KeyT]:
        """The keys that have a value; works all of them out."""
        return (key for key in self._keys if key in self)

    def __len__(self) -> int:
        """How many keys have a value; works all of them out."""
        return sum(1 for _ in self)
