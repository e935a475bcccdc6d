"""The search rows of an entity: key and value for everything in it that can be asked for.

The rules are Backstage's, observed: paths with dots, keys and values without case; an item of a list of texts stands
also as `path.item` = true; keys over 200 characters are dropped; a value over 200 characters, and null, only says that
the key is there; `status` is not searchable.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeAlias

LONGEST_KEY = 200
LONGEST_VALUE = 200
_LEFT_OUT = frozenset({"attachments", "relations", "status", "metadata.uid", "metadata.etag"})
_SAFE_INTEGER = 2**53
_LEAST_POINT, _MOST_POINT = -6, 21  # ECMAScript's bounds for numbers written without an exponent

#: key and value in lower case, and the value as written
SearchRow: TypeAlias = tuple[str, str, str]


@dataclass(slots=True)
class SearchRows:
    """`keys` that are there, and `rows`. Keys of the form `path.item` are in `rows` alone."""

    keys: set[str] = field(default_factory=set)
    rows: set[SearchRow] = field(default_factory=set)


def list_search_rows(entity: dict[str, Any]) -> SearchRows:
    """All rows of an entity as it is served, with those of its relations."""
    found = SearchRows()
    _add_fields(found, entity, "")
    for relation in entity.get("relations", ()):
        _add(found, f"relations.{relation['type']}", relation["targetRef"])
    uid = entity["metadata"].get("uid")
    if uid:
        _add(found, "metadata.uid", uid)
    return found


def list_relation_rows(relations: Iterable[tuple[str, str]]) -> SearchRows:
    """The rows of (type, target ref) alone."""
    found = SearchRows()
    for type_, target in relations:
        _add(found, f"relations.{type_}", target)
    return found


def _add_fields(found: SearchRows, value: dict[str, Any], prefix: str) -> None:
    for key, inner in value.items():
        path = f"{prefix}.{key}" if prefix else key
        if path in _LEFT_OUT:
            continue
        if isinstance(inner, dict):
            _add_fields(found, inner, path)
        elif isinstance(inner, list):
            _add_items(found, inner, path)
        else:
            _add(found, path, inner)


def _add_items(found: SearchRows, values: list[Any], path: str) -> None:
    for item in values:
        if isinstance(item, dict):
            _add_fields(found, item, path)
        elif isinstance(item, list):
            _add_items(found, item, path)
        else:
            _add(found, path, item)
            if isinstance(item, str):
                _add(found, f"{path}.{item}", _ITEM)


_ITEM = object()  # the value of `path.item`, told from a true that somebody wrote


def _add(found: SearchRows, path: str, value: Any) -> None:
    key = _make_key(path)
    if not key:
        return
    if value is _ITEM:
        found.rows.add((key, "true", "true"))
        return
    found.keys.add(key)
    if value is None:
        return
    original = value if isinstance(value, str) else javascript_text(value)
    lowered = original.lower()
    if count_characters(lowered) <= LONGEST_VALUE and "\0" not in lowered:
        found.rows.add((key, lowered, original))


@lru_cache(maxsize=4096)
def _make_key(path: str) -> str:
    """The key of a path, empty if it is too long to be one. The same few paths come again and again."""
    key = path.lower()
    return "" if count_characters(key) > LONGEST_KEY or "\0" in key else key


def count_characters(text: str) -> int:
    """How long JavaScript says the text is: characters beyond the basic plane count twice."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def javascript_text(value: Any) -> str:
    """A primitive as JavaScript's `String(value)` writes it."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) and abs(value) <= _SAFE_INTEGER:
        return str(value)
    return _number_text(value)


def _number_text(value: float) -> str:
    """ECMAScript's Number::toString for finite numbers: the shortest digits, with an exponent where they get long."""
    try:
        sign, digits_found, exponent = Decimal(repr(float(value))).normalize().as_tuple()
    except OverflowError:
        return "Infinity" if value > 0 else "-Infinity"
    digits, point = "".join(map(str, digits_found)), len(digits_found) + int(exponent)
    minus = "-" if sign and digits != "0" else ""
    if _LEAST_POINT < point <= _MOST_POINT:
        return minus + _without_exponent(digits, point)
    head = digits if len(digits) == 1 else f"{digits[0]}.{digits[1:]}"
    return f"{minus}{head}e{point - 1:+d}"


def _without_exponent(digits: str, point: int) -> str:
    if point <= 0:
        return f"0.{'0' * -point}{digits}"
    if len(digits) <= point:
        return digits.ljust(point, "0")
    return f"{digits[:point]}.{digits[point:]}"
