"""Orders and fields as the client writes them."""

from __future__ import annotations

from typing import Any

import pytest

from catalog.core.filters.errors import InputError
from catalog.core.filters.fields import parse_fields
from catalog.core.filters.full_text import FullText
from catalog.core.filters.orders import (
    Order,
    parse_order_field_params,
    parse_order_json,
    parse_order_params,
    write_orders,
)

SOURCE = "backstage.io/source-location"
ENTITY: dict[str, Any] = {
    "kind": "Component",
    "metadata": {
        "name": "cart",
        "tags": ["go", "java"],
        "annotations": {SOURCE: "url:x", "a": "1", "a.b": "2"},
    },
    "spec": {"nothing": None},
}


def test_the_two_forms_of_an_order_say_the_same() -> None:
    wanted = (Order("metadata.name"), Order("kind", is_descending=True))
    assert parse_order_params(["asc:metadata.name", "desc:kind"]) == wanted
    assert parse_order_field_params(["metadata.name", "kind,desc"]) == wanted
    assert parse_order_json(write_orders(wanted)) == wanted
    assert parse_order_json(None) == ()


@pytest.mark.parametrize("text", ["metadata.name", "up:name", "asc:", ":x"])
def test_an_order_needs_direction_and_field(text: str) -> None:
    with pytest.raises(InputError, match="expected"):
        parse_order_params([text])


@pytest.mark.parametrize(
    "value", [{}, "x", [5], [{}], [{"field": 5}], [{"field": "a", "order": "up"}], [{"field": "a"}] * 9]
)
def test_a_wrong_order_in_a_body_is_refused(value: Any) -> None:
    with pytest.raises(InputError):
        parse_order_json(value)
    with pytest.raises(InputError):
        parse_order_field_params(["kind,up"])


FIELDS: list[tuple[str, dict[str, Any]]] = [
    ("kind,metadata.name", {"kind": "Component", "metadata": {"name": "cart"}}),
    (f"metadata.annotations.{SOURCE}", {"metadata": {"annotations": {SOURCE: "url:x"}}}),
    ("metadata.annotations.a.b", {}),  # the shorter key `a` is taken, and leads no further
    ("metadata.tags.0", {"metadata": {"tags": ["go"]}}),
    ("metadata.tags.1", {"metadata": {"tags": [None, "java"]}}),
    ("metadata.tags.7,metadata.tags.x,nope", {}),
    ("spec.nothing", {"spec": {"nothing": None}}),
    ("kind.length", {}),
    ("metadata.tags." + "9" * 5000, {}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), FIELDS, ids=[text[:40] for text, _ in FIELDS])
def test_an_entity_is_cut_down_to_what_is_asked_for(text: str, wanted: dict[str, Any]) -> None:
    project = parse_fields([text])
    assert project is not None
    assert project(ENTITY) == wanted


def test_no_fields_are_whole_entities_and_brackets_are_refused() -> None:
    assert parse_fields([]) is None
    assert parse_fields([" , "]) is None
    with pytest.raises(InputError, match="array type fields are not supported"):
        parse_fields(["metadata[0]"])
    with pytest.raises(InputError):
        parse_fields([",".join(f"f{n}" for n in range(1001))])


def test_a_full_text_filter_is_read_from_both_forms() -> None:
    made = FullText.make(" Cart ", ["metadata.Name, metadata.title"])
    assert (made.wanted, made.keys) == ("cart", ("metadata.name", "metadata.title"))
    assert FullText.read(made.as_json()) == made
    assert FullText.make("", None) == FullText.read(None) == FullText()
    wrong: list[Any] = [5, {"term": 5}, {"term": "x", "fields": [5]}, {"term": "x" * 1001}, []]
    for value in wrong:
        with pytest.raises(InputError):
            FullText.read(value)
