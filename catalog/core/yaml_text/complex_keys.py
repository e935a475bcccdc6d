"""A collection used as a mapping key, as text: what ``name: {{ values.name }}`` becomes in YAML.

JavaScript objects have text keys only, so the ``yaml`` package writes such a key out in flow style. The same text is
made here from the source of its scalars.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from yaml import events as ev

Count = Callable[[Any, int], None]
_STARTS = {ev.MappingStartEvent, ev.SequenceStartEvent}
_ENDS = {ev.MappingEndEvent, ev.SequenceEndEvent}
_WIDTH = 80  # characters, brackets and spaces included


def write_key(start: Any, next_event: Callable[[], Any], count: Count, source: str) -> str:
    """Read events up to the end of the collection that ``start`` opens; ``count`` enforces the limits on each."""
    writers = [_Writer(start)]
    while True:
        event = next_event()
        if type(event) in _ENDS:
            text = writers.pop().close(source, event.start_mark.index)
            if not writers:
                return text
            writers[-1].texts.append(text)
            writers[-1].ends.append(event.end_mark.index)
            continue
        count(event, len(writers))
        if type(event) in _STARTS:
            writers.append(_Writer(event))
        else:
            start_at, end_at = event.start_mark.index, event.end_mark.index
            writers[-1].texts.append(" ".join(source[start_at:end_at].split()))
            writers[-1].ends.append(end_at)


class _Writer:
    """One open collection inside a key: the texts of what it holds and where each ended in the source."""

    __slots__ = ("ends", "is_map", "texts")

    def __init__(self, start: Any) -> None:
        self.is_map = isinstance(start, ev.MappingStartEvent)
        self.texts: list[str] = []
        self.ends: list[int] = []

    def close(self, source: str, end: int) -> str:
        """The collection in flow style, broken into lines where the ``yaml`` package would."""
        opening, closing = "{}" if self.is_map else "[]"
        items = self._write_pairs(source, end) if self.is_map else self.texts
        if not items:
            return opening + closing
        joined = ", ".join(items)
        if len(joined) + 4 <= _WIDTH:
            return f"{opening} {joined} {closing}"
        inner = ",\n".join(items).replace("\n", "\n  ")
        return f"{opening}\n  {inner}\n{closing}"

    def _write_pairs(self, source: str, end: int) -> list[str]:
        pairs = []
        for at in range(0, len(self.texts), 2):
            key, value = self.texts[at], self.texts[at + 1]
            following = source[self.ends[at] : end].lstrip()
            pairs.append(f"{key}: {value}" if value else key + (":" if following.startswith(":") else ""))
        return pairs
