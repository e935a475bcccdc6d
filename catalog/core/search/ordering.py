"""All entities in the order of one key's values, and taking a page out of it.

The order is total: by value, then by ref; entities without the key come last, by ref. So a mark, the value and ref of
one entity, says where a page begins even if that entity is gone by then.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import compress, islice
from typing import TypeAlias

from catalog.core.search.postings import flag_slots

#: value of the key ordered by, None for an entity without it; and the entity's ref
Mark: TypeAlias = tuple[str | None, str]


class Ordering:
    """An order of slots. Without `values` it goes by ref alone, and all marks have None."""

    def __init__(
        self, refs: Mapping[int, str], values: Mapping[int, str] | None = None, *, is_descending: bool = False
    ) -> None:
        values = values or {}
        valued = sorted((values[slot], refs[slot], slot) for slot in values if slot in refs)
        missing = sorted((ref, slot) for slot, ref in refs.items() if slot not in values)
        self._ascending = [(value, ref) for value, ref, _ in valued]
        self._missing = [ref for ref, _ in missing]
        if is_descending:
            valued.reverse()
        self._is_descending = is_descending
        self._slots = [slot for *_, slot in valued] + [slot for _, slot in missing]
        self._marks: list[Mark] = [(value, ref) for value, ref, _ in valued]
        self._marks += [(None, ref) for ref in self._missing]
        self._size = max(self._slots, default=0) + 1
        self._places = {slot: place for place, slot in enumerate(self._slots)}

    def __len__(self) -> int:
        return len(self._slots)

    def mark(self, slot: int) -> Mark:
        """Where a slot stands."""
        return self._marks[self._places[slot]]

    def take(self, among: int, count: int, skip: int = 0, after: Mark | None = None) -> list[int]:
        """The first `count` slots of `among` after the mark and after `skip` more."""
        slots = self._slots if after is None else self._slots[self._count_through(after) :]
        return list(islice(self._matching(slots, among), skip, skip + count))

    def take_back(self, among: int, count: int, before: Mark) -> list[int]:
        """The last `count` slots of `among` before the mark, in order."""
        slots = self._slots[: self._count_before(before)]
        slots.reverse()
        return list(islice(self._matching(slots, among), count))[::-1]

    def _matching(self, slots: Sequence[int], among: int) -> Iterator[int]:
        flags = flag_slots(among, self._size)
        return compress(slots, map(flags.__getitem__, slots))

    def _count_through(self, mark: Mark) -> int:
        """How many stand before or at the mark."""
        value, ref = mark
        if value is None:
            return len(self._ascending) + bisect_right(self._missing, ref)
        if self._is_descending:
            return len(self._ascending) - bisect_left(self._ascending, (value, ref))
        return bisect_right(self._ascending, (value, ref))

    def _count_before(self, mark: Mark) -> int:
        value, ref = mark
        if value is None:
            return len(self._ascending) + bisect_left(self._missing, ref)
        if self._is_descending:
            return len(self._ascending) - bisect_right(self._ascending, (value, ref))
        return bisect_left(self._ascending, (value, ref))


def sort_by(slots: Iterable[int], orders: Sequence[tuple[Mapping[int, str], bool]]) -> list[int]:
    """Slots by several keys, the first counts most; each as values by slot, and whether it descends.

    The order of `slots` decides where all values are equal; those without a value come last, either way.
    """
    found = list(slots)
    for values, is_descending in reversed(orders):
        having = [slot for slot in found if slot in values]
        having.sort(key=values.__getitem__, reverse=is_descending)
        found = having + [slot for slot in found if slot not in values]
    return found
