"""What differs between two versions of one entity, field by field, for the change log. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

MAX_FIELDS = 200
MAX_VALUE_CHARACTERS = 2000


def diff_entities(old: dict[str, Any], new: dict[str, Any]) -> dict[str, list[Any]]:
    """Dotted path -> [old value, new value] for each leaf that differs; None stands for "not there".

    Lists are one leaf. At most `MAX_FIELDS` entries; longer texts are cut at `MAX_VALUE_CHARACTERS`.
    """
    before, after = dict(_leaves(old, "")), dict(_leaves(new, ""))
    paths = sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))
    return {path: [_shortened(before.get(path)), _shortened(after.get(path))] for path in paths[:MAX_FIELDS]}


def _leaves(value: dict[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
    for key, inner in value.items():
        path = f"{prefix}.{key}" if prefix else key
        if isinstance(inner, dict) and inner:
            yield from _leaves(inner, path)
        else:
            yield path, inner


def _shortened(value: Any) -> Any:
    if isinstance(value, str) and len(value) > MAX_VALUE_CHARACTERS:
        return value[:MAX_VALUE_CHARACTERS] + "…"
    return value
