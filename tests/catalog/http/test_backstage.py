"""Reading a live catalog page by page, from servers that answer as they should and as they should not."""

from __future__ import annotations

import json

import pytest
from pytest_httpserver import HTTPServer

from catalog.http.backstage import LiveCatalog, open_catalog
from catalog.http.errors import OutboundError
from catalog.http.settings import OutboundSettings

BY_QUERY = "/api/catalog/entities/by-query"


def open_at(server: HTTPServer, token: str = "") -> LiveCatalog:
    return open_catalog(server.url_for(""), token, OutboundSettings())


def entity(name: str) -> dict[str, object]:
    return {"apiVersion": "v1", "kind": "Component", "metadata": {"name": name}}


@pytest.mark.parametrize("path", ["", "/", "/api/catalog", "/api/catalog/"])
def test_the_api_is_found_from_what_a_person_types(path: str) -> None:
    assert open_catalog(f"https://shop.test{path}", "", OutboundSettings()).base == "https://shop.test/api/catalog"


def test_a_backstage_behind_a_path_is_found_there() -> None:
    assert open_catalog("https://shop.test/dev", "", OutboundSettings()).base == "https://shop.test/dev/api/catalog"


@pytest.mark.parametrize("url", ["", "shop.test", "ftp://shop.test", "https://shop.test:x/", "https://[/"])
def test_what_is_no_url_is_refused(url: str) -> None:
    with pytest.raises(OutboundError, match="Give the URL"):
        open_catalog(url, "", OutboundSettings())


def test_pages_are_followed_to_the_end_with_the_token(httpserver: HTTPServer) -> None:
    with_token = {"Authorization": "Bearer s3cret"}
    first = {"items": [entity("a")], "totalItems": 2, "pageInfo": {"nextCursor": "a/b+c="}}
    last = {"items": [entity("b")], "totalItems": 2, "pageInfo": {}}
    found = httpserver.expect_request(BY_QUERY, headers=with_token, query_string={"limit": "500", "cursor": "a/b+c="})
    found.respond_with_json(last)
    httpserver.expect_request(BY_QUERY, headers=with_token, query_string={"limit": "500"}).respond_with_json(first)
    assert open_at(httpserver, "s3cret").list_entities() == [entity("a"), entity("b")]


def test_a_cursor_that_comes_again_ends_the_reading(httpserver: HTTPServer) -> None:
    httpserver.expect_request(BY_QUERY).respond_with_json({"items": [], "pageInfo": {"nextCursor": "again"}})
    with pytest.raises(OutboundError, match="again and again"):
        open_at(httpserver).list_entities()


@pytest.mark.parametrize(
    "body",
    ["", "<html>", "[]", "{}", '{"items": {}}', '{"items": [1]}', '{"items": [], "pageInfo": {"nextCursor": 5}}'],
)
def test_an_answer_of_another_form_is_one_error(httpserver: HTTPServer, body: str) -> None:
    httpserver.expect_request(BY_QUERY).respond_with_data(body)
    with pytest.raises(OutboundError):
        open_at(httpserver).list_entities()


def test_registered_locations_are_read(httpserver: HTTPServer) -> None:
    rows = [{"data": {"id": "1", "type": "url", "target": "https://github.com/a/b/blob/main/c.yaml", "entityRef": "x"}}]
    httpserver.expect_request("/api/catalog/locations").respond_with_json(rows)
    assert open_at(httpserver).list_locations() == [("url", "https://github.com/a/b/blob/main/c.yaml")]


@pytest.mark.parametrize("body", [{}, [1], [{"data": 1}], [{}]])
def test_locations_of_another_form_are_one_error(httpserver: HTTPServer, body: object) -> None:
    httpserver.expect_request("/api/catalog/locations").respond_with_data(json.dumps(body))
    with pytest.raises(OutboundError, match="as a catalog API"):
        open_at(httpserver).list_locations()
