"""Who may ask, and that nothing of a restricted source reaches those who may not see it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from catalog.core.access import Scope
from catalog.models import Entity, Source, SourceReader
from portal.models import Account, ApiToken
from tests.catalog.api.backstage.world import HIDDEN, ROOT, VAULT, Script, World, declare, make_script, names_of

ASKED: list[tuple[str, str, Any]] = [
    ("GET", "/entities", None),
    ("GET", "/entities?limit=2&order=desc:metadata.name", None),
    ("GET", "/entities?filter=metadata.tags.go=true", None),
    ("GET", "/entities/by-query", None),
    ("GET", "/entities/by-query?orderField=metadata.tags,desc&limit=1", None),
    ("GET", "/entities/by-query?orderField=relations.ownerOf,desc&limit=1", None),
    ("GET", "/entities/by-query?orderField=relations.dependencyOf&limit=1", None),
    ("GET", "/entities/by-query?fullTextFilterTerm=secret", None),
    ("POST", "/entities/by-query", {"query": {"metadata.name": {"$hasPrefix": ""}}}),
    ("POST", "/entities/by-query", {"query": {"$not": {"kind": "x"}}}),
    ("GET", "/entity-facets?facet=metadata.tags&facet=spec.type&facet=metadata.name&facet=kind", None),
    ("GET", "/entity-facets?facet=relations.ownerOf&facet=relations.dependencyOf&facet=relations.parentOf", None),
    ("GET", "/entities/by-name/group/default/shop", None),
    ("GET", "/entities/by-name/component/default/cart/ancestry", None),
    ("POST", "/entities/by-refs", {"entityRefs": ["group:default/shop", "user:default/ada"]}),
    ("POST", "/analyze-location", {"location": {"type": "url", "target": "https://github.com/acme/shop"}}),
    ("GET", "/locations", None),
]
NAMED: list[tuple[str, str, Any]] = [
    ("GET", "/entities/by-name/component/default/secret-vault", None),
    ("GET", "/entities/by-name/component/default/secret-vault/ancestry", None),
    ("POST", "/entities/by-refs", {"entityRefs": ["component:default/secret-vault"]}),
    ("POST", "/refresh", {"entityRef": "component:default/secret-vault"}),
    ("GET", "/locations/by-entity/component/default/secret-vault", None),
]
SELECTING_NOBODY = [
    "filter=metadata.name=secret-vault",
    "filter=relations.ownerOf=component:default/secret-vault",
    "filter=relations.dependencyOf=component:default/secret-vault",
    "filter=relations.dependencyOf,kind=component",
    "filter=relations.memberOf=group:default/secret-team",
    "filter=relations.parentOf",
    "filter=spec.type=secret-type",
    "filter=metadata.tags.secret-tag",
]


@pytest.mark.parametrize(("method", "path", "body"), ASKED, ids=[f"{m} {p}" for m, p, _ in ASKED])
def test_an_outsider_sees_nothing_of_a_restricted_source(otto: Script, method: str, path: str, body: Any) -> None:
    response = otto.ask(method, path, body)
    assert response.status_code == 200
    assert HIDDEN not in response.content


@pytest.mark.parametrize(("method", "path", "body"), NAMED, ids=[p for _, p, _ in NAMED])
def test_what_an_outsider_names_is_not_there(otto: Script, method: str, path: str, body: Any) -> None:
    response = otto.ask(method, path, body)
    assert response.status_code == 404 or response.json() == {"items": [None]}


@pytest.mark.parametrize("query", SELECTING_NOBODY)
def test_no_condition_tells_an_outsider_what_is_hidden(otto: Script, ann: Script, query: str) -> None:
    assert otto.get(f"/entities/by-query?{query}") == {"items": [], "totalItems": 0, "pageInfo": {}}
    assert ann.get(f"/entities/by-query?{query}")["totalItems"] > 0


def test_totals_and_facets_count_only_what_is_seen(otto: Script, ann: Script) -> None:
    assert otto.get("/entities/by-query?limit=0")["totalItems"] == 8
    assert ann.get("/entities/by-query?limit=0")["totalItems"] == 10
    query = "/entity-facets?facet=metadata.tags&filter=metadata.tags.go=true"
    assert otto.get(query)["facets"]["metadata.tags"] == [{"value": "go", "count": 2}, {"value": "java", "count": 1}]
    assert {"value": "secret-tag", "count": 1} in ann.get(query)["facets"]["metadata.tags"]


def test_those_who_may_see_a_source_see_what_it_says_of_others(otto: Script, ann: Script) -> None:
    path = "/entities/by-name/group/default/shop"
    seen, hidden = ann.ask("GET", path), otto.ask("GET", path)
    refs = [item["targetRef"] for item in seen.json()["relations"]]
    assert "component:default/secret-vault" in refs
    assert seen.headers["ETag"] != hidden.headers["ETag"]
    assert seen.headers["ETag"] == f'"{seen.json()["metadata"]["etag"]}"'
    assert ann.names("/entities?filter=relations.ownerOf=component:default/secret-vault") == ["shop"]
    [shop] = ann.get("/entities?filter=relations.ownerOf=component:default/secret-vault")
    assert shop == seen.json()
    counted = ann.get("/entity-facets?facet=relations.dependencyOf&filter=metadata.name=cart")["facets"]
    assert counted == {"relations.dependencyOf": [{"value": "component:default/secret-vault", "count": 1}]}


@pytest.mark.parametrize(
    "path", ["/entities/by-name/group/default/shop", "/entities", "/entity-facets?facet=relations.ownerOf"]
)
def test_restricting_needs_no_scan(world: World, otto: Script, path: str) -> None:
    Source.objects.filter(name="hidden").update(is_restricted=False)
    for files in ({}, {"catalog-info.yaml": VAULT}):
        declare(world.vault, files)
    assert HIDDEN in otto.ask("GET", path).content
    Source.objects.filter(name="hidden").update(is_restricted=True)
    assert HIDDEN not in otto.ask("GET", path).content


def test_readers_of_a_source_see_it(world: World) -> None:
    from catalog.actions.pending import deliver_changes
    from teams.models import Membership
    from tests.catalog.factories import NOW

    deliver_changes(NOW)
    SourceReader.objects.create(source=Source.objects.get(name="hidden"), team_ref="group:default/shop")
    assert Membership.objects.filter(person__ref="user:default/ada", team__ref="group:default/shop").exists()
    ada = make_script()
    assert HIDDEN not in ada.ask("GET", "/entities").content
    Account.objects.filter(tokens__prefix=ada.text.split("_")[1]).update(person_ref="user:default/ada")
    assert "secret-vault" in ada.names("/entities?filter=kind=component")


def test_what_is_seen_is_what_the_query_sets_under_the_pages_say(world: World, otto: Script, ann: Script) -> None:
    from portal.access import build_actor

    for script in (otto, ann):
        account = Account.objects.get(tokens__prefix=script.text.split("_")[1])
        rows = Entity.objects.visible_to(build_actor(account)).filter(removed_at=None)
        assert sorted(rows.values_list("name", flat=True)) == sorted(script.names("/entities"))


def test_without_credentials_there_is_no_answer(world: World) -> None:
    for script in (Script(), Script("bw_x_y"), Script("nonsense")):
        error = script.refuse("GET", "/entities?limit=1")
        assert (error["status"], error["name"]) == (401, "AuthenticationError")
    response = Script().ask("GET", "/entities")
    assert response.headers["WWW-Authenticate"].startswith("Bearer")
    basic = Client().get(f"{ROOT}/entities", headers={"Authorization": "Basic eA=="})
    assert basic.status_code == 401


@pytest.mark.parametrize("field", ["revoked_at", "expires_at"])
@pytest.mark.parametrize("path", ["/entities", "/entities/by-name/component/default/cart", "/entity-facets?facet=kind"])
def test_a_token_that_was_revoked_or_has_expired_is_of_no_use(ann: Script, path: str, field: str) -> None:
    from tests.catalog.factories import NOW

    assert ann.ask("GET", path).status_code == 200
    ApiToken.objects.update(**{field: NOW})
    assert ann.refuse("GET", path)["status"] == 401


def test_scopes_bound_what_a_token_may_do(world: World) -> None:
    writer = make_script(is_administrator=True, scopes=(Scope.WRITE,))
    assert writer.refuse("GET", "/entities")["name"] == "NotAllowedError"
    reader = make_script(is_administrator=True, scopes=(Scope.READ,))
    assert reader.names("/entities?filter=metadata.name=cart") == ["cart"]
    for method, path, body in WRITES:
        error = reader.refuse(method, path, body)
        assert (error["status"], error["name"]) == (403, "NotAllowedError"), path


WRITES: list[tuple[str, str, Any]] = [
    ("POST", "/refresh", {"entityRef": "component:default/cart"}),
    ("DELETE", "/entities/by-uid/00000000-0000-4000-8000-000000000000", None),
    ("POST", "/locations", {"type": "url", "target": "http://127.0.0.1:9/x.yaml"}),
    ("POST", "/locations?dryRun=true", {"type": "url", "target": "http://127.0.0.1:9/x.yaml"}),
    ("PUT", "/locations/x", {"type": "url", "target": "http://127.0.0.1:9/x.yaml"}),
    ("DELETE", "/locations/x", None),
]


@pytest.mark.parametrize(("method", "path", "body"), WRITES, ids=[f"{m} {p}" for m, p, _ in WRITES])
def test_who_is_no_administrator_changes_nothing(otto: Script, method: str, path: str, body: Any) -> None:
    assert otto.refuse(method, path, body)["status"] == 403


def test_a_session_may_read_and_not_write(world: World) -> None:
    client = Client()
    client.force_login(Account.objects.create(username="bea", is_staff=True))
    assert names_of(client.get(f"{ROOT}/entities?filter=metadata.name=cart").json()) == ["cart"]
    for method, path, body in WRITES:
        response = client.generic(method, f"{ROOT}{path}", b"{}" if body else b"", content_type="application/json")
        assert response.status_code == 401, path
    Account.objects.update(is_active=False)
    assert client.get(f"{ROOT}/entities").status_code == 401
