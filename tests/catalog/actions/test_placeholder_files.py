"""Placeholders of scanned repositories that lead to other hosts: read where an administrator allows it, else never."""

from __future__ import annotations

import orjson
import pytest
from pytest_django import Settings
from pytest_httpserver import HTTPServer

from catalog.actions.sources import add_source, list_source
from catalog.actions.work import work_due_jobs
from catalog.http.settings import OutboundSettings, parse_hosts, parse_tokens
from catalog.models import Entity, Origin
from catalog.models.clock import database_now
from tests.repositories import Clones

pytestmark = pytest.mark.django_db(transaction=True)

API = (
    "apiVersion: backstage.io/v1alpha1\nkind: API\nmetadata: {name: rates}\n"
    "spec:\n  type: openapi\n  lifecycle: production\n  owner: shop\n  definition:\n    $text: %s\n"
)
PATH = "/specs/rates.yaml"


@pytest.fixture
def url(settings: Settings, httpserver: HTTPServer, clones: Clones) -> str:
    """Where the definition is, at a host that is named for placeholders and for nothing else."""
    host = f"127.0.0.1:{httpserver.port}"
    settings.PLACEHOLDER_HOSTS = parse_hosts((host,))
    settings.OUTBOUND = OutboundSettings(tokens=parse_tokens((f"{host}=s3cret",)))
    found = str(httpserver.url_for(PATH))
    clones.commit("rates", {"catalog-info.yaml": API % found})
    return found


def serve(server: HTTPServer, text: str, etag: str = "", status: int = 200) -> None:
    """Answer with this from now on, and with 304 to who has the ETag."""
    server.clear()
    if etag:
        server.expect_request(PATH, headers={"If-None-Match": etag}).respond_with_data("", 304)
    server.expect_request(PATH).respond_with_data(text, status, headers={"ETag": etag} if etag else {})


def scan(clones: Clones) -> dict[str, int]:
    source = add_source(str(clones.root), "command", database_now())
    list_source(source.pk, database_now(), by_person=True)
    return dict(work_due_jobs(lambda *_: None).states)


def definition() -> object:
    return orjson.loads(Entity.objects.get(ref="api:default/rates").body_json)["spec"]["definition"]


def test_a_file_at_a_host_named_for_placeholders_is_included_with_its_token(
    clones: Clones, httpserver: HTTPServer, url: str
) -> None:
    serve(httpserver, "openapi: 3.0.0")
    assert scan(clones) == {"changed": 1}
    assert definition() == "openapi: 3.0.0"
    [(request, _)] = httpserver.log
    assert (str(request.url), request.headers["Authorization"]) == (url, "Bearer s3cret")


def test_a_host_that_may_be_called_is_not_one_that_placeholders_may_include(
    clones: Clones, httpserver: HTTPServer, url: str, settings: Settings
) -> None:
    settings.PLACEHOLDER_HOSTS, settings.OUTBOUND = (
        frozenset(),
        OutboundSettings(parse_hosts((f"127.0.0.1:{httpserver.port}",))),
    )
    serve(httpserver, "secret")
    scan(clones)
    assert url in str(definition())
    assert not httpserver.log


def test_a_change_at_the_other_host_is_seen_without_a_commit(clones: Clones, httpserver: HTTPServer, url: str) -> None:
    serve(httpserver, "one", etag='"1"')
    scan(clones)
    assert scan(clones) == {"unchanged": 1}
    assert len(httpserver.log) == 2, "an ETag is enough"
    serve(httpserver, "two", etag='"2"')
    assert scan(clones) == {"changed": 1}
    assert definition() == "two"


def test_a_server_without_etags_costs_a_call_and_no_writing(clones: Clones, httpserver: HTTPServer, url: str) -> None:
    serve(httpserver, "one")
    scan(clones)
    before = Origin.objects.values_list().get()
    assert scan(clones) == {"unchanged": 1}
    assert Origin.objects.values_list().get() == before


def test_a_server_that_fails_leaves_the_last_good_entity_and_says_so(
    clones: Clones, httpserver: HTTPServer, url: str
) -> None:
    serve(httpserver, "one")
    scan(clones)
    serve(httpserver, "", status=503)
    scan(clones)
    assert definition() == "one"
    assert "answered 503" in Entity.objects.get(ref="api:default/rates").error
    serve(httpserver, "two")
    scan(clones)
    assert definition() == "two"
    assert not Entity.objects.get(ref="api:default/rates").error
