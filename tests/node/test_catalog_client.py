"""Backstage's own `@backstage/catalog-client`, unchanged, against a real web process: all its methods."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from pytest_httpserver import HTTPServer

from catalog.actions.renames import declare_rename
from catalog.actions.sources import add_source, list_source
from catalog.actions.work import work_due_jobs
from catalog.models import ScanJob
from catalog.models.clock import database_now
from tests.bailiwick.installation import ROOT, Installation, kill_group
from tests.catalog.api.backstage.world import ORGANISATION, SHOP, component, make_script, names_of
from tests.databases import shared_database
from tests.node.client import EXISTS, UNDEFINED, ClientError, NodeClient, install_client, start_client
from tests.repositories import Clones

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

MANY = 1250
CART = "component:default/cart"
GOOD = {
    "apiVersion": "backstage.io/v1alpha1",
    "kind": "Component",
    "metadata": {"name": "valid-one"},
    "spec": {"type": "service", "lifecycle": "x", "owner": "y"},
}


@dataclass
class Served:
    """A running web process, the client of an administrator, and the token of somebody who may only look."""

    client: NodeClient
    outsiders_token: str


@pytest.fixture(scope="module")
def node() -> Path:
    """Where the client is installed."""
    return install_client(Path(settings.VAR))


@pytest.fixture
def served(
    node: Path, clones: Clones, tmp_path: Path, httpserver: HTTPServer, transactional_db: None
) -> Iterator[Served]:
    """Two real repositories, scanned and served by a process of its own."""
    clones.commit("org", {"catalog-info.yaml": ORGANISATION})
    clones.commit("shop", {"catalog-info.yaml": SHOP})
    clones.git("shop", "remote", "add", "origin", "https://github.com/acme/shop.git")
    many = (component(f"many-{number:04}", type="library", owner="pay") for number in range(MANY))
    clones.commit("many", {"catalog-info.yaml": "---\n".join(many)})
    with shared_database(tmp_path) as database_url:
        source = add_source(str(clones.root), "command", database_now())
        list_source(source.pk, database_now(), by_person=True)
        work_due_jobs(lambda *_: None)
        ann, otto = make_script(is_administrator=True), make_script()
        port = free_port()
        environment = {
            "DATABASE_URL": database_url,
            "BAILIWICK_SECRET_KEY": settings.SECRET_KEY,
            "BAILIWICK_OUTBOUND_HOSTS": f"{httpserver.host}:{httpserver.port}",
        }
        with (
            web(Installation(tmp_path / "var", environment), port),
            start_client(node, f"http://127.0.0.1:{port}/api/catalog", ann.text) as client,
        ):
            yield Served(client, otto.text)


class web:  # noqa: N801 - reads as what it gives
    """A web process as `serve` starts it, for the length of a block."""

    def __init__(self, installation: Installation, port: int) -> None:
        installation.var.mkdir(parents=True)
        self._log, self._port = installation.var / "web.log", port
        command = [str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "--host", "127.0.0.1"]
        command += [
            "--port",
            str(port),
            "--workers",
            "1",
            "--blocking-threads",
            "4",
            "--no-ws",
            "bailiwick.wsgi:application",
        ]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                command, cwd=ROOT, env=installation.full_environment, stdout=log, stderr=log, start_new_session=True
            )

    def __enter__(self) -> None:
        deadline = time.monotonic() + 60
        while not answers(self._port):
            assert time.monotonic() < deadline, self._log.read_text()
            assert self._process.poll() is None, self._log.read_text()
            time.sleep(0.1)

    def __exit__(self, *_: object) -> None:
        kill_group(self._process)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_entities_are_read_in_every_way_the_client_knows(served: Served) -> None:
    call = served.client.call
    found = call("getEntities", {"filter": {"kind": "component", "spec.type": "service"}})["items"]
    assert names_of(found) == ["cart", "checkout"]
    assert found[0]["relations"]
    found = call("getEntities", {"filter": [{"kind": ["domain", "system"]}, {"kind": "GROUP"}], "fields": ["kind"]})
    assert found["items"] == [{"kind": "Group"}, {"kind": "Group"}, {"kind": "System"}]
    found = call("getEntities", {"filter": {"kind": "component", "spec.dependsOn": EXISTS}})
    assert names_of(found["items"]) == ["cart", "checkout"]
    order = [{"field": "spec.type", "order": "desc"}, {"field": "metadata.name", "order": "asc"}]
    found = call("getEntities", {"filter": {"kind": "component"}, "order": order, "limit": 3, "offset": 1})
    assert names_of(found["items"]) == ["checkout", "buttons", "many-0000"]
    found = call("getEntities", {"after": "eyJsaW1pdCI6MSwib2Zmc2V0IjoxfQ==", "filter": {"spec.type": "service"}})
    assert names_of(found["items"]) == ["checkout"]
    entity = call("getEntityByRef", CART)
    assert entity == call("getEntityByRef", {"kind": "Component", "name": "cart", "namespace": "default"})
    assert entity == call("getEntityByName", {"kind": "component", "name": "cart"})
    assert call("getEntityByRef", "component:default/does-not-exist") == UNDEFINED
    ancestors = call("getEntityAncestors", {"entityRef": CART})
    assert ancestors == {"rootEntityRef": CART, "items": [{"entity": entity, "parentEntityRefs": []}]}


def test_facets_and_refs(served: Served) -> None:
    call = served.client.call
    facets = {"facets": ["kind", "spec.type", "relations.ownedBy"], "filter": {"spec.type": ["service", "library"]}}
    by_filter = call("getEntityFacets", facets)
    assert by_filter["facets"]["kind"] == [{"value": "Component", "count": MANY + 3}]
    query = {"query": {"$any": [{"spec.type": "service"}, {"spec.type": "library"}]}}
    assert call("getEntityFacets", {"facets": facets["facets"], **query}) == by_filter
    refs = [f"component:default/many-{number:04}" for number in range(1199)] + ["component:default/nope", CART]
    found = call("getEntitiesByRefs", {"entityRefs": refs, "fields": ["metadata.name"]})["items"]
    assert len(found) == 1201
    assert [names_of([found[place]])[0] for place in (0, 1198, 1200)] == ["many-0000", "many-1198", "cart"]
    assert found[1199] is None
    for condition in ({"filter": {"kind": "user"}}, {"query": {"kind": "user"}}):
        found = call("getEntitiesByRefs", {"entityRefs": [CART, "user:default/ada"], **condition})["items"]
        assert names_of(found) == [None, "ada"]


PAGED: list[dict[str, Any]] = [
    {"filter": {"kind": "component"}},
    {"filter": {"kind": "component"}, "orderFields": {"field": "metadata.name", "order": "desc"}},
    {
        "query": {"$all": [{"kind": "component"}, {"$not": {"spec.type": "x"}}]},
        "orderFields": {"field": "spec.type", "order": "asc"},
    },
    {"filter": {"kind": "component"}, "fullTextFilter": {"term": "c", "fields": ["spec.type", "kind"]}},
]


def test_paging_forward_and_back_meets_everybody_once(served: Served) -> None:
    call = served.client.call
    for question in PAGED:
        page = call("queryEntities", {**question, "limit": 200, "fields": ["metadata.name"]})
        pages, previous = [names_of(page["items"])], []
        while cursor := page["pageInfo"].get("nextCursor"):
            page = call("queryEntities", {"cursor": cursor, "limit": 200, "fields": ["metadata.name"]})
            pages.append(names_of(page["items"]))
        assert page["totalItems"] == MANY + 3
        assert len({name for found in pages for name in found}) == sum(map(len, pages)) == MANY + 3
        while cursor := page["pageInfo"].get("prevCursor"):
            page = call("queryEntities", {"cursor": cursor, "limit": 200, "fields": ["metadata.name"]})
            previous.append(names_of(page["items"]))
        assert previous == pages[-2::-1]
        streamed = call("streamEntities", {**question, "pageSize": 300, "fields": ["metadata.name"]})
        assert [name for found in streamed for name in names_of(found)] == [name for found in pages for name in found]
    assert call("queryEntities", {"limit": 0, "totalItems": "exclude"})["totalItems"] == 0


def test_what_goes_wrong_reaches_the_client_as_it_should(served: Served) -> None:
    call = served.client.call
    for args in ({"cursor": "not-a-cursor"}, {"cursor": "eyJxdWVyeSI6e319"}):
        with pytest.raises(ClientError) as caught:
            call("queryEntities", args)
        assert caught.value.status == 400
        assert caught.value.body["error"]["name"] == "InputError"
    with pytest.raises(ClientError) as caught:
        call("getEntities", {"filter": {"": "x"}})
    assert (caught.value.name, caught.value.status) == ("ResponseError", 400)
    with pytest.raises(ClientError) as caught:
        call("getEntities", {}, token="wrong")
    assert caught.value.status == 401
    with pytest.raises(ClientError) as caught:
        call("addLocation", {"target": "http://127.0.0.1:9/x.yaml"}, token=served.outsiders_token)
    assert caught.value.status == 403
    with pytest.raises(ClientError) as caught:
        call("refreshEntity", "component:default/does-not-exist")
    assert caught.value.status == 404


def test_validating_analysing_refreshing_and_taking_out(served: Served) -> None:
    call = served.client.call
    assert call("validateEntity", GOOD, "url:https://example.org/catalog-info.yaml") == {"valid": True}
    found = call("validateEntity", {**GOOD, "spec": {}}, "url:https://example.org/catalog-info.yaml")
    assert found["valid"] is False
    assert "owner" in found["errors"][0]["message"]
    target = "https://github.com/acme/some-repo/blob/main/catalog-info.yaml"
    found = call("analyzeLocation", {"location": {"type": "url", "target": target}, "catalogFilename": "x.yaml"})
    assert found["generateEntities"][0]["entity"]["metadata"]["name"] == "some-repo"
    call("refreshEntity", CART)
    assert ScanJob.objects.get(origin__name="shop").due_at is not None
    call("removeEntityByUid", call("getEntityByRef", CART)["metadata"]["uid"])
    assert call("getEntityByRef", CART) == UNDEFINED
    call("removeEntityByUid", "00000000-0000-4000-8000-000000000000")
    work_due_jobs(lambda *_: None)
    assert call("getEntityByRef", CART)["metadata"]["name"] == "cart", "the next look brings it back"


def test_an_old_name_leads_the_client_to_the_entity(served: Served) -> None:
    call = served.client.call
    declare_rename("component:basket", CART, "It was called so.", "command", database_now())
    assert call("getEntityByRef", "component:default/basket")["metadata"]["name"] == "cart", "the redirect is followed"
    assert call("getEntityAncestors", {"entityRef": "component:default/basket"})["rootEntityRef"] == CART
    assert call("getEntitiesByRefs", {"entityRefs": ["component:default/basket"]})["items"] == [None]
    with pytest.raises(ClientError) as caught:
        call("queryEntities", {"query": {"kind": "x" * 10_000_000}})
    assert caught.value.status == 413, "the refusal reaches a client that sends everything first"


def test_a_location_is_added_refreshed_changed_and_removed(served: Served, httpserver: HTTPServer) -> None:
    call = served.client.call
    texts = {"/a.yaml": component("clientcheck-one") + "---\n" + component("clientcheck-two")}

    def put(path: str, text: str) -> str:
        texts[path] = text
        httpserver.clear()
        for known, content in texts.items():
            httpserver.expect_request(known).respond_with_data(content)
        return httpserver.url_for(path)

    url = put("/a.yaml", texts["/a.yaml"])
    tried = call("addLocation", {"target": url, "dryRun": True})
    assert (tried["exists"], [entity["kind"] for entity in tried["entities"]]) == (
        False,
        ["Location", "Component", "Component"],
    )
    assert call("getLocations", {}) == {"items": []}
    location = call("addLocation", {"target": url})["location"]
    assert call("getEntityByRef", "component:default/clientcheck-two")["metadata"]["name"] == "clientcheck-two"
    with pytest.raises(ClientError) as caught:
        call("addLocation", {"target": url})
    assert caught.value.status == 409
    assert call("addLocation", {"target": url, "onConflict": "refresh"})["location"] == location
    for found in (
        call("getLocationById", location["id"]),
        call("getLocationByRef", f"url:{url}"),
        call("getLocationByEntity", "component:default/clientcheck-one"),
        *call("getLocations", {})["items"],
        *call("queryLocations", {"query": {"target": url}})["items"],
        *(item for page in call("streamLocations", {"limit": 1}) for item in page),
    ):
        assert found == location
    assert call("getLocationById", "00000000-0000-4000-8000-000000000000") == UNDEFINED
    assert call("getLocationByRef", "url:https://example.org/") == UNDEFINED
    assert call("getLocationByEntity", CART) == UNDEFINED
    put("/a.yaml", component("clientcheck-one", lifecycle="changed"))
    call("refreshEntity", "component:default/clientcheck-one")
    assert call("getEntityByRef", "component:default/clientcheck-one")["spec"]["lifecycle"] == "changed"
    assert call("getEntityByRef", "component:default/clientcheck-two") == UNDEFINED
    put("/a.yaml", "kind: [")
    call("refreshEntity", location["entityRef"])
    assert call("getEntityByRef", "component:default/clientcheck-one")["status"]["items"]
    other = put("/b.yaml", component("clientcheck-three"))
    assert call("updateLocation", location["id"], {"target": other}) == location | {"target": other}
    found = call(
        "getEntities", {"filter": {"metadata.annotations.backstage.io/managed-by-origin-location": f"url:{other}"}}
    )
    assert names_of(found["items"])[0] == "clientcheck-three"
    call("removeLocationById", location["id"])
    assert call("getEntityByRef", "component:default/clientcheck-three") == UNDEFINED
    with pytest.raises(ClientError) as caught:
        call("removeLocationById", location["id"])
    assert caught.value.status == 404


def test_somebody_without_rights_sees_what_is_open(served: Served) -> None:
    found = served.client.call(
        "getEntities", {"filter": {"kind": "component", "spec.type": "service"}}, token=served.outsiders_token
    )
    assert names_of(found["items"]) == ["cart", "checkout"]
