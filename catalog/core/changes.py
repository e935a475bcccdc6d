"""What differs between two versions of one entity, field by field, for the change log. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from catalog.core.compared import count_same

MAX_FIELDS = 200
MAX_VALUE_CHARACTERS = 2000
#: Characters that are kept of what is the same before the first difference of a long text.
KEPT_BEFORE = 100


def diff_entities(old: dict[str, Any], new: dict[str, Any]) -> dict[str, list[Any]]:
    """Dotted path -> [old value, new value] for each leaf that differs; None stands for "not there".

    Lists are one leaf. At most `MAX_FIELDS` entries; of texts longer than `MAX_VALUE_CHARACTERS` as many are kept, from
    a little before the first difference.
    """
    before, after = dict(_leaves(old, "")), dict(_leaves(new, ""))
    paths = sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))
    return {path: _shortened(before.get(path), after.get(path)) for path in paths[:MAX_FIELDS]}


def _leaves(value: dict[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
    for key, inner in value.items():
        path = f"{prefix}.{key}" if prefix else key
        if isinstance(inner, dict) and inner:
            yield from _leaves(inner, path)
        else:
            yield path, inner


def _shortened(before: Any, after: Any) -> list[Any]:
    begin = 0
    if isinstance(before, str) and isinstance(after, str) and max(len(before), len(after)) > MAX_VALUE_CHARACTERS:
        begin = max(0, count_same(before, after) - KEPT_BEFORE)
    return [_cut(before, begin), _cut(after, begin)]


def _cut(value: Any, begin: int) -> Any:
    if not isinstance(value, str) or (not begin and len(value) <= MAX_VALUE_CHARACTERS):
        return value
    end = begin + MAX_VALUE_CHARACTERS
    return ("…" if begin else "") + value[begin:end] + ("…" if end < len(value) else "")
