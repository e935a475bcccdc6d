"""`GET /entities` as the client's `getEntities` asks for it."""

from __future__ import annotations

import re

import pytest

from tests.catalog.api.backstage.world import Script, World, component, declare

FILE = "https://github.com/acme/shop/blob/main/catalog-info.yaml"
FILTERS = [
    ("filter=kind=component", ["buttons", "cart", "checkout"]),
    ("filter=kind=component,spec.type=service", ["cart", "checkout"]),
    ("filter=kind=domain,kind=system&filter=kind=GROUP", ["pay", "shop", "buying"]),
    ("filter=kind=component,spec.dependsOn", ["cart", "checkout"]),
    ("filter=kind=component,relations.ownedBy=group:default/shop", ["cart", "checkout"]),
    ("filter=metadata.tags.go=true", ["cart", "checkout"]),
    ("filter=metadata.tags=JAVA", ["cart"]),
    ("filter=metadata.tags.java", ["cart"]),
    ("filter=metadata.annotations.github.com/project-slug=acme/shop", ["cart"]),
    (f"filter=kind=system,metadata.annotations.backstage.io/managed-by-location=url:{FILE}", ["buying"]),
    ("filter=metadata.name=cart,metadata.name=ada", ["cart", "ada"]),
    ("filter=metadata.uid", ["buttons", "cart", "checkout", "pay", "shop", "carts-db", "buying", "ada"]),
    ("filter=spec.type=", []),
    ("filter=nonsense=x", []),
    ("filter=%20,%20", ["buttons", "cart", "checkout", "pay", "shop", "carts-db", "buying", "ada"]),
]


@pytest.mark.parametrize(("query", "wanted"), FILTERS)
def test_filters_select_and_refs_order(otto: Script, query: str, wanted: list[str]) -> None:
    assert otto.names(f"/entities?{query}") == wanted


def test_without_a_filter_everything_comes_whole(otto: Script) -> None:
    entities = otto.get("/entities")
    assert len(entities) == 8
    assert all({"apiVersion", "kind", "metadata", "spec", "relations"} <= entity.keys() for entity in entities)


def test_fields_cut_entities_down(otto: Script) -> None:
    assert otto.get("/entities?filter=kind=system&fields=kind,metadata.name,metadata.namespace") == [
        {"kind": "System", "metadata": {"name": "buying", "namespace": "default"}}
    ]
    assert otto.get("/entities?filter=kind=system&fields=kind&fields=metadata.name")[0].keys() == {"kind", "metadata"}


ORDERS = [
    ("order=asc:metadata.name", ["buttons", "cart", "checkout"]),
    ("order=desc:metadata.name", ["checkout", "cart", "buttons"]),
    ("order=asc:spec.type&order=desc:metadata.name", ["buttons", "checkout", "cart"]),
    ("order=asc:spec.system", ["cart", "buttons", "checkout"]),
    ("order=desc:spec.system", ["cart", "buttons", "checkout"]),
    ("order=desc:nonsense&order=desc:metadata.name", ["checkout", "cart", "buttons"]),
]


@pytest.mark.parametrize(("query", "wanted"), ORDERS)
def test_orders_keep_those_without_the_field_at_the_end(otto: Script, query: str, wanted: list[str]) -> None:
    assert otto.names(f"/entities?filter=kind=component&{query}") == wanted
    assert otto.names(f"/entities?filter=kind=component&{query}&limit=2") == wanted[:2]


def test_pages_by_limit_and_offset_make_up_the_whole(otto: Script) -> None:
    whole = otto.names("/entities?fields=metadata.name")
    pages = [otto.names(f"/entities?fields=metadata.name&limit=3&offset={offset}") for offset in (0, 3, 6, 9)]
    assert [name for page in pages for name in page] == whole
    assert otto.names("/entities?offset=6") == whole[6:]


def test_a_link_leads_to_the_next_page_and_the_last_page_has_none(otto: Script) -> None:
    url, found = "/entities?fields=metadata.name&limit=3&filter=kind=component,metadata.uid&filter=kind=group", []
    while url:
        response = otto.ask("GET", url)
        found += [entity["metadata"]["name"] for entity in response.json()]
        link = response.headers.get("Link", "")
        match = re.fullmatch(r'</api/catalog(/entities\?[^>]*)>; rel="next"', link)
        assert bool(match) is bool(link)
        url = match[1] if match else ""
    assert found == ["buttons", "cart", "checkout", "pay", "shop"]


WRONG = [
    ("filter==x", "Invalid filter, '=x' is not a valid statement (expected a string on the form a=b or a= or a)"),
    ("limit=0", "Invalid limit, must be greater than zero"),
    ("limit=-1", "request/query/limit must be >= 0"),
    ("limit=abc", "request/query/limit must be integer"),
    ("limit=1.5", "request/query/limit must be integer"),
    ("limit=1e9", "request/query/limit must be integer"),
    ("limit=1000000000", "request/query/limit must be <= 100000"),
    ("limit=" + "9" * 5000, "request/query/limit must be <= 100000"),
    ("offset=-1", "request/query/offset must be >= 0"),
    ("after=", "Empty value found for query parameter 'after'"),
    ("after=xx", "Malformed after cursor, could not be parsed"),
    ("after=W10=", "Malformed after cursor, could not be parsed"),
    ("after=eyJsaW1pdCI6IjEifQ==", "Malformed after cursor, limit was not a number that can be used"),
    ("after=eyJsaW1pdCI6MH0=", "Malformed after cursor, limit was not a number that can be used"),
    ("bogus=1", "Unknown query parameter 'bogus'"),
    ("order=metadata.name", 'Invalid order parameter "metadata.name", expected "<asc or desc>:<field name>"'),
    ("fields=metadata[0]", 'Invalid field "metadata[0]", array type fields are not supported'),
    ("filter=a%00=b", "request/query/filter must not hold NUL characters"),
]


@pytest.mark.parametrize(("query", "message"), WRONG, ids=[query[:30] for query, _ in WRONG])
def test_what_cannot_be_understood_is_an_input_error(otto: Script, query: str, message: str) -> None:
    error = otto.refuse("GET", f"/entities?{query}")
    assert (error["status"], error["name"], error["message"]) == (400, "InputError", message)
    assert error["url"] == f"/entities?{query}"


def test_entities_come_and_go_with_their_documents(world: World, otto: Script) -> None:
    declare(world.shop, {"catalog-info.yaml": component("cart"), "new/catalog-info.yaml": component("anew")})
    assert otto.names("/entities?filter=kind=component") == ["anew", "cart"]
    declare(world.shop, {})
    assert otto.names("/entities?filter=kind=component") == []
    declare(world.shop, {"catalog-info.yaml": component("cart", type="website")})
    assert otto.names("/entities?filter=spec.type=website") == ["cart"]
    assert otto.names("/entities?filter=spec.type=service") == []
