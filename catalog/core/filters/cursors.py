"""Cursors: where the next page begins, as base64 of JSON. Backstage's client looks inside for the key `query`.

They hold what was asked and a mark (`catalog.core.search.ordering`), so they outlive changes of the catalog. They are
as trustworthy as any other input: everything in them is checked again.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, replace
from typing import Any

import orjson

from catalog.core.filters.errors import InputError
from catalog.core.filters.full_text import FullText
from catalog.core.filters.orders import Order, parse_order_json, write_orders
from catalog.core.filters.predicates import Predicate
from catalog.core.filters.query_json import parse_query, write_query
from catalog.core.refs import RefError, parse_ref
from catalog.core.search.ordering import Mark

LONGEST_CURSOR = 400_000  # characters; it repeats the query, which may be long
MOST_ITEMS = 2**53
_ORDERED_VALUES = 2


@dataclass(frozen=True, slots=True)
class Cursor:
    """A query and a place in its answer. `first` is the mark of the first entity of all; `total` the number found."""

    orders: tuple[Order, ...]
    query: Predicate | None
    full_text: FullText
    mark: Mark
    first: Mark
    total: int
    is_previous: bool = False

    def at(self, mark: Mark, *, is_previous: bool) -> Cursor:
        """The same question at another place."""
        return replace(self, mark=mark, is_previous=is_previous)


def encode_cursor(cursor: Cursor) -> str:
    """The cursor as text, with the fields of Backstage's own."""
    fields: dict[str, Any] = {
        "orderFields": write_orders(cursor.orders),
        "isPrevious": cursor.is_previous,
        "fullTextFilter": cursor.full_text.as_json(),
        "orderFieldValues": _write_mark(cursor.mark, cursor.orders),
        "firstSortFieldValues": _write_mark(cursor.first, cursor.orders),
        "totalItems": cursor.total,
    }
    if cursor.query is not None:
        fields["query"] = write_query(cursor.query)
    return base64.b64encode(orjson.dumps(fields)).decode()


def decode_cursor(text: str) -> Cursor:
    """The cursor that `encode_cursor` wrote. Raises InputError for anything else, another catalog's cursors too."""
    fields = decode_object(text)
    query = fields.get("query")
    orders = parse_order_json(fields.get("orderFields"))
    total, is_previous = fields.get("totalItems", 0), fields.get("isPrevious")
    if type(total) is not int or not 0 <= total <= MOST_ITEMS or not isinstance(is_previous, bool):
        raise _malformed("totalItems must be a number and isPrevious true or false")
    mark = _read_mark(fields.get("orderFieldValues"), orders)
    return Cursor(
        orders=orders,
        query=None if query is None else parse_query(query),
        full_text=FullText.read(fields.get("fullTextFilter")),
        mark=mark,
        first=_read_mark(fields.get("firstSortFieldValues"), orders),
        total=total,
        is_previous=is_previous,
    )


def decode_object(text: str) -> dict[str, Any]:
    """The JSON object in a cursor of any kind. Raises InputError."""
    if len(text) > LONGEST_CURSOR:
        raise _malformed("it is too long")
    try:
        padded = text.replace("-", "+").replace("_", "/") + "=" * (-len(text) % 4)
        fields = orjson.loads(base64.b64decode(padded, validate=True))
    except (binascii.Error, ValueError) as error:
        raise _malformed(str(error)) from None
    if not isinstance(fields, dict):
        raise _malformed("it holds no JSON object")
    return fields


def _write_mark(mark: Mark, orders: tuple[Order, ...]) -> list[str | None]:
    return [*mark] if orders else [mark[1]]


def _read_mark(value: Any, orders: tuple[Order, ...]) -> Mark:
    length = _ORDERED_VALUES if orders else 1
    if not isinstance(value, list) or len(value) != length:
        raise _malformed(f"a place in the order needs {length} values")
    first, ref = (value[0] if orders else None), value[-1]
    if not isinstance(ref, str) or not (first is None or isinstance(first, str)):
        raise _malformed("a place in the order is made of texts")
    try:
        return first, str(parse_ref(ref))
    except RefError:
        raise _malformed("it names no entity of this catalog") from None


def _malformed(reason: str) -> InputError:
    return InputError(f"Malformed cursor: {reason}")
