"""`/entities/by-refs` and `/entity-facets`."""

from __future__ import annotations

from typing import Any

import pytest

from tests.catalog.api.backstage.world import Script, World, component, declare, names_of

REFS = ["component:default/cart", "user:default/ada", "component:default/nope", "Component:default/CART"]


def test_refs_keep_their_order_and_null_stands_for_what_is_missing(otto: Script) -> None:
    assert names_of(otto.post("/entities/by-refs", {"entityRefs": REFS})["items"]) == ["cart", "ada", None, "cart"]
    assert otto.post("/entities/by-refs", {"entityRefs": []}) == {"items": []}


def test_refs_with_fields_filter_or_query(otto: Script) -> None:
    cut = otto.post("/entities/by-refs", {"entityRefs": REFS[:3], "fields": ["kind"]})["items"]
    assert cut == [{"kind": "Component"}, {"kind": "User"}, None]
    wanted = ["cart", None, None, "cart"]
    assert names_of(otto.post("/entities/by-refs?filter=kind=component", {"entityRefs": REFS})["items"]) == wanted
    body = {"entityRefs": REFS, "query": {"kind": "component"}}
    assert names_of(otto.post("/entities/by-refs", body)["items"]) == wanted
    assert names_of(otto.post("/entities/by-refs?filter=kind=user", body)["items"]) == [None] * 4


def test_a_thousand_refs_in_one_request(world: World, otto: Script) -> None:
    declare(world.shop, {"catalog-info.yaml": "---\n".join(component(f"c{number}") for number in range(1000))})
    refs = [f"component:default/c{number}" for number in reversed(range(1000))]
    items = otto.post("/entities/by-refs", {"entityRefs": refs, "fields": ["metadata.name"]})["items"]
    assert names_of(items) == [f"c{number}" for number in reversed(range(1000))]


WRONG: list[tuple[str, Any, str]] = [
    ("/entities/by-refs", {}, "request/body must have required property 'entityRefs'"),
    ("/entities/by-refs", {"entityRefs": "x"}, "request/body/entityRefs must be array"),
    ("/entities/by-refs", {"entityRefs": [5]}, "request/body/entityRefs/0 must be string"),
    ("/entity-facets", {}, "request/body must have required property 'facets'"),
    ("/entity-facets", {"facets": []}, "Missing or empty facets parameter"),
    ("/entity-facets", {"facets": [""]}, "Missing or empty facets parameter"),
    ("/entity-facets", {"facets": ["kind"], "query": "x"}, "request/body/query must be object"),
    ("/entity-facets", {"facets": ["kind"] * 101}, "More than 100 facets"),
]


@pytest.mark.parametrize(("path", "body", "message"), WRONG)
def test_wrong_bodies_are_input_errors(otto: Script, path: str, body: Any, message: str) -> None:
    error = otto.refuse("POST", path, body)
    assert (error["status"], error["message"]) == (400, message)


def facets(script: Script, query: str) -> dict[str, list[tuple[str, int]]]:
    found = script.get(f"/entity-facets?{query}")["facets"]
    return {name: [(item["value"], item["count"]) for item in items] for name, items in found.items()}


def test_facets_count_values_as_written(otto: Script) -> None:
    query = "facet=kind&facet=spec.type&facet=metadata.tags&facet=relations.ownedBy&filter=kind=component"
    assert facets(otto, query) == {
        "kind": [("Component", 3)],
        "spec.type": [("library", 1), ("service", 2)],
        "metadata.tags": [("go", 2), ("java", 1)],
        "relations.ownedBy": [("group:default/pay", 1), ("group:default/shop", 2)],
    }
    assert facets(otto, "facet=nope&facet=metadata.tags.go") == {"nope": [], "metadata.tags.go": [("true", 2)]}


def test_facets_by_predicate_and_without_a_filter(otto: Script) -> None:
    found = otto.post("/entity-facets", {"facets": ["spec.lifecycle"], "query": {"kind": "component"}})
    assert found == {
        "facets": {"spec.lifecycle": [{"value": "experimental", "count": 1}, {"value": "production", "count": 2}]}
    }
    kinds = [("Component", 3), ("Group", 2), ("Resource", 1), ("System", 1), ("User", 1)]
    assert facets(otto, "facet=KIND") == {"KIND": kinds}


def test_facets_need_a_facet(otto: Script) -> None:
    assert otto.refuse("GET", "/entity-facets")["message"] == "request/query must have required property 'facet'"
    assert otto.refuse("GET", "/entity-facets?facet=")["message"] == "Empty value found for query parameter 'facet'"
