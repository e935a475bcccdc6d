"""Single entities: by name, by uid, their ancestry, and what becomes of those whose document is refused."""

from __future__ import annotations

from typing import Any

import pytest

from catalog.actions.renames import declare_rename
from catalog.models import Descriptor, Entity
from tests.catalog.api.backstage.world import ROOT, SHOP, Script, World, component, declare, names_of
from tests.catalog.factories import NOW

CART = "/entities/by-name/component/default/cart"
PROCESSING = "backstage.io/catalog-processing"


def relations(entity: dict[str, Any]) -> list[tuple[str, str]]:
    return [(item["type"], item["targetRef"]) for item in entity["relations"]]


def test_an_entity_is_served_whole(otto: Script) -> None:
    entity = otto.get(CART)
    row = Entity.objects.get(ref="component:default/cart")
    etag = entity["metadata"].pop("etag")
    assert len(etag) == 40
    assert entity["metadata"] == {
        "name": "cart",
        "namespace": "default",
        "title": "The Basket",
        "tags": ["go", "java"],
        "annotations": {
            "github.com/project-slug": "acme/shop",
            "backstage.io/managed-by-location": "url:https://github.com/acme/shop/blob/main/catalog-info.yaml",
            "backstage.io/managed-by-origin-location": "url:https://github.com/acme/shop/blob/main/catalog-info.yaml",
            "backstage.io/view-url": "https://github.com/acme/shop/blob/main/catalog-info.yaml",
            "backstage.io/edit-url": "https://github.com/acme/shop/edit/main/catalog-info.yaml",
            "backstage.io/source-location": "url:https://github.com/acme/shop/tree/main/",
        },
        "uid": str(row.uid),
    }
    assert relations(entity) == [
        ("dependsOn", "resource:default/carts-db"),
        ("ownedBy", "group:default/shop"),
        ("partOf", "system:default/buying"),
    ]
    assert "status" not in entity


@pytest.mark.parametrize("path", ["Component/Default/CART", "component/default/cart"])
def test_case_does_not_matter_in_a_name(otto: Script, path: str) -> None:
    assert otto.get(f"/entities/by-name/{path}")["metadata"]["name"] == "cart"


def test_a_missing_name_says_so(otto: Script) -> None:
    error = otto.refuse("GET", "/entities/by-name/component/default/does-not-exist")
    assert error == {
        "status": 404,
        "name": "NotFoundError",
        "message": "No entity named 'does-not-exist' found, with kind 'component' in namespace 'default'",
        "url": "/entities/by-name/component/default/does-not-exist",
    }


def test_an_entity_is_found_by_its_uid(otto: Script) -> None:
    uid = otto.get(CART)["metadata"]["uid"]
    assert otto.get(f"/entities/by-uid/{uid}") == otto.get(CART)
    error = otto.refuse("GET", "/entities/by-uid/zzz")
    assert (error["status"], error["message"]) == (404, "No entity with uid zzz")
    assert otto.refuse("GET", "/entities/by-uid/00000000-0000-4000-8000-000000000000")["status"] == 404


def test_the_etag_is_strong_and_changes_with_relations_of_others(world: World, otto: Script) -> None:
    path = "/entities/by-name/group/default/pay"
    first = otto.ask("GET", path)
    etag = first.headers["ETag"]
    assert etag == f'"{first.json()["metadata"]["etag"]}"'
    again = otto.ask("GET", path, **{"If-None-Match": f'W/"x", {etag}'})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
    declare(
        world.shop, {"catalog-info.yaml": component("buttons", owner="pay") + "---\n" + component("cart", owner="pay")}
    )
    changed = otto.ask("GET", path, **{"If-None-Match": etag})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != etag


def test_ancestry_of_an_entity_at_a_usual_place_is_itself(otto: Script) -> None:
    found = otto.get(f"{CART}/ancestry")
    assert found["rootEntityRef"] == "component:default/cart"
    assert found["items"] == [{"entity": otto.get(CART), "parentEntityRefs": []}]
    error = otto.refuse("GET", "/entities/by-name/component/default/nope/ancestry")
    assert (error["status"], error["message"]) == (404, "No such entity component:default/nope")


def test_ancestry_goes_up_through_locations(world: World, otto: Script) -> None:
    location = '{"apiVersion": "backstage.io/v1alpha1", "kind": "Location", "metadata": {"name": "%s"}, "spec": {}}\n'
    declare(world.shop, {"all.yaml": location % "all", "more.yaml": location % "more", "c.yaml": component("cart")})
    for ref, parent in (
        ("component:default/cart", "location:default/more"),
        ("location:default/more", "location:default/all"),
    ):
        Descriptor.objects.filter(ref=ref).update(location_ref=parent)
    found = otto.get(f"{CART}/ancestry")
    assert names_of([item["entity"] for item in found["items"]]) == ["cart", "more", "all"]
    assert [item["parentEntityRefs"] for item in found["items"]] == [
        ["location:default/more"], ["location:default/all"], [],
    ]  # fmt: skip
    Descriptor.objects.filter(ref="location:default/all").update(location_ref="component:default/cart")
    assert len(otto.get(f"{CART}/ancestry")["items"]) == 3, "a circle ends"


def test_an_entity_refused_for_its_owner_is_absent_until_it_was_good_once(world: World, otto: Script) -> None:
    declare(world.shop, {"catalog-info.yaml": component("fresh", owner=None)})
    assert otto.refuse("GET", "/entities/by-name/component/default/fresh")["status"] == 404
    assert otto.names("/entities?filter=kind=component") == []
    declare(world.shop, {"catalog-info.yaml": component("fresh", owner="shop")})
    assert otto.names("/entities?filter=kind=component") == ["fresh"]


def test_an_entity_that_lost_its_owner_goes_on_as_it_was_with_a_status(world: World, otto: Script) -> None:
    lost = SHOP.replace("lifecycle: experimental, owner: group:default/shop", "lifecycle: deprecated")
    declare(world.shop, {"catalog-info.yaml": lost})
    entity = otto.get("/entities/by-name/component/default/checkout")
    assert entity["spec"]["owner"] == "group:default/shop"
    assert entity["spec"]["lifecycle"] == "experimental"
    [item] = entity["status"]["items"]
    assert (item["type"], item["level"], item["error"]["name"]) == (PROCESSING, "error", "InputError")
    assert ("ownedBy", "group:default/shop") in relations(entity)
    shop = otto.get("/entities/by-name/group/default/shop")
    assert ("ownerOf", "component:default/checkout") in relations(shop)
    assert otto.names("/entities?filter=relations.ownedBy=group:default/shop,kind=component") == ["cart", "checkout"]


def test_what_went_on_as_it_was_is_forgotten_when_it_is_good_again_or_gone(world: World, otto: Script) -> None:
    lost = SHOP.replace(", owner: group:default/shop", "")
    declare(world.shop, {"catalog-info.yaml": lost})
    declare(world.shop, {"catalog-info.yaml": SHOP.replace("owner: group:default/shop", "owner: pay")})
    assert "status" not in otto.get("/entities/by-name/component/default/checkout")
    refs = [target for _, target in relations(otto.get("/entities/by-name/group/default/shop"))]
    assert "component:default/checkout" not in refs
    declare(world.shop, {"catalog-info.yaml": lost})
    declare(world.shop, {})
    assert otto.refuse("GET", "/entities/by-name/component/default/checkout")["status"] == 404
    assert relations(otto.get("/entities/by-name/group/default/pay")) == []
    declare(world.shop, {"catalog-info.yaml": lost})
    assert otto.refuse("GET", "/entities/by-name/component/default/checkout")["status"] == 404


def test_a_broken_file_keeps_its_entities_each_with_a_status(world: World, otto: Script) -> None:
    declare(world.shop, {"catalog-info.yaml": "kind: ["})
    for name in ("cart", "checkout"):
        entity = otto.get(f"/entities/by-name/component/default/{name}")
        assert entity["status"]["items"][0]["type"] == PROCESSING
    assert otto.names("/entities?filter=status.items.level=error") == [], "status is not searchable"
    declare(world.shop, {"catalog-info.yaml": SHOP})
    assert "status" not in otto.get(CART)


def test_a_repository_that_moved_has_new_addresses(world: World, otto: Script) -> None:
    from catalog.actions.pending import Change, deliver_to, queue_changes
    from catalog.actions.stitch import CONSUMER
    from tests.catalog.factories import NOW

    world.shop.remote_url = "https://gitlab.com/acme/shop.git"
    world.shop.save()
    queue_changes(Change.ENTITY, [world.shop.ref], NOW)
    deliver_to(CONSUMER, NOW)
    url = "https://gitlab.com/acme/shop/-/blob/main/catalog-info.yaml"
    assert otto.get(CART)["metadata"]["annotations"]["backstage.io/view-url"] == url
    assert otto.names(f"/entities?filter=kind=system,metadata.annotations.backstage.io/view-url={url}") == ["buying"]


@pytest.mark.parametrize("rest", ["", "/ancestry"])
def test_an_old_name_leads_to_the_present_one(otto: Script, rest: str) -> None:
    declare_rename("component:basket", "component:default/cart", "It was called so.", "command", NOW)
    response = otto.ask("GET", f"/entities/by-name/Component/default/BASKET{rest}")
    assert (response.status_code, response.content) == (308, b"")
    assert response.headers["Location"] == f"{ROOT}{CART}{rest}"
    assert response.headers["Cache-Control"] == "private, no-cache", "a rename can be taken back"
    assert otto.get(response.headers["Location"].removeprefix(ROOT))


def test_an_old_name_of_what_somebody_may_not_see_leads_nowhere(ann: Script, otto: Script) -> None:
    declare_rename("component:safe", "component:default/secret-vault", "It was called so.", "command", NOW)
    for rest in ("", "/ancestry"):
        path = f"/entities/by-name/component/default/safe{rest}"
        assert ann.ask("GET", path).status_code == 308
        unknown = otto.refuse("GET", path.replace("safe", "nope"))
        assert otto.refuse("GET", path)["message"] == unknown["message"].replace("nope", "safe")


def test_an_old_name_among_many_refs_is_null(otto: Script) -> None:
    declare_rename("component:basket", "component:default/cart", "It was called so.", "command", NOW)
    assert otto.post("/entities/by-refs", {"entityRefs": ["component:default/basket"]}) == {"items": [None]}
