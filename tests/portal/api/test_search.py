"""`/search` answers scripts what the portal's box answers people."""

from __future__ import annotations

import pytest

from catalog.models import Entity
from tests.portal.api.world import Script, index_everything
from tests.portal.organisation import Organisation, own
from tests.scoring.factories import make_entity


def test_a_hit_says_what_it_is_why_it_was_found_and_who_owns_it(owners_script: Script) -> None:
    found = owners_script.read("/search", {"q": "cart.example"})
    assert found["count"] == 1
    assert found["results"] == [
        {
            "ref": "component:default/cart",
            "name": "cart",
            "kind": "component",
            "type": "",
            "is_alike": False,
            "matches": [{"field": "link", "text": "https://cart.example.com/health"}],
            "owner": {"ref": "group:default/shop", "confidence": 0.8},
            "href": "/api/v1/entities/component/default/cart",
        }
    ]


def test_a_repository_is_found_by_its_remote_and_never_with_its_password(
    world: Organisation, owners_script: Script
) -> None:
    (hit,) = owners_script.read("/search", {"q": "git@github.com:example/shop.git"})["results"]
    assert hit["href"] == f"/api/v1/repositories/{world.origin.pk}"
    assert hit["matches"] == [{"field": "remote", "text": "https://github.com/example/shop.git"}]
    assert owners_script.read("/search", {"q": "password"})["count"] == 0


def test_filters_stand_in_the_text_or_beside_it(owners_script: Script) -> None:
    beside = owners_script.read("/search", {"kind": "Component", "owner": "shop"})
    within = owners_script.read("/search", {"q": "kind:component owner:group:default/shop"})
    assert [hit["ref"] for hit in beside["results"]] == ["component:default/cart", "component:default/vault"]
    assert beside["results"] == within["results"]
    mine = owners_script.read("/search", {"owner": "me", "kind": "component"})
    assert mine["results"] == beside["results"]


def test_kinds_are_counted_over_all_pages(owners_script: Script) -> None:
    found = owners_script.read("/search", {"q": "shop", "limit": "1"})
    assert len(found["results"]) == 1
    assert {each["kind"]: each["count"] for each in found["kinds"]} == {"group": 1, "repository": 1}


def test_pages_follow_each_other_without_repeating_anything(world: Organisation, owners_script: Script) -> None:
    for number in range(7):
        make_entity(f"till-{number}", "shop")
    index_everything()
    every = [hit["ref"] for hit in owners_script.read("/search", {"q": "till"})["results"]]
    page = owners_script.read("/search", {"q": "till", "limit": "3"})
    seen = []
    while True:
        seen += [hit["ref"] for hit in page["results"]]
        if page["next"] is None:
            break
        page = owners_script.read(page["next"])
    assert seen == every
    assert len(seen) == 8


def test_a_slip_of_the_pen_gets_names_that_are_alike(owners_script: Script) -> None:
    found = owners_script.read("/search", {"q": "legder"})
    assert [(hit["ref"], hit["is_alike"]) for hit in found["results"]] == [("component:default/ledger", True)]
    assert found["kinds"] == []


@pytest.mark.parametrize("query", [{}, {"q": "a"}, {"q": "--"}, {"q": "a", "kind": "api"}])
def test_too_little_to_search_for_is_said(owners_script: Script, query: dict[str, str]) -> None:
    response = owners_script.get("/search", query)
    assert response.status_code == 400
    assert response.json()["errors"][0]["parameter"] == "q"


@pytest.mark.parametrize("query", [{"q": "x" * 201}, {"q": "a\0b"}, {"owner": ":"}, {"colour": "red"}, {"tag": " "}])
def test_what_cannot_be_asked_is_refused(owners_script: Script, query: dict[str, str]) -> None:
    assert owners_script.get("/search", query).status_code == 400


@pytest.mark.parametrize(
    "query", [{"q": "vault"}, {"q": "secret"}, {"kind": "repository", "q": "secret"}, {"q": "valt"}]
)
def test_an_outsider_is_told_nothing_hidden(
    owners_script: Script, outsiders_script: Script, query: dict[str, str]
) -> None:
    assert owners_script.read("/search", query)["count"]
    found = outsiders_script.read("/search", query)
    assert (found["count"], found["results"], found["kinds"]) == (0, [], [])


def test_an_owner_that_is_hidden_is_not_told(
    world: Organisation, owners_script: Script, outsiders_script: Script
) -> None:
    till = {"q": "till"}
    assert owners_script.read("/search", till)["results"][0]["owner"]["ref"] == "group:default/vaulters"
    assert outsiders_script.read("/search", till)["results"][0]["owner"] is None
    assert outsiders_script.read("/search", {"q": "till", "owner": "vaulters"})["count"] == 0


def test_an_entity_of_a_kind_called_repository_has_the_address_of_an_entity(
    world: Organisation, owners_script: Script
) -> None:
    entity = make_entity("mirror", "shop", kind="Repository")
    own(entity, world.shop)
    assert Entity.objects.filter(ref="repository:default/mirror").exists()
    index_everything()
    (hit,) = owners_script.read("/search", {"q": "mirror"})["results"]
    assert hit["href"] == "/api/v1/entities/repository/default/mirror"
