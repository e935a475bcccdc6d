"""Which fields of an entity are asked for, and cutting an entity down to them.

A field is a path with dots, `metadata.annotations.backstage.io/source-location`. Where a key itself has dots in it,
the shortest key that exists is taken, as Backstage does; what is not there is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any

from catalog.core.filters.errors import InputError

MOST_FIELDS = 1000
_LIST_PLACE = re.compile(r"[0-9]{1,6}")

Project = Callable[[dict[str, Any]], dict[str, Any]]


def parse_fields(texts: Iterable[str]) -> Project | None:
    """A function that cuts an entity down to the fields named in comma lists; None for whole entities.

    Raises InputError.
    """
    fields = list(dict.fromkeys(name.strip() for text in texts for name in text.split(",") if name.strip()))
    if not fields:
        return None
    if len(fields) > MOST_FIELDS:
        raise InputError(f"More than {MOST_FIELDS} fields")
    for name in fields:
        if "[" in name:
            raise InputError(f'Invalid field "{name}", array type fields are not supported')
    paths = [name.split(".") for name in fields]
    return lambda entity: _cut(entity, paths)


def _cut(entity: dict[str, Any], paths: list[list[str]]) -> dict[str, Any]:
    cut: dict[str, Any] = {}
    for parts in paths:
        found = _follow(entity, parts)
        if found is not None:
            _put(cut, *found)
    return cut


def _follow(entity: Any, parts: list[str]) -> tuple[list[str | int], Any] | None:
    """The keys, or places in lists, that lead to the value, and the value; None where the path leads nowhere."""
    keys: list[str | int] = []
    value, pending = entity, ""
    for part in parts:
        key = f"{pending}.{part}" if pending else part
        if isinstance(value, dict) and key in value:
            value, pending = value[key], ""
            keys.append(key)
        elif isinstance(value, list) and _LIST_PLACE.fullmatch(key) and int(key) < len(value):
            value, pending = value[int(key)], ""
            keys.append(int(key))
        else:
            pending = key
    return None if pending or not keys else (keys, value)


def _put(cut: Any, keys: list[str | int], value: Any) -> None:
    """Set the value at the path, making the mappings and lists on the way; items of a list not asked for are null."""
    for key, following in pairwise(keys):
        inner = _get(cut, key)
        if not isinstance(inner, list if isinstance(following, int) else dict):
            inner = [] if isinstance(following, int) else {}
            _set(cut, key, inner)
        cut = inner
    _set(cut, keys[-1], value)


def _get(container: Any, key: str | int) -> Any:
    if isinstance(key, int):
        return container[key] if key < len(container) else None
    return container.get(key)


def _set(container: Any, key: str | int, value: Any) -> None:
    if isinstance(key, int):
        container.extend([None] * (key + 1 - len(container)))
    container[key] = value
