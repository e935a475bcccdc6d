"""The search rows of an entity, by Backstage's rules."""

from __future__ import annotations

from typing import Any

import pytest

from catalog.core.search.rows import javascript_text, list_relation_rows, list_search_rows

ENTITY: dict[str, Any] = {
    "apiVersion": "v1",
    "kind": "Component",
    "metadata": {
        "name": "Cart",
        "namespace": "default",
        "uid": "u-1",
        "etag": "e",
        "description": "D" * 201,
        "tags": ["Go", "go"],
        "links": [{"url": "https://x", "title": None}],
        "labels": {"Team": "A", "long" * 60: "dropped"},
    },
    "spec": {"type": "service", "on": True, "size": 1.0, "parts": [1, ["deep"]], "empty": {}},
    "relations": [{"type": "ownedBy", "targetRef": "group:default/Shop"}],
    "status": {"items": [{"level": "error"}]},
}


def test_everything_that_can_be_asked_for_has_a_row() -> None:
    assert list_search_rows(ENTITY).rows == {
        ("apiversion", "v1", "v1"),
        ("kind", "component", "Component"),
        ("metadata.name", "cart", "Cart"),
        ("metadata.namespace", "default", "default"),
        ("metadata.uid", "u-1", "u-1"),
        ("metadata.tags", "go", "Go"),
        ("metadata.tags", "go", "go"),
        ("metadata.tags.go", "true", "true"),
        ("metadata.links.url", "https://x", "https://x"),
        ("metadata.labels.team", "a", "A"),
        ("spec.type", "service", "service"),
        ("spec.on", "true", "true"),
        ("spec.size", "1", "1"),
        ("spec.parts", "1", "1"),
        ("spec.parts", "deep", "deep"),
        ("spec.parts.deep", "true", "true"),
        ("relations.ownedby", "group:default/shop", "group:default/Shop"),
    }


def test_a_long_value_and_null_say_only_that_the_key_is_there() -> None:
    keys = list_search_rows(ENTITY).keys
    assert {"metadata.description", "metadata.links.title"} <= keys
    assert not {key for key in keys if key.startswith(("status", "metadata.etag", "metadata.labels.long"))}
    assert "metadata.tags.go" not in keys, "items of lists are found by their row alone"


def test_characters_beyond_the_basic_plane_count_twice() -> None:
    rows = list_search_rows({"metadata": {}, "a": "😀" * 100, "b": "😀" * 101}).rows
    assert {row[0] for row in rows} == {"a"}


def test_relations_have_rows_of_their_own() -> None:
    found = list_relation_rows([("ownerOf", "component:default/x")])
    assert (found.keys, len(found.rows)) == ({"relations.ownerof"}, 1)


NUMBERS: list[tuple[float, str]] = [
    (0, "0"), (-0.0, "0"), (1.0, "1"), (-2.5, "-2.5"), (0.1, "0.1"), (100.0, "100"), (1e20, "100000000000000000000"),
    (1e21, "1e+21"), (1.5e300, "1.5e+300"), (1e-6, "0.000001"), (1e-7, "1e-7"), (123456789.125, "123456789.125"),
    (12345678901234567890, "12345678901234567000"), (2**53, "9007199254740992"), (5e-324, "5e-324"),
]  # fmt: skip


@pytest.mark.parametrize(("number", "wanted"), NUMBERS)
def test_numbers_are_written_as_javascript_writes_them(number: float, wanted: str) -> None:
    assert javascript_text(number) == wanted
