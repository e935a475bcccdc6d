"""Finding the entities whose texts hold a term: plain substrings without case, in one pass over all texts joined."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from catalog.core.search.postings import Slots, add_slots

_SEPARATOR = "\n"


class TextIndex:
    """Texts in lower case with the entities they belong to."""

    def __init__(self, texts: Sequence[tuple[str, Slots]]) -> None:
        self._slots = [slots for _, slots in texts]
        self._joined = _SEPARATOR.join(text for text, _ in texts)
        self._starts: list[int] = []
        start = 0
        for text, _ in texts:
            self._starts.append(start)
            start += len(text) + 1
        self._bytes = max((_top(slots) for slots in self._slots), default=0) // 8 + 1

    def __len__(self) -> int:
        return len(self._slots)

    def find(self, term: str) -> int:
        """The entities with a text that contains `term`, which is in lower case and not empty."""
        joined, starts, slots = self._joined, self._starts, self._slots
        found = bytearray(self._bytes)
        at = joined.find(term)
        while at >= 0:
            number = bisect_right(starts, at) - 1
            end = starts[number + 1] if number + 1 < len(starts) else len(joined) + 1
            if at + len(term) < end:  # a term with a line break could reach into the next text
                add_slots(found, slots[number])
                at = joined.find(term, end)
            else:
                at = joined.find(term, at + 1)
        return int.from_bytes(found, "little")


def _top(slots: Slots) -> int:
    return max(slots, default=0) if isinstance(slots, tuple) else max(slots.bit_length() - 1, 0)
