"""Two values of one field side by side, so that a person sees what differs. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from typing import Any, NamedTuple

import orjson

#: Characters shown of what is the same around a difference, and of the difference; items of a list.
CONTEXT, LONGEST, MOST_ITEMS = 60, 400, 20
CUT = "…"


class Kind(StrEnum):
    """Whether a part stands in both values, in the former one or in the present one."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


class Part(NamedTuple):
    """A piece of text, and where it stands."""

    kind: Kind
    text: str


def compare_values(before: Any, after: Any) -> list[Part]:
    """What differs between two values as JSON has them; None: the field was not there."""
    if isinstance(before, str) and isinstance(after, str):
        return _compare_texts(before, after)
    if isinstance(before, list) and isinstance(after, list):
        return _compare_lists(before, after)
    both = ((Kind.GONE, before), (Kind.NEW, after))
    return [part for kind, value in both if value is not None for part in _show(kind, value)]


def count_same(before: Sequence[Any], after: Sequence[Any]) -> int:
    """How many items two sequences share at their beginning. Halves what is looked at: quick for long texts."""
    low, high = 0, min(len(before), len(after))
    while low < high:
        middle = (low + high + 1) // 2
        if before[low:middle] == after[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _show(kind: Kind, value: Any) -> list[Part]:
    if isinstance(value, list) and value:
        return _show_items(kind, [_say(item) for item in value])
    return [Part(kind, _cut(_say(value)))]


def _compare_texts(before: str, after: str) -> list[Part]:
    """Whole words that differ, and a little of what stands around them."""
    begin = _go_to_space(before, count_same(before, after), -1)
    tail = count_same(before[begin:][::-1], after[begin:][::-1])
    end = _go_to_space(before, len(before) - tail, 1)
    tail = len(before) - end
    parts = [
        Part(Kind.SAME, before[:begin] if begin <= CONTEXT else f"{CUT}{before[begin - CONTEXT : begin]}"),
        Part(Kind.GONE, _cut(before[begin:end])),
        Part(Kind.NEW, _cut(after[begin : len(after) - tail])),
        Part(Kind.SAME, before[end:] if tail <= CONTEXT else f"{before[end : end + CONTEXT]}{CUT}"),
    ]
    return [part for part in parts if part.text]


def _go_to_space(text: str, at: int, step: int) -> int:
    """The nearest place that way where a word begins or ends; `at` itself where the word is very long."""
    found = at
    while 0 < found < len(text) and not text[found - 1 if step < 0 else found].isspace():
        found += step
        if abs(found - at) > CONTEXT:
            return at
    return found


def _compare_lists(before: list[Any], after: list[Any]) -> list[Part]:
    """Items that went and that came; how many stayed."""
    old, new = [_say(item) for item in before], [_say(item) for item in after]
    gone, come = Counter(old) - Counter(new), Counter(new) - Counter(old)
    stayed = len(old) - gone.total()
    if not gone and not come:
        return [Part(Kind.SAME, "in another order")]
    rest = [Part(Kind.SAME, f"and {stayed} the same")] if stayed else []
    return [*_show_items(Kind.GONE, list(gone.elements())), *_show_items(Kind.NEW, list(come.elements())), *rest]


def _show_items(kind: Kind, items: list[str]) -> list[Part]:
    left = len(items) - MOST_ITEMS
    rest = [Part(kind, f"{CUT} and {left} more")] if left > 0 else []
    return [*(Part(kind, _cut(item)) for item in items[:MOST_ITEMS]), *rest]


def _say(value: Any) -> str:
    if isinstance(value, str):
        return value or "(empty)"
    return orjson.dumps(value).decode()


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} {CUT}"
