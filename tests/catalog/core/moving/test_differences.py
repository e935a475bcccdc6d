"""What differs between two catalogs."""

from __future__ import annotations

from typing import Any

from catalog.core.moving.differences import Difference, What, compare_catalogs
from catalog.core.moving.entities import as_declared, name_entity


def entity(name: str, *relations: tuple[str, str], kind: str = "Component", place: str = "") -> dict[str, object]:
    annotations = {"backstage.io/managed-by-location": place} if place else {}
    return {
        "kind": kind,
        "metadata": {"name": name, "annotations": annotations},
        "relations": [{"type": type_, "targetRef": target} for type_, target in relations],
    }


OWNED = ("ownedBy", "group:default/shop")


def test_equal_catalogs_do_not_differ_whatever_their_order_and_case() -> None:
    theirs = [entity("Cart", ("dependsOn", "component:default/X"), OWNED), entity("pay")]
    ours = [entity("pay"), entity("cart", OWNED, ("dependsOn", "component:default/x"))]
    assert compare_catalogs(theirs, ours) == []


def test_each_kind_of_difference_is_told_with_its_place() -> None:
    theirs = [
        entity("gone", place="url:x"),
        entity("cart", OWNED),
        entity("pay", OWNED, ("partOf", "system:default/a")),
    ]
    ours = [entity("new"), entity("cart"), entity("pay", OWNED, ("partOf", "system:default/b"))]
    assert compare_catalogs(theirs, ours) == [
        Difference(What.OWNER, "component:default/cart", ("group:default/shop",), ()),
        Difference(What.MISSING, "component:default/gone", place="url:x"),
        Difference(What.ADDED, "component:default/new"),
        Difference(What.RELATIONS, "component:default/pay", ("partOf system:default/a",), ("partOf system:default/b",)),
    ]


def test_the_other_end_of_what_only_one_side_has_is_no_difference_of_its_own() -> None:
    theirs = [entity("gone", OWNED), entity("shop", ("ownerOf", "component:default/gone"), kind="Group")]
    ours = [entity("shop", kind="Group")]
    assert [each.what for each in compare_catalogs(theirs, ours)] == [What.MISSING]


def test_locations_that_a_catalog_makes_itself_are_left_out() -> None:
    assert compare_catalogs([entity("generated-1", kind="Location")], [entity("generated-2", kind="Location")]) == []
    assert compare_catalogs([entity("all", kind="Location")], [])[0].what is What.MISSING


def test_what_is_no_entity_is_left_out() -> None:
    hostile: list[dict[str, Any]] = [
        {},
        {"kind": 1, "metadata": {"name": "x"}},
        {"kind": "A", "metadata": []},
        {"kind": "A", "relations": 5},
    ]
    assert compare_catalogs(hostile, []) == []
    broken = entity("cart") | {"relations": [1, {"type": "ownedBy"}, {}]}
    assert compare_catalogs([broken], [entity("cart")])[0].what in What


def test_the_namespace_is_the_default_one_where_none_is_said() -> None:
    assert name_entity({"kind": "API", "metadata": {"name": "Rates", "namespace": ""}}) == "api:default/rates"


def test_what_a_catalog_adds_is_not_what_a_descriptor_said() -> None:
    added = {"backstage.io/managed-by-location": "url:x", "backstage.io/source-location": "url:x/"}
    live = {"kind": "A", "metadata": {"name": "x", "uid": "1", "etag": "2", "annotations": added}, "status": {}}
    assert as_declared(live, may_say_source=False) == {"kind": "A", "metadata": {"name": "x"}}
    assert as_declared(live)["metadata"]["annotations"] == {"backstage.io/source-location": "url:x/"}
