"""All values of one search key with the entities that have them: what facets count and orders go by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from catalog.core.search.full_text import TextIndex
from catalog.core.search.postings import Slots, flag_slots, list_slots


class Value(NamedTuple):
    """One value in lower case, as it was written, and the entities that have it."""

    value: str
    original: str
    slots: Slots


class KeyValues:
    """The values of one key, ordered by value."""

    def __init__(self, values: Iterable[Value]) -> None:
        self._values: Sequence[Value] = sorted(values, key=lambda item: item[:2])

    def __iter__(self) -> Iterator[Value]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    @cached_property
    def texts(self) -> TextIndex:
        """The values for searching in them."""
        return TextIndex([(item.value, item.slots) for item in self._values])

    @cached_property
    def lowest(self) -> dict[int, str]:
        """The value of each slot; the first in order where it has many."""
        return dict(reversed([(slot, item.value) for item in self._values for slot in _each(item.slots)]))

    @cached_property
    def highest(self) -> dict[int, str]:
        """The value of each slot; the last in order where it has many."""
        return {slot: item.value for item in self._values for slot in _each(item.slots)}

    def count(self, among: int) -> list[tuple[str, int]]:
        """Each value as written with how many of `among` have it, ordered by value as written; none without any."""
        flags = flag_slots(among)
        found: dict[str, int] = {}
        for _, original, slots in self._values:
            if number := _count_in(slots, among, flags):
                found[original] = found.get(original, 0) + number
        return sorted(found.items())


def _each(slots: Slots) -> Iterable[int]:
    return slots if isinstance(slots, tuple) else list_slots(slots)


def _count_in(slots: Slots, among: int, flags: bytes) -> int:
    if isinstance(slots, tuple):
        return sum(flags[slot] for slot in slots if slot < len(flags))
    return (slots & among).bit_count()
