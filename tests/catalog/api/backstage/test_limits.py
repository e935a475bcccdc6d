"""Whatever is sent, the answer is one of the API's own."""

from __future__ import annotations

from typing import Any

import pytest

from tests.catalog.api.backstage.world import ROOT, Script

MANY = ",".join(f"k{number}=v" for number in range(10_000))


def test_a_body_of_ten_megabytes_is_refused_unread(otto: Script) -> None:
    error = otto.refuse("POST", "/entities/by-refs", b'{"entityRefs": ["' + b"x" * 10_000_000 + b'"]}')
    assert (error["status"], error["name"]) == (413, "PayloadTooLargeError")


@pytest.mark.parametrize("path", ["/entities", "/entities/by-query", "/entities/by-name/component/default/cart"])
def test_it_is_refused_also_where_no_body_is_wanted(otto: Script, path: str) -> None:
    assert otto.refuse("GET", path, b"[" * 10_000_000)["status"] == 413


@pytest.mark.parametrize("path", ["/entities", "/entities/by-query", "/entity-facets"])
def test_ten_thousand_terms_are_refused(otto: Script, path: str) -> None:
    facet = "&facet=kind" if path == "/entity-facets" else ""
    assert "more than 5000 terms" in otto.refuse("GET", f"{path}?filter={MANY}{facet}")["message"]
    many = "&".join(f"filter=k{number}=v" for number in range(10_000))
    assert otto.refuse("GET", f"{path}?{many}{facet}")["status"] == 400


@pytest.mark.parametrize("path", ["/entities/by-query", "/entities/by-refs", "/entity-facets", "/locations/by-query"])
def test_ten_thousand_terms_in_a_body_are_refused(otto: Script, path: str) -> None:
    queries: list[Any] = [
        {"$any": [{"a": "b"}] * 10_000},
        {"a": {"$in": ["x"] * 10_000}},
        {f"k{number}": "v" for number in range(10_000)},
    ]
    for query in queries:
        body = {"query": query, "entityRefs": [], "facets": ["kind"]}
        assert "more than 5000 terms" in otto.refuse("POST", path, body)["message"]


def test_as_many_terms_as_are_allowed_are_answered(otto: Script) -> None:
    values = [f"v{number}" for number in range(4000)]
    assert otto.post("/entities/by-query", {"query": {"kind": {"$in": [*values, "system"]}}})["totalItems"] == 1


def test_a_long_query_is_refused(otto: Script) -> None:
    assert otto.refuse("GET", f"/entities?fields={'x' * 300_000}")["status"] == 400


def test_nul_is_refused_or_finds_nothing(otto: Script) -> None:
    for path in (
        "/entities/by-name/a%00/b/c",
        "/entities/by-name/a%00/b/c/ancestry",
        "/entities/by-uid/%00",
        "/locations/%00",
    ):
        assert otto.refuse("GET", path)["status"] == 404
    assert otto.refuse("GET", "/locations/by-entity/a/b/%00")["status"] == 404
    assert otto.refuse("GET", "/entity-facets?facet=%00")["status"] == 400
    assert otto.refuse("POST", "/refresh", {"entityRef": "\0"})["status"] == 400
    assert otto.post("/entities/by-refs", {"entityRefs": ["\u0001"]}) == {"items": [None]}


def test_other_methods_and_paths_are_told_apart(otto: Script) -> None:
    response = otto.ask("PATCH", "/entities")
    assert (response.status_code, response.headers["Allow"]) == (405, "GET")
    assert otto.refuse("PUT", "/entities/by-query")["name"] == "MethodNotAllowedError"
    for path in ("/nope", "/entities/by-name/a/b", "/entities/x"):
        assert otto.refuse("GET", path)["name"] == "NotFoundError"
    error = otto.refuse("GET", "/nope/%C3%A4%20?x=%20")
    assert error["url"] == "/nope/%C3%A4%20?x=%20"


def test_a_slash_at_the_end_is_redirected(otto: Script) -> None:
    for method, path in (("GET", "/locations/"), ("GET", "/entities//?limit=1&filter=a%20b"), ("POST", "/refresh/")):
        response = otto.ask(method, path)
        wanted = path.replace("//", "/").replace("/?", "?").rstrip("/")
        assert (response.status_code, response.headers["Location"]) == (308, f"{ROOT}{wanted}")
    response = otto.ask("GET", "/%0d%0aSet-Cookie:%20a=b%00%C3%A4/")
    assert response.headers["Location"] == f"{ROOT}/%0D%0ASet-Cookie:%20a%3Db%00%C3%A4"


def test_head_is_get_without_a_body(otto: Script) -> None:
    response = otto.ask("HEAD", "/entities?limit=1")
    assert (response.status_code, response.content) == (200, b"")
    assert "Link" in response.headers


def test_a_body_must_be_json(otto: Script) -> None:
    response = otto.client.post(
        "/api/catalog/entities/by-refs",
        b"x",
        content_type="text/plain",
        headers={"Authorization": f"Bearer {otto.text}"},
    )
    assert response.status_code == 400
    assert response.json()["error"]["message"] == "unsupported media type text/plain"


def test_an_unexpected_error_is_told_in_the_same_form(
    otto: Script, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from catalog.selectors import search_index

    monkeypatch.setattr(search_index, "select", lambda *_: 1 / 0)
    response = otto.ask("GET", "/entities")
    assert response.status_code == 500
    assert response.json()["error"] == {"name": "Error", "message": "An internal error occurred"}
    assert "ZeroDivisionError" in caplog.text
