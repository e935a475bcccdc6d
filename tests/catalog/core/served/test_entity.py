"""Entities as they are served."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from catalog.core.served.entity import is_refused_for_owner, merge_relations, serve_entity, serve_last_good
from catalog.core.served.places import Place
from catalog.core.served.texts import list_texts

PLACE = Place("catalog-info.yaml", "shop")
UID = "3b2d423c-5774-499a-93c2-413ecc23bc75"


def body(**metadata: Any) -> dict[str, Any]:
    return {
        "apiVersion": "backstage.io/v1alpha1",
        "kind": "Component",
        "metadata": {"name": "cart", "namespace": "default", **metadata},
        "spec": {"type": "service", "lifecycle": "production", "owner": "shop"},
    }


def test_what_is_served_has_identity_annotations_and_sorted_relations() -> None:
    served = serve_entity(body(), UID, PLACE, [("partOf", "b"), ("ownedBy", "z"), ("ownedBy", "a")], "")
    entity = orjson.loads(served.text)
    assert entity["metadata"]["uid"] == UID
    assert entity["metadata"]["etag"] == served.etag
    assert entity["metadata"]["annotations"]["backstage.io/managed-by-location"] == "file:shop/catalog-info.yaml"
    assert [(r["type"], r["targetRef"]) for r in entity["relations"]] == [
        ("ownedBy", "a"),
        ("ownedBy", "z"),
        ("partOf", "b"),
    ]
    assert "status" not in entity
    assert entity == served.entity


def test_the_etag_changes_with_whatever_is_sent() -> None:
    base = serve_entity(body(), UID, PLACE, [], "").etag
    assert base == serve_entity(body(), UID, PLACE, [], "").etag
    others = [
        serve_entity(body(title="x"), UID, PLACE, [], ""),
        serve_entity(body(etag="given"), UID, PLACE, [], ""),
        serve_entity(body(), UID, Place("other.yaml", "shop"), [], ""),
        serve_entity(body(), UID, PLACE, [("a", "b")], ""),
        serve_entity(body(), UID, PLACE, [], "broken"),
    ]
    assert len({base, *(other.etag for other in others)}) == 6


def test_an_error_is_told_in_status_items() -> None:
    items = serve_entity(body(), UID, PLACE, [], "the owner is missing").entity["status"]["items"]
    assert items == [
        {
            "type": "backstage.io/catalog-processing",
            "level": "error",
            "message": "InputError: the owner is missing",
            "error": {"name": "InputError", "message": "the owner is missing"},
        }
    ]


def test_a_descriptor_cannot_say_where_it_is_or_run_scripts_from_links() -> None:
    written = {
        "backstage.io/managed-by-location": "url:https://evil.example.org/",
        "backstage.io/view-url": " java\nscript:alert(1)",
        "backstage.io/edit-url": "https://edit.example.org/",
        "backstage.io/source-location": "url:https://src.example.org/",
    }
    annotations = serve_entity(body(annotations=written), UID, PLACE, [], "").entity["metadata"]["annotations"]
    assert annotations == {
        "backstage.io/managed-by-location": "file:shop/catalog-info.yaml",
        "backstage.io/managed-by-origin-location": "file:shop/catalog-info.yaml",
        "backstage.io/edit-url": "https://edit.example.org/",
        "backstage.io/source-location": "url:https://src.example.org/",
    }


def test_the_last_good_state_goes_on_with_a_status_and_new_relations() -> None:
    good = serve_entity(body(), UID, PLACE, [("ownedBy", "group:default/shop")], "")
    kept = serve_last_good(good.text, [("partOf", "system:default/x")], "no owner")
    assert kept.entity["spec"] == good.entity["spec"]
    assert kept.entity["relations"] == [{"type": "partOf", "targetRef": "system:default/x"}]
    assert kept.entity["status"]["items"][0]["error"]["message"] == "no owner"
    assert kept.entity["metadata"]["etag"] == kept.etag != good.etag
    given = serve_entity(body(etag="given"), UID, PLACE, [], "")
    assert serve_last_good(given.text, [], "no owner").entity["metadata"]["etag"] == "given"


def test_more_relations_for_those_who_may_see_them() -> None:
    served = serve_entity(body(), UID, PLACE, [("ownerOf", "b")], "")
    text, etag = merge_relations(served.text, served.etag, [("ownerOf", "a")])
    entity = orjson.loads(text)
    assert [r["targetRef"] for r in entity["relations"]] == ["a", "b"]
    assert entity["metadata"]["etag"] == etag != served.etag
    assert merge_relations(served.text, served.etag, [("ownerOf", "b")]) == (served.text, served.etag)


OWNERS: list[tuple[Any, bool]] = [
    ("shop", False),
    ("group:default/shop", False),
    (None, True),
    ("", True),
    (5, True),
    ("a:b:c/", True),
]


@pytest.mark.parametrize(("owner", "is_refused"), OWNERS)
def test_backstage_refuses_an_entity_for_its_owner(owner: Any, is_refused: bool) -> None:
    entity = body()
    entity["spec"]["owner"] = owner
    assert is_refused_for_owner(entity) is is_refused


def test_kinds_that_need_no_owner_are_not_refused_for_it() -> None:
    group = {"apiVersion": "backstage.io/v1alpha1", "kind": "Group", "metadata": {"name": "a"}, "spec": {"type": "x"}}
    custom = {"apiVersion": "example.org/v1", "kind": "Widget", "metadata": {"name": "a"}}
    missing = body()
    del missing["spec"]["owner"]
    assert [is_refused_for_owner(entity) for entity in (group, custom, missing)] == [False, False, True]


def test_full_text_looks_in_name_title_description_and_tags() -> None:
    entity = body(title="The Cart", description="Holds\nthings", tags=["Go"], labels={"x": "hidden"})
    assert list_texts(entity) == "cart\nthe cart\nholds things\ngo"
