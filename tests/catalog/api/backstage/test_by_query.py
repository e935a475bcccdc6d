"""`/entities/by-query` as the client's `queryEntities` and `streamEntities` use it."""

from __future__ import annotations

import base64
from typing import Any

import orjson
import pytest

from tests.catalog.api.backstage.world import Script, World, component, declare, decode, names_of

PATH = "/entities/by-query"


def test_a_page_has_items_total_and_a_cursor(otto: Script) -> None:
    page = otto.get(f"{PATH}?limit=2&orderField=metadata.name,asc&filter=kind=component")
    assert (names_of(page["items"]), page["totalItems"]) == (["buttons", "cart"], 3)
    inside = decode(page["pageInfo"]["nextCursor"])
    assert inside == {
        "orderFields": [{"field": "metadata.name", "order": "asc"}],
        "isPrevious": False,
        "query": {"kind": "component"},
        "fullTextFilter": {"term": ""},
        "orderFieldValues": ["cart", "component:default/cart"],
        "firstSortFieldValues": ["buttons", "component:default/buttons"],
        "totalItems": 3,
    }


def test_forward_and_back_as_the_client_goes(otto: Script) -> None:
    first = otto.get(f"{PATH}?limit=2&orderField=metadata.name,asc&filter=kind=component")
    second = otto.post(PATH, {"cursor": first["pageInfo"]["nextCursor"], "limit": 2})
    assert (names_of(second["items"]), second["totalItems"]) == (["checkout"], 3)
    assert second["pageInfo"].keys() == {"prevCursor"}
    back = otto.post(PATH, {"cursor": second["pageInfo"]["prevCursor"], "limit": 2})
    assert names_of(back["items"]) == ["buttons", "cart"]
    assert back["pageInfo"].keys() == {"nextCursor"}
    again = otto.get(f"{PATH}?limit=2&cursor={first['pageInfo']['nextCursor'].replace('=', '%3D')}")
    assert names_of(again["items"]) == ["checkout"]


@pytest.mark.parametrize(
    "order", ["", "&orderField=spec.system,asc", "&orderField=spec.type,desc", "&orderField=metadata.tags"]
)
def test_walking_meets_everybody_once_and_the_same_way_back(otto: Script, order: str) -> None:
    page = otto.get(f"{PATH}?limit=3{order}")
    pages = [names_of(page["items"])]
    while "nextCursor" in page["pageInfo"]:
        page = otto.post(PATH, {"cursor": page["pageInfo"]["nextCursor"], "limit": 3})
        pages.append(names_of(page["items"]))
    assert sorted(name for found in pages for name in found) == sorted(otto.names("/entities"))
    assert page["totalItems"] == 8
    for wanted in reversed(pages[:-1]):
        page = otto.post(PATH, {"cursor": page["pageInfo"]["prevCursor"], "limit": 3})
        assert names_of(page["items"]) == wanted
    assert "prevCursor" not in page["pageInfo"]


def test_an_entity_without_the_field_comes_last_and_counts(otto: Script) -> None:
    for direction in ("asc", "desc"):
        page = otto.get(f"{PATH}?filter=kind=component&orderField=spec.system,{direction}")
        assert names_of(page["items"])[0] == "cart"
        assert page["totalItems"] == 3


def test_defaults_limit_zero_offset_and_no_total(otto: Script) -> None:
    assert otto.get(PATH)["pageInfo"] == {}
    assert otto.get(f"{PATH}?limit=0") == {"items": [], "totalItems": 8, "pageInfo": {}}
    page = otto.get(f"{PATH}?limit=1&offset=1&orderField=metadata.name,asc&filter=kind=component")
    assert names_of(page["items"]) == ["cart"]
    page = otto.get(f"{PATH}?limit=2&filter=kind=component&totalItems=exclude")
    assert (page["totalItems"], len(page["items"])) == (0, 2)


def test_two_hundred_are_the_most_that_come_unasked(world: World, otto: Script) -> None:
    declare(world.shop, {"catalog-info.yaml": "---\n".join(component(f"c{number:03}") for number in range(205))})
    page = otto.get(f"{PATH}?filter=kind=component&fields=metadata.name")
    assert (len(page["items"]), page["totalItems"]) == (200, 205)
    rest = otto.post(PATH, {"cursor": page["pageInfo"]["nextCursor"], "fields": ["metadata.name"]})
    assert names_of(rest["items"]) == [f"c{number}" for number in range(200, 205)]


TEXTS = [
    ("fullTextFilterTerm=basket", ["cart"]),
    ("fullTextFilterTerm=%20MONEY%20", ["checkout"]),
    ("fullTextFilterTerm=java", ["cart"]),
    ("fullTextFilterTerm=cart&orderField=metadata.name,asc", ["cart", "carts-db"]),
    ("fullTextFilterTerm=cart&fullTextFilterFields=metadata.title,spec.type", []),
    ("fullTextFilterTerm=SERV&fullTextFilterFields=metadata.title,spec.type", ["cart", "checkout"]),
    ("fullTextFilterTerm=c%25t", []),
    ("fullTextFilterTerm=c_rt", []),
    ("fullTextFilterTerm=go%0Ajava", []),
    ("fullTextFilterTerm=x&fullTextFilterFields=nonsense", []),
]


@pytest.mark.parametrize(("query", "wanted"), TEXTS)
def test_full_text_is_a_plain_substring(otto: Script, query: str, wanted: list[str]) -> None:
    assert otto.names(f"{PATH}?{query}") == wanted


def test_full_text_goes_on_over_pages(otto: Script) -> None:
    first = otto.get(f"{PATH}?limit=1&fullTextFilterTerm=cart&fullTextFilterFields=metadata.name")
    second = otto.post(PATH, {"cursor": first["pageInfo"]["nextCursor"], "limit": 1})
    assert names_of(first["items"] + second["items"]) == ["cart", "carts-db"]


PREDICATES: list[tuple[dict[str, Any], list[str]]] = [
    ({"$all": [{"kind": "component"}, {"$not": {"spec.lifecycle": "experimental"}}]}, ["buttons", "cart"]),
    ({"$any": [{"kind": "system"}, {"spec.dependsOn": {"$exists": True}}]}, ["cart", "checkout", "buying"]),
    ({"kind": "component", "metadata.tags": {"$contains": "go"}}, ["cart", "checkout"]),
    ({"relations": {"$contains": {"type": "ownedBy", "targetRef": "group:default/pay"}}}, ["buttons"]),
    ({"relations": {"$contains": {"type": "hasPart"}}}, ["buying"]),
    ({"metadata.name": {"$in": ["cart", "ADA"]}}, ["cart", "ada"]),
    ({"metadata.name": {"$hasPrefix": "C"}}, ["cart", "checkout", "carts-db"]),
    ({"kind": {"$in": []}}, []),
    ({"$not": {"kind": {"$in": ["component", "group", "user", "resource"]}}}, ["buying"]),
    ({"": "0"}, []),
    ({"\ttext": {"$exists": True}}, []),
]


@pytest.mark.parametrize(("query", "wanted"), PREDICATES, ids=repr)
def test_predicates_select(otto: Script, query: dict[str, Any], wanted: list[str]) -> None:
    assert names_of(otto.post(PATH, {"query": query})["items"]) == wanted


def test_a_body_may_ask_for_all_that_parameters_can(otto: Script) -> None:
    body = {
        "query": {"kind": "component"},
        "orderBy": [{"field": "metadata.name", "order": "desc"}],
        "fullTextFilter": {"term": "c", "fields": ["metadata.name"]},
        "fields": ["metadata.name"],
        "limit": 1,
        "offset": 1,
        "totalItems": "exclude",
    }
    page = otto.post(PATH, body)
    assert page["items"] == [{"metadata": {"name": "cart"}}]
    assert page["totalItems"] == 0


def test_a_page_begins_where_the_last_one_ended_also_if_that_entity_is_gone(world: World, otto: Script) -> None:
    page = otto.get(f"{PATH}?limit=2&orderField=metadata.name,asc&filter=kind=component")
    declare(world.shop, {"catalog-info.yaml": component("checkout") + "---\n" + component("aaa")})
    rest = otto.post(PATH, {"cursor": page["pageInfo"]["nextCursor"], "limit": 2})
    assert names_of(rest["items"]) == ["checkout"]


def forge(**fields: Any) -> str:
    given = {"orderFields": [], "isPrevious": False, "orderFieldValues": ["a:b/c"], "firstSortFieldValues": ["a:b/c"]}
    return base64.b64encode(orjson.dumps(given | fields)).decode()


WRONG: list[tuple[Any, str]] = [
    ({"cursor": ""}, "Cursor cannot be empty"),
    ({"cursor": "not-a-cursor"}, "Malformed cursor"),
    ({"cursor": forge(orderFieldValues=["3b2d423c-5774-499a-93c2-413ecc23bc75"])}, "Malformed cursor"),
    ({"cursor": forge(query={"$or": []})}, "Invalid query"),
    ({"query": {"$all": [], "$any": []}}, "Invalid query"),
    ({"query": {"spec": {"type": "x"}}}, "Invalid query"),
    ({"query": 5}, "request/body/query must be object"),
    ({"query": None}, "request/body/query must be object"),
    ({"cursor": None}, "request/body/cursor must be string"),
    ({"fields": None}, "request/body/fields must be array"),
    ({"totalItems": None}, "request/body/totalItems must be string"),
    ({"fullTextFilter": None}, "request/body/fullTextFilter must be object"),
    ({"orderBy": None}, "request/body/orderBy must be array"),
    ({"orderBy": [{"field": "kind"}]}, "request/body/orderBy must say asc or desc for kind"),
    ({"limit": None}, "request/body/limit must be integer"),
    ({"offset": None}, "request/body/offset must be integer"),
    ({"limit": "5"}, "request/body/limit must be integer"),
    ({"limit": True}, "request/body/limit must be integer"),
    ({"limit": 1.5}, "request/body/limit must be integer"),
    ({"limit": -1}, "request/body/limit must be >= 0"),
    ({"limit": 1e9}, "request/body/limit must be <= 100000"),
    ({"orderBy": [{"field": "kind", "order": "up"}]}, "Invalid order field order, must be asc or desc"),
    ({"totalItems": "x"}, "request/body/totalItems must be equal to one of the allowed values: include, exclude"),
    ({"fields": ["a", 5]}, "request/body/fields/1 must be string"),
    ([], "request/body must be object"),
    (b"{bad", "The body is not valid JSON"),
    (b'{"query": {"a": "\\ud800"}}', "The body is not valid JSON"),
    (b'{"query": {"a": "\\u0000"}}', "request/body must not hold NUL characters"),
    (b" ", "The body is not valid JSON"),
    (b"[" * 100_000, "The body is not valid JSON"),
]


@pytest.mark.parametrize(("body", "message"), WRONG, ids=[str(body)[:40] for body, _ in WRONG])
def test_a_body_that_cannot_be_understood_is_an_input_error(otto: Script, body: Any, message: str) -> None:
    error = otto.refuse("POST", PATH, body)
    assert (error["status"], error["name"]) == (400, "InputError")
    assert error["message"].startswith(message)


@pytest.mark.parametrize(
    "query",
    [
        "cursor=not-a-cursor",
        "cursor=",
        "totalItems=foo",
        "limit=-1",
        "limit=1&limit=2",
        "totalItems=exclude&totalItems=include",
        "orderField=metadata.name,up",
        "filter=&filter=",
        "filter[a]=kind=api",
        "filter[]=kind%00",
    ],
)
def test_parameters_that_cannot_be_understood_are_input_errors(otto: Script, query: str) -> None:
    assert otto.refuse("GET", f"{PATH}?{query}")["name"] == "InputError"


def test_a_list_is_written_in_any_of_the_usual_ways(otto: Script) -> None:
    def names(query: str) -> list[str]:
        return names_of(otto.get(f"{PATH}?{query}")["items"])

    wanted = names("filter=kind=system&filter=kind=resource&orderField=metadata.name,asc")
    assert wanted == ["buying", "carts-db"]
    for query in (
        "filter[]=kind=system&filter[]=kind=resource",
        "filter%5B0%5D=kind=system&filter%5B1%5D=kind=resource",
    ):
        assert names(f"{query}&orderField[]=metadata.name,asc") == wanted
    assert names("filter=&filter=kind=system") == ["buying"], "an empty one beside others says nothing"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (PATH, {}),
        ("/entity-facets", {"facets": ["kind"]}),
        ("/locations/by-query", {}),
        ("/refresh", {"entityRef": "component:default/cart"}),
        ("/validate-entity", {"entity": {}, "location": "url:x"}),
        ("/analyze-location", {"location": {"type": "url", "target": "https://github.com/acme/shop"}}),
    ],
)
def test_a_filter_beside_a_body_is_refused_instead_of_ignored(otto: Script, path: str, body: Any) -> None:
    assert otto.refuse("POST", f"{path}?filter=kind=api", body)["message"] == "Unknown query parameter 'filter'"


def test_no_body_at_all_asks_for_everything(otto: Script) -> None:
    assert otto.post(PATH, b"") == otto.get(PATH)
