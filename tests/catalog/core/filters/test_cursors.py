"""Cursors: they come back as they went, and everybody else's are refused."""

from __future__ import annotations

import base64
from typing import Any

import orjson
import pytest

from catalog.core.filters.cursors import Cursor, decode_cursor, encode_cursor
from catalog.core.filters.errors import InputError
from catalog.core.filters.full_text import FullText
from catalog.core.filters.orders import Order
from catalog.core.filters.predicates import Is

BY_NAME = Cursor(
    orders=(Order("metadata.name"),),
    query=Is("kind", ("component",)),
    full_text=FullText("cart", ("metadata.name",)),
    mark=("cart", "component:default/cart"),
    first=(None, "component:default/a"),
    total=7,
    is_previous=True,
)
BY_REF = Cursor((), None, FullText(), (None, "component:default/cart"), (None, "component:default/a"), 7)


@pytest.mark.parametrize("cursor", [BY_NAME, BY_REF])
def test_a_cursor_comes_back_as_it_went(cursor: Cursor) -> None:
    assert decode_cursor(encode_cursor(cursor)) == cursor


def test_the_client_finds_the_query_inside_only_where_there_is_one() -> None:
    assert "query" in inside(BY_NAME)
    assert "query" not in inside(BY_REF)
    assert inside(BY_REF)["orderFieldValues"] == ["component:default/cart"]


FOREIGN: list[Any] = [
    {},
    [],
    {"isPrevious": False, "orderFieldValues": ["3b2d423c-5774-499a-93c2-413ecc23bc75"], "firstSortFieldValues": ["x"]},
    {"isPrevious": 1},
    {"totalItems": -1},
    {"totalItems": True},
    {"orderFields": [{"field": "a", "order": "asc"}]},
    {"orderFields": "x"},
    {"query": {"$foo": 1}},
    {"orderFieldValues": [5]},
    {"fullTextFilter": {"term": 5}},
]


@pytest.mark.parametrize("changes", FOREIGN, ids=repr)
def test_a_cursor_that_is_not_ours_is_refused(changes: Any) -> None:
    fields = inside(BY_REF) | changes if isinstance(changes, dict) and changes else changes
    with pytest.raises(InputError):
        decode_cursor(base64.b64encode(orjson.dumps(fields)).decode())


@pytest.mark.parametrize("text", ["not-a-cursor", "é", "", "AAAA", "e30", "x" * 500_000])
def test_what_is_no_cursor_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="Malformed cursor"):
        decode_cursor(text)


def inside(cursor: Cursor) -> dict[str, Any]:
    found = orjson.loads(base64.b64decode(encode_cursor(cursor)))
    assert isinstance(found, dict)
    return found
