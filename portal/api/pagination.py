"""Cursor pages: each page begins after the last row of the one before, so that rows that come or go shift nothing.

A cursor is opaque and signed. It belongs to one list with its filters and its sorting; the page size may change.
"""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

import orjson
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, Q, QuerySet
from django.http import QueryDict
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.encoding import escape_uri_path

from portal.api.problems import BadParametersError
from portal.api.query import Parameter, number_parameter, text_parameter
from portal.api.shapes import Fault

PAGE_SIZE = 50
LARGEST_PAGE = 200
_LONGEST_CURSOR = 4000
_MAC_BYTES = 16
_ANYWHERE = frozenset({"cursor", "limit"})

CURSOR = text_parameter("cursor", "Where the page begins: as `next` or `previous` gave it.", longest=_LONGEST_CURSOR)
LIMIT = number_parameter("limit", "How many rows a page has.", 1, LARGEST_PAGE, PAGE_SIZE)
PARAMETERS: tuple[Parameter, ...] = (CURSOR, LIMIT)

RowT = TypeVar("RowT")


@dataclass(frozen=True, slots=True)
class _Cursor:
    """After (or, backwards, before) the row with these values in the columns of the order."""

    is_backwards: bool
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class RowsOfPage(Generic[RowT]):
    """The rows of one page, in order, and where its neighbours are."""

    count: int
    rows: Sequence[RowT]
    next: str | None
    previous: str | None


class CursorPages:
    """Pages of one list. `order` ends with a unique column; none of its columns is ever null."""

    def __init__(self, path: str, query: QueryDict, order: Sequence[str]) -> None:
        self._path, self._query, self._order = path, query, order

    def read(self, rows: QuerySet[Any, RowT]) -> RowsOfPage[RowT]:
        """The page that the query asks for; two queries. Raises BadParametersError for a cursor of another list."""
        limit = int(self._query.get("limit", PAGE_SIZE))
        cursor = self._read_cursor(rows.model)
        order = [_reverse(name) for name in self._order] if cursor and cursor.is_backwards else list(self._order)
        found = rows.filter(_after(order, cursor.values)) if cursor else rows
        shown = list(found.order_by(*order)[: limit + 1])
        has_more, shown = len(shown) > limit, shown[:limit]
        has_next, has_previous = has_more, cursor is not None
        if cursor and cursor.is_backwards:
            shown.reverse()
            has_next, has_previous = True, has_more
        return RowsOfPage(
            count=rows.order_by().count(),
            rows=shown,
            next=self._write_link(shown[-1], is_backwards=False) if shown and has_next else None,
            previous=self._write_link(shown[0], is_backwards=True) if shown and has_previous else None,
        )

    def _write_link(self, row: RowT, *, is_backwards: bool) -> str:
        values = [_value(row, name.removeprefix("-")) for name in self._order]
        content = orjson.dumps([is_backwards, values])
        query = self._query.copy()
        query["cursor"] = urlsafe_b64encode(self._sign(content) + content).decode().rstrip("=")
        return f"{escape_uri_path(self._path)}?{query.urlencode()}"

    def _read_cursor(self, model: type[Model]) -> _Cursor | None:
        text = self._query.get("cursor")
        if text is None:
            return None
        try:
            signed = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
        except (UnicodeEncodeError, binascii.Error):
            signed = b""
        mac, content = signed[:_MAC_BYTES], signed[_MAC_BYTES:]
        if not constant_time_compare(mac, self._sign(content)):
            raise BadParametersError(
                [Fault(parameter="cursor", detail="Is not a cursor of this list and its filters.")]
            )
        is_backwards, values = orjson.loads(content)
        names = (name.removeprefix("-") for name in self._order)
        return _Cursor(is_backwards, tuple(_restore(model, *pair) for pair in zip(names, values, strict=True)))

    def _sign(self, content: bytes) -> bytes:
        asked = sorted((name, value) for name, value in self._query.items() if name not in _ANYWHERE)
        list_ = orjson.dumps([self._path, asked, list(self._order)])
        return salted_hmac("bailiwick.cursor", list_ + b"\0" + content, algorithm="sha256").digest()[:_MAC_BYTES]


def _reverse(name: str) -> str:
    return name.removeprefix("-") if name.startswith("-") else f"-{name}"


def _after(order: Sequence[str], values: Sequence[Any]) -> Q:
    """Rows behind the one with these values: behind in the first column, or equal there and behind in the next ..."""
    condition = Q()
    for name, value in reversed(list(zip(order, values, strict=True))):
        column = name.removeprefix("-")
        behind = Q(**{f"{column}__{'lt' if name.startswith('-') else 'gt'}": value})
        condition = behind | (Q(**{column: value}) & condition) if condition else behind
    return condition


def _value(row: Any, name: str) -> Any:
    return row[name] if isinstance(row, dict) else getattr(row, name)


def _restore(model: type[Model], name: str, value: Any) -> Any:
    """The value as the column has it: JSON has no times."""
    try:
        field = model._meta.pk if name == "pk" else model._meta.get_field(name)
    except FieldDoesNotExist:  # an annotation: a number
        return value
    is_time = isinstance(value, str) and field is not None and field.get_internal_type() == "DateTimeField"
    return datetime.fromisoformat(value) if is_time else value
