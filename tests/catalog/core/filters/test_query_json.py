"""The predicate language of bodies, and that it survives a cursor."""

from __future__ import annotations

from typing import Any

import pytest

from catalog.core.filters.errors import InputError
from catalog.core.filters.predicates import DEEPEST, MOST_TERMS, All, Has, Is, Not, Predicate, Some, Starts
from catalog.core.filters.query_json import parse_query, write_query

GOOD: list[tuple[dict[str, Any], Predicate]] = [
    ({}, All(())),
    ({"kind": "component"}, Is("kind", ("component",))),
    ({"a": 1, "b": True}, All((Is("a", ("1",)), Is("b", ("true",))))),
    ({"a": 1.0}, Is("a", ("1",))),
    ({"$all": []}, All(())),
    ({"$any": []}, Some(())),
    ({"$not": {"a": "b"}}, Not(Is("a", ("b",)))),
    ({"$any": [{"a": "b"}, {"$all": [{"c": "d"}]}]}, Some((Is("a", ("b",)), All((Is("c", ("d",)),))))),
    ({"a": {"$exists": True}}, Has("a")),
    ({"a": {"$exists": False}}, Not(Has("a"))),
    ({"a": {"$in": ["x", 2, False]}}, Is("a", ("x", "2", "false"))),
    ({"a": {"$in": []}}, Is("a", ())),
    ({"a": {"$hasPrefix": "x"}}, Starts("a", "x")),
    ({"metadata.tags": {"$contains": "go"}}, Is("metadata.tags", ("go",))),
    ({"relations": {"$contains": {"type": "ownedBy"}}}, Has("relations.ownedBy")),
    ({"relations": {"$contains": {"type": "ownedBy", "targetRef": "a:b/c"}}}, Is("relations.ownedBy", ("a:b/c",))),
    (
        {"Relations": {"$contains": {"Type": "x", "targetref": {"$in": ["a", "b"]}}}},
        Is("relations.x", ("a", "b")),
    ),
]
BAD: list[Any] = [
    5,
    "kind",
    [],
    None,
    {"kind": None},
    {"kind": ["a"]},
    {"spec": {"type": "x"}},
    {"$all": [], "$any": []},
    {"$all": {"a": "b"}},
    {"$all": ["a"]},
    {"$not": "a"},
    {"$foo": 1},
    {"$exists": True},
    {"a": {"$exists": "yes"}},
    {"a": {"$in": "x"}},
    {"a": {"$in": [{}]}},
    {"a": {"$contains": {"b": 1}}},
    {"a": {"$contains": [1]}},
    {"a": {"$hasPrefix": 1}},
    {"relations": {"$contains": {}}},
    {"relations": {"$contains": {"type": 1}}},
    {"relations": {"$contains": {"type": "a", "x": 1}}},
    {"relations": {"$contains": {"type": "a", "TYPE": "b"}}},
    {"relations": {"$contains": {"type": "a", "targetRef": {"$in": []}}}},
    {"relations": {"$contains": {"type": "a", "targetRef": 5}}},
]


@pytest.mark.parametrize(("value", "wanted"), GOOD)
def test_predicates_are_read(value: dict[str, Any], wanted: Predicate) -> None:
    assert parse_query(value) == wanted


@pytest.mark.parametrize(("value", "wanted"), GOOD)
def test_a_cursor_keeps_the_question(value: dict[str, Any], wanted: Predicate) -> None:
    assert parse_query(write_query(wanted)) == wanted


@pytest.mark.parametrize("value", BAD, ids=repr)
def test_what_is_no_predicate_is_refused(value: Any) -> None:
    with pytest.raises(InputError):
        parse_query(value)


def test_depth_and_number_of_terms_are_bounded() -> None:
    deep: dict[str, Any] = {"a": "b"}
    for _ in range(DEEPEST + 1):
        deep = {"$not": deep}
    for value in (deep, {"a": {"$in": ["x"] * MOST_TERMS}}, {"$any": [{"a": "b"}] * MOST_TERMS}):
        with pytest.raises(InputError):
            parse_query(value)
