"""`manage.py validate --against`: what changed files would do to a live catalog."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_httpserver import HTTPServer

from tests.repositories import Clones, component, documents

REMOTE = "https://github.com/acme/shop"
HERE = f"url:{REMOTE}/blob/main/catalog-info.yaml"
ELSEWHERE = "url:https://github.com/acme/other/blob/main/catalog-info.yaml"


def live(name: str, place: str = HERE, relations: tuple[tuple[str, str], ...] = (), **spec: str) -> dict[str, Any]:
    """A Component as a live catalog serves it."""
    annotations = {
        "backstage.io/managed-by-location": place,
        "backstage.io/managed-by-origin-location": place,
        "backstage.io/source-location": place.rpartition("/")[0] + "/",
        "backstage.io/view-url": place.removeprefix("url:"),
    }
    return {
        "apiVersion": "backstage.io/v1alpha1",
        "kind": "Component",
        "metadata": {"name": name, "namespace": "default", "uid": "u", "etag": "e", "annotations": annotations},
        "spec": {"type": "service", "lifecycle": "production", "owner": "shop"} | spec,
        "relations": [{"type": type_, "targetRef": target} for type_, target in relations],
    }


LOCATION = (
    "apiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata: {{name: parts}}\nspec: {{targets: {targets}}}\n"
)
SHOP = {"apiVersion": "backstage.io/v1alpha1", "kind": "Group", "metadata": {"name": "shop"}, "spec": {"type": "team"}}


@pytest.fixture
def catalog(httpserver: HTTPServer):  # type: ignore[no-untyped-def]
    """Serves these entities, and the team that owns them."""

    def serve(*entities: dict[str, Any]) -> str:
        page = {"items": [SHOP, *entities], "totalItems": 1, "pageInfo": {}}
        httpserver.expect_request("/api/catalog/entities/by-query").respond_with_json(page)
        return str(httpserver.url_for(""))

    return serve


@pytest.fixture
def shop(clones: Clones) -> Clones:
    clones.commit("shop", {"catalog-info.yaml": documents(component("cart"), component("checkout"))})
    clones.git("shop", "remote", "add", "origin", f"{REMOTE}.git")
    return clones


def validate(*arguments: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("validate", *arguments, stdout=out)
    except SystemExit as stop:
        return int(str(stop.code)), out.getvalue()
    return 0, out.getvalue()


def list_changes(url: str, *paths: str) -> tuple[int, list[tuple[str, str]]]:
    status, text = validate("--format", "json", "--against", url, *paths)
    lines = [json.loads(line) for line in text.splitlines()]
    return status, [(line["change"], line["entityRef"]) for line in lines if "change" in line]


def test_what_the_live_catalog_says_already_is_no_change(shop: Clones, catalog) -> None:  # type: ignore[no-untyped-def]
    url = catalog(live("cart"), live("checkout"), live("far", ELSEWHERE))
    assert list_changes(url, str(shop.root / "shop")) == (0, [])


def test_added_changed_and_removed_are_told(shop: Clones, catalog) -> None:  # type: ignore[no-untyped-def]
    url = catalog(live("cart", owner="pay"), live("old"), live("far", ELSEWHERE))
    status, text = validate("--format", "json", "--against", url, str(shop.root / "shop"))
    changes = {line["change"]: line for line in map(json.loads, text.splitlines()) if "change" in line}
    assert status == 0
    assert changes["added"]["entityRef"] == "component:default/checkout"
    assert changes["changed"]["fields"] == {"spec.owner": ["pay", "shop"]}
    assert (changes["removed"]["entityRef"], changes["removed"]["place"]) == ("component:default/old", HERE)


def test_a_ref_of_another_repository_is_a_conflict_and_fails(shop: Clones, catalog) -> None:  # type: ignore[no-untyped-def]
    url = catalog(live("cart", ELSEWHERE), live("checkout"))
    assert list_changes(url, str(shop.root / "shop")) == (1, [("conflict", "component:default/cart")])


def test_what_still_refers_to_a_removed_entity_is_named(shop: Clones, catalog) -> None:  # type: ignore[no-untyped-def]
    gone = ("dependsOn", "component:default/old")
    seen_from_the_other_end = ("dependencyOf", "component:default/old")
    url = catalog(
        live("cart"),
        live("checkout"),
        live("old"),
        live("far", ELSEWHERE, (gone,)),
        live("near", ELSEWHERE, (seen_from_the_other_end,)),
    )
    expected = [("removed", "component:default/old"), ("dangling", "component:default/far")]
    assert list_changes(url, str(shop.root / "shop")) == (0, expected)
    assert validate("--strict", "--against", url, str(shop.root / "shop"))[0] == 1


def test_an_entity_in_conflict_stays_and_is_left_dangling_as_others_are(shop: Clones, catalog) -> None:  # type: ignore[no-untyped-def]
    url = catalog(live("cart"), live("old"), live("checkout", ELSEWHERE, (("dependsOn", "component:default/old"),)))
    _, changes = list_changes(url, str(shop.root / "shop"))
    assert changes == [
        ("removed", "component:default/old"),
        ("conflict", "component:default/checkout"),
        ("dangling", "component:default/checkout"),
    ]


def test_members_and_children_that_a_group_names_itself_are_left_dangling_too(shop: Clones, catalog) -> None:  # type: ignore[no-untyped-def]
    sale = ("hasMember", "user:default/jo"), ("parentOf", "component:default/old")
    names = live("sale", ELSEWHERE, sale) | {"kind": "Group"}
    names["spec"] = {"type": "team", "children": ["component:old"]}
    is_named = live("tech", ELSEWHERE, (("parentOf", "component:default/old"),)) | {"kind": "Group"}
    is_named["spec"] = {"type": "team", "children": []}
    changes = list_changes(
        catalog(live("cart"), live("checkout"), live("old"), names, is_named), str(shop.root / "shop")
    )
    assert changes == (0, [("removed", "component:default/old"), ("dangling", "group:default/sale")])


def test_what_a_location_of_the_repository_names_is_still_declared(clones: Clones, catalog) -> None:  # type: ignore[no-untyped-def]
    location = LOCATION.format(targets="[./parts/*.yaml]")
    clones.commit("shop", {"catalog-info.yaml": location, "parts/a.yaml": component("cart")})
    clones.git("shop", "remote", "add", "origin", REMOTE)
    place = f"url:{REMOTE}/blob/main/parts/a.yaml"
    here = live("parts") | {"kind": "Location", "spec": {"targets": ["./parts/*.yaml"]}}
    url = catalog(here, live("cart", place), live("old", place))
    assert list_changes(url, str(clones.root / "shop")) == (0, [("removed", "component:default/old")])


def test_every_checkout_in_a_folder_is_a_repository_of_its_own(shop: Clones, catalog) -> None:  # type: ignore[no-untyped-def]
    shop.commit("far", {"catalog-info.yaml": component("far")})
    shop.git("far", "remote", "add", "origin", "https://github.com/acme/other")
    url = catalog(live("cart"), live("checkout", ELSEWHERE), live("far", ELSEWHERE), live("old", ELSEWHERE))
    assert list_changes(url, str(shop.root)) == (0, [("removed", "component:default/old")])


def test_of_a_ref_declared_twice_the_one_that_is_live_is_compared(clones: Clones, catalog) -> None:  # type: ignore[no-untyped-def]
    clones.commit("shop", {"a/catalog-info.yaml": component("cart", "pay"), "b/catalog-info.yaml": component("cart")})
    clones.git("shop", "remote", "add", "origin", REMOTE)
    url = catalog(live("cart", f"url:{REMOTE}/blob/main/b/catalog-info.yaml"))
    assert list_changes(url, str(clones.root / "shop")) == (0, [])
    clones.commit("shop", {"c/catalog-info.yaml": component("cart", "far"), "b/catalog-info.yaml": None})
    _, text = validate("--format", "json", "--against", url, str(clones.root / "shop"))
    [change] = [json.loads(line) for line in text.splitlines() if '"change"' in line]
    assert change["fields"] == {"spec.owner": ["shop", "pay"]}


def test_refs_are_dangling_only_if_the_live_catalog_does_not_have_them(clones: Clones, catalog) -> None:  # type: ignore[no-untyped-def]
    text = component("cart", dependsOn="[component:far, component:nowhere]")
    clones.commit("shop", {"catalog-info.yaml": text})
    url = catalog(live("far", ELSEWHERE))
    status, out = validate("--format", "json", "--against", url, str(clones.root / "shop"))
    [warning] = json.loads(out.splitlines()[0])["warnings"]
    assert (status, "nowhere" in warning["message"]) == (0, True)


def test_one_file_says_nothing_of_the_others(shop: Clones, catalog) -> None:  # type: ignore[no-untyped-def]
    shop.commit("shop", {"pay/catalog-info.yaml": component("pay")})
    url = catalog(live("cart"), live("checkout"), live("pay", f"url:{REMOTE}/blob/main/pay/catalog-info.yaml"))
    assert list_changes(url, str(shop.root / "shop/catalog-info.yaml")) == (0, [])
    assert list_changes(url, str(shop.root / "shop/pay")) == (0, [])


def test_a_broken_file_removes_nothing(clones: Clones, catalog) -> None:  # type: ignore[no-untyped-def]
    clones.commit("shop", {"catalog-info.yaml": documents(component("cart"), "kind: [\n")})
    clones.git("shop", "remote", "add", "origin", REMOTE)
    url = catalog(live("cart"), live("checkout"))
    assert list_changes(url, str(clones.root / "shop")) == (1, [])


def test_a_file_that_moved_within_its_repository_is_no_conflict(clones: Clones, catalog) -> None:  # type: ignore[no-untyped-def]
    clones.commit("shop", {"app/catalog-info.yaml": component("cart")})
    clones.git("shop", "remote", "add", "origin", REMOTE)
    assert list_changes(catalog(live("cart")), str(clones.root / "shop")) == (0, [])


@pytest.mark.parametrize("place", ["file:shop/catalog-info.yaml", "file:/srv/clones/shop/catalog-info.yaml"])
def test_a_clone_without_remote_is_told_by_its_folder(clones: Clones, catalog, place: str) -> None:  # type: ignore[no-untyped-def]
    clones.commit("shop", {"catalog-info.yaml": component("cart")})
    url = catalog(live("cart", place), live("old", place), live("far", "file:other/catalog-info.yaml"))
    assert list_changes(url, str(clones.root / "shop")) == (0, [("removed", "component:default/old")])


def test_text_and_github_forms_name_file_and_line(shop: Clones, catalog) -> None:  # type: ignore[no-untyped-def]
    url = catalog(live("cart", owner="pay"), live("old"))
    _, text = validate("--against", url, str(shop.root / "shop"))
    assert 'catalog-info.yaml:1: changed: component:default/cart changes: spec.owner: "pay" -> "shop"' in text
    assert text.endswith("In the live catalog: 1 added, 1 changed, 1 removed, 0 conflict, 0 dangling\n")
    _, commands = validate("--format", "github", "--against", url, str(shop.root / "shop"))
    assert "::warning title=live-removed::component:default/old leaves" in commands
    assert "line=10,title=live-added::component:default/checkout is new" in commands


def test_a_catalog_that_does_not_answer_is_wrong_use(shop: Clones, httpserver: HTTPServer) -> None:
    with pytest.raises(CommandError, match="answered 500") as caught:
        validate("--against", httpserver.url_for(""), str(shop.root / "shop"))
    assert caught.value.returncode == 2


def test_sarif_has_no_form_for_it(shop: Clones) -> None:
    with pytest.raises(CommandError, match="sarif"):
        validate("--format", "sarif", "--against", "http://127.0.0.1:1", str(shop.root / "shop"))


def test_files_served_from_no_host_of_code_are_told_by_the_given_address(clones: Clones, catalog) -> None:  # type: ignore[no-untyped-def]
    clones.commit("shop", {"catalog-info.yaml": component("cart")})
    url = catalog(live("cart", "url:http://files.test/shop/catalog-info.yaml"))
    path = str(clones.root / "shop")
    assert list_changes(url, path) == (1, [("conflict", "component:default/cart")])
    assert list_changes(url, path, "--repository-url", "http://files.test/shop/") == (0, [])
