"""The tab Definition, the page in its frame, and the file: hostile definitions reach nothing."""

from __future__ import annotations

import re

import orjson
import pytest
from django.test import Client

from catalog.models import Entity
from portal.views.entity_definition import LINES_SHOWN, SANDBOX
from tests.portal.organisation import Named, Organisation, count_queries
from tests.scoring.factories import make_entity

WHO = ["django_session", "portal_account", "teams_membership", "catalog_sourcereader"]
SCRIPT = "</script><script>alert(1)</script>"
API = "/entities/api/default/carts"
TAB, FRAME, FILE = f"{API}/definition", f"{API}/definition/frame", f"{API}/definition/file"
OPENAPI = f"openapi: 3.0.3\ninfo:\n  title: Carts {SCRIPT}\n  version: 1.4.0\n  description: '{SCRIPT}'\npaths: {{}}\n"


@pytest.fixture
def api(org: Organisation) -> Entity:
    """An API of the team Shop, defined by OpenAPI that somebody hostile wrote."""
    entity = make_entity("carts", "shop", kind="API", type="openapi")
    define(entity, OPENAPI)
    return entity


def define(entity: Entity, text: object, type_: str = "openapi") -> None:
    body = {"kind": "API", "metadata": {"name": entity.name}, "spec": {"definition": text, "type": type_}}
    Entity.objects.filter(pk=entity.pk).update(body_json=orjson.dumps(body).decode(), type=type_)


def read(someone: Named, url: str = TAB) -> str:
    response = someone.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_openapi_is_rendered_in_a_frame_that_is_kept_apart(api: Entity, owner: Named) -> None:
    page = read(owner)
    frame = re.search(r"<iframe[^>]*>", page)
    assert frame is not None
    assert f'src="{FRAME}"' in frame[0]
    assert f'sandbox="{SANDBOX}"' in frame[0]
    assert "allow-same-origin" not in frame[0]
    assert "version 1.4.0" in page
    assert "<script>alert" not in page


def test_the_page_in_the_frame_may_load_and_call_nothing_wherever_it_is_opened(api: Entity, owner: Named) -> None:
    response = owner.get(FRAME)
    policy = dict(part.strip().split(" ", 1) for part in response.headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["connect-src"] == "'none'"
    assert policy["img-src"] == "data:"
    assert policy["script-src"] == "'self'"
    assert policy["sandbox"] == SANDBOX
    assert "allow-same-origin" not in SANDBOX
    assert policy["frame-ancestors"] == "'self'"
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_the_definition_is_data_in_that_page_and_no_part_of_it(api: Entity, owner: Named) -> None:
    page = read(owner, FRAME)
    data = re.search(r'<script id="definition" type="application/json">(.*?)</script>', page)
    assert data is not None
    assert orjson.loads(orjson.loads(data[1]))["info"]["description"] == SCRIPT
    assert page.count("<script") == 3, "the data, the renderer and what starts it"
    assert "alert(1)</script>" not in page


@pytest.mark.parametrize(
    ("type_", "text"),
    [
        ("graphql", "type Query { a: Int }"),
        ("grpc", 'syntax = "proto3";'),
        ("asyncapi", "asyncapi: 2.6.0"),
        ("x", SCRIPT),
    ],
)
def test_other_definitions_are_text(api: Entity, owner: Named, type_: str, text: str) -> None:
    define(api, text, type_)
    page = read(owner)
    assert "<iframe" not in page
    assert 'aria-label="The definition, as text" tabindex="0"' in page
    assert "<script>alert" not in page
    assert owner.get(FRAME).status_code == 404


def test_openapi_that_cannot_be_read_is_text_with_the_reason(api: Entity, owner: Named) -> None:
    define(api, "openapi: [")
    page = read(owner)
    assert "It cannot be rendered: line 1" in page
    assert "<iframe" not in page
    assert "<td>openapi: [</td>" in page


def test_a_long_definition_is_cut_and_can_be_downloaded_whole(api: Entity, owner: Named) -> None:
    define(api, "\n".join(f"line {number}" for number in range(LINES_SHOWN + 10)), "grpc")
    page = read(owner)
    assert f"Download all {LINES_SHOWN + 10} lines" in page
    assert f"line {LINES_SHOWN + 5}" not in page
    assert f"line {LINES_SHOWN + 5}" in read(owner, FILE)


def test_the_file_is_kept_and_never_shown(api: Entity, owner: Named) -> None:
    define(api, "<html><script>alert(1)</script>", "../../x")
    response = owner.get(FILE)
    assert response.headers["Content-Disposition"] == 'attachment; filename="carts.txt"'
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("type_", "name"), [("openapi", "carts.yaml"), ("grpc", "carts.proto"), ("graphql", "carts.graphql")]
)
def test_the_file_has_the_ending_of_its_form(api: Entity, owner: Named, type_: str, name: str) -> None:
    define(api, OPENAPI, type_)
    assert f'filename="{name}"' in owner.get(FILE).headers["Content-Disposition"]


@pytest.mark.parametrize("definition", [None, 7, "", " \n", {"a": 1}])
def test_without_a_definition_there_is_no_tab_and_no_page(api: Entity, owner: Named, definition: object) -> None:
    define(api, definition)
    assert "/definition" not in read(owner, API)
    for url in (TAB, FRAME, FILE):
        assert owner.get(url).status_code == 404, url


def test_a_custom_kind_may_have_one_too(org: Organisation, owner: Named) -> None:
    contract = make_entity("carts", "shop", kind="Contract", type="openapi")
    define(contract, OPENAPI)
    assert "<iframe" in read(owner, "/entities/contract/default/carts/definition")


def test_only_who_may_see_the_api_sees_its_definition(
    org: Organisation, api: Entity, owner: Named, outsider: Named, signed_out: Client
) -> None:
    Entity.objects.filter(pk=api.pk).update(source=org.hidden_origin.source)
    for url in (TAB, FRAME, FILE):
        assert owner.get(url).status_code == 200, url
        assert outsider.get(url).status_code == 404, url
        assert signed_out.get(url).status_code == 302, url
    assert owner.get("/entities/api/%00/carts/definition/frame").status_code == 404


def test_the_queries_of_the_frame_and_the_file(api: Entity, owner: Named) -> None:
    assert count_queries(owner, FRAME) == [*WHO, "catalog_entity"]
    assert count_queries(owner, FILE) == [*WHO, "catalog_entity"]
