"""Refreshing, taking out, validating and analysing."""

from __future__ import annotations

from typing import Any

import pytest

from catalog import tasks
from catalog.models import ChangeLog, Origin, Ownership, ScanJob
from portal.models import Account
from tests.catalog.api.backstage.world import SHOP, Script, World, declare
from tests.catalog.factories import NOW

CART = "component:default/cart"
GOOD: dict[str, Any] = {
    "apiVersion": "backstage.io/v1alpha1",
    "kind": "Component",
    "metadata": {"name": "valid-one"},
    "spec": {"type": "service", "lifecycle": "x", "owner": "y"},
}


@pytest.fixture
def hinted(monkeypatch: pytest.MonkeyPatch) -> list[list[int]]:
    """What the workers were told to look at."""
    told: list[list[int]] = []
    monkeypatch.setattr(tasks.scan_origin, "delay", lambda pk: told.append([pk]))
    return told


def test_a_refresh_of_a_repository_makes_its_scan_due(world: World, ann: Script, hinted: list[list[int]]) -> None:
    ScanJob.objects.filter(origin=world.shop).update(quarantined_at=NOW)
    response = ann.ask("POST", "/refresh", {"entityRef": CART.upper()})
    assert (response.status_code, response.content) == (200, b"")
    assert ScanJob.objects.get(origin=world.shop).due_at is not None
    assert hinted == [[world.shop.pk]]


def test_the_team_that_owns_an_entity_may_refresh_it(world: World, otto: Script, hinted: list[list[int]]) -> None:
    from catalog.actions.pending import deliver_changes

    deliver_changes(NOW)
    assert Ownership.objects.get(subject_ref=CART, until=None).owner_ref == "group:default/shop"
    assert otto.refuse("POST", "/refresh", {"entityRef": CART})["status"] == 403
    Account.objects.filter(tokens__prefix=otto.text.split("_")[1]).update(person_ref="user:default/ada")
    assert otto.ask("POST", "/refresh", {"entityRef": CART}).status_code == 200
    assert otto.refuse("POST", "/refresh", {"entityRef": "component:default/buttons"})["status"] == 403


def test_a_refresh_needs_an_entity_that_is_there(ann: Script) -> None:
    error = ann.refuse("POST", "/refresh", {"entityRef": "component:default/does-not-exist"})
    assert (error["status"], error["message"]) == (404, "Entity component:default/does-not-exist not found")
    assert ann.refuse("POST", "/refresh", {})["message"] == "request/body must have required property 'entityRef'"
    assert ann.refuse("POST", "/refresh", {"entityRef": 5})["message"] == "request/body/entityRef must be string"


def test_an_entity_taken_out_comes_back_with_the_next_look(world: World, ann: Script) -> None:
    Origin.objects.filter(pk=world.shop.pk).update(read_digest="looked at")
    uid = ann.get("/entities/by-name/component/default/cart")["metadata"]["uid"]
    response = ann.ask("DELETE", f"/entities/by-uid/{uid}")
    assert (response.status_code, response.content) == (204, b"")
    assert "cart" not in ann.names("/entities")
    assert ChangeLog.objects.latest("pk").action == "removed"
    assert Origin.objects.get(pk=world.shop.pk).read_digest == "", "the next look reads the repository again"
    declare(world.shop, {"catalog-info.yaml": SHOP})
    assert ann.get("/entities/by-name/component/default/cart")["metadata"]["uid"] == uid


def test_taking_out_what_is_not_there_is_fine(ann: Script) -> None:
    for uid in ("00000000-0000-4000-8000-000000000000", "zzz"):
        assert ann.ask("DELETE", f"/entities/by-uid/{uid}").status_code == 204


@pytest.mark.parametrize("entity", [GOOD, {**GOOD, "metadata": {"name": "a", "annotations": {"x": "y"}}}])
def test_a_good_entity_is_valid(otto: Script, entity: dict[str, Any]) -> None:
    response = otto.ask("POST", "/validate-entity", {"entity": entity, "location": "url:https://example.org/a.yaml"})
    assert (response.status_code, response.content) == (200, b"")


BAD: list[tuple[dict[str, Any], str, str | None, str]] = [
    ({**GOOD, "spec": {"type": "service", "lifecycle": "x"}}, "InputError", "TypeError", "owner"),
    ({**GOOD, "metadata": {"name": "bad name!"}}, "InputError", "Error", "metadata.name"),
    ({**GOOD, "kind": "Foo"}, "InputError", None, "kind"),
    ({**GOOD, "spec": {**GOOD["spec"], "owner": "a:b:c/"}}, "InputError", "TypeError", "owner"),
    ({"kind": "x"}, "TypeError", None, "apiVersion"),
    ({}, "TypeError", None, "apiVersion"),
]


@pytest.mark.parametrize(("entity", "name", "cause", "word"), BAD, ids=[word for *_, word in BAD])
def test_a_bad_entity_is_refused_with_reasons(
    otto: Script, entity: dict[str, Any], name: str, cause: str | None, word: str
) -> None:
    response = otto.ask("POST", "/validate-entity", {"entity": entity, "location": "url:https://example.org/a.yaml"})
    [error] = response.json()["errors"]
    assert response.status_code == 400
    assert error["name"] == name
    assert word in error["message"]
    assert error.get("cause", {}).get("name") == cause


def test_only_urls_can_be_the_place_of_an_entity_to_validate(otto: Script) -> None:
    response = otto.ask("POST", "/validate-entity", {"entity": GOOD, "location": "file:/x"})
    message = "Invalid location ref file:/x, only 'url:<target>' is supported, e.g. url:https://host/path"
    assert (response.status_code, response.json()) == (400, {"errors": [{"name": "TypeError", "message": message}]})
    assert (
        otto.refuse("POST", "/validate-entity", {})["message"] == "request/body must have required property 'location'"
    )
    nothing = otto.refuse("POST", "/validate-entity", {"entity": None, "location": None})
    assert nothing["message"] == "request/body/location must be string"


def analyze(script: Script, target: str) -> Any:
    return script.post("/analyze-location", {"location": {"type": "url", "target": target}})


def test_an_unknown_repository_gets_an_entity_to_begin_with(otto: Script) -> None:
    found = analyze(otto, "https://github.com/acme/some-repo/blob/main/catalog-info.yaml")
    assert found == {
        "existingEntityFiles": [],
        "generateEntities": [
            {
                "entity": {
                    "apiVersion": "backstage.io/v1alpha1",
                    "kind": "Component",
                    "metadata": {"name": "some-repo", "annotations": {"github.com/project-slug": "acme/some-repo"}},
                    "spec": {"type": "other", "lifecycle": "unknown"},
                },
                "fields": [],
            }
        ],
    }
    nested = analyze(otto, "https://gitlab.com/a/b/c/-/blob/main/x.yaml")["generateEntities"][0]["entity"]["metadata"]
    assert nested == {"name": "c", "annotations": {"gitlab.com/project-slug": "a/b/c"}}
    assert analyze(otto, "https://git.example.org/a/b")["generateEntities"][0]["entity"]["metadata"] == {"name": "b"}


def test_a_scanned_repository_tells_what_it_has(otto: Script) -> None:
    found = analyze(otto, "https://github.com/acme/shop")
    assert found["generateEntities"] == []
    assert [item["entity"]["metadata"]["name"] for item in found["existingEntityFiles"]] == [
        "cart", "checkout", "buttons", "buying", "carts-db",
    ]  # fmt: skip
    assert found["existingEntityFiles"][0]["location"] == {
        "type": "url",
        "target": "https://github.com/acme/shop/blob/main/catalog-info.yaml",
    }


@pytest.mark.parametrize(
    "location", [{"type": "url", "target": "nonsense"}, {"type": "url"}, {"type": "url", "target": 5}]
)
def test_what_is_no_url_cannot_be_analysed(otto: Script, location: Any) -> None:
    assert otto.refuse("POST", "/analyze-location", {"location": location})["name"] == "InputError"
    assert otto.refuse("POST", "/analyze-location", {})["name"] == "InputError"
