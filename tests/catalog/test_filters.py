"""Filters of the catalog: the same answers for the page and the API."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import QueryDict

from catalog.core.access import SYSTEM
from catalog.filters import (
    BrokenFileFilters,
    EntityFilters,
    RelationFilters,
    RepositoryFilters,
    ScanFilters,
    read_owner_ref,
)
from catalog.models import Descriptor, Edge, Entity, Origin, Ownership, Scan
from tests.catalog.factories import NOW, make_origin
from tests.scoring.factories import make_entity

pytestmark = pytest.mark.django_db


def names(query: str) -> list[str]:
    found = EntityFilters(QueryDict(query), queryset=Entity.objects.order_by("name"))
    assert not found.errors
    return list(found.qs.values_list("name", flat=True))


@pytest.fixture
def entities() -> None:
    make_entity("cart", "shop", title="The Basket", lifecycle="production")
    make_entity("ledger", "money", description="Holds every cent", lifecycle="experimental", error="broken")
    make_entity("cart-db", "", kind="Resource", type="database")
    Ownership.objects.create(
        subject_ref="component:default/cart", owner_ref="group:default/shop", confidence=0.8, since=NOW
    )
    Ownership.objects.create(subject_ref="component:default/ledger", owner_ref="", confidence=0, since=NOW)
    Ownership.objects.create(
        subject_ref="component:default/ledger", owner_ref="group:default/shop", confidence=0.8, since=NOW, until=NOW
    )


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["cart", "cart-db", "ledger"]),
        ("q=CART", ["cart", "cart-db"]),
        ("q=basket", ["cart"]),
        ("q=every cent", ["ledger"]),
        ("q=100%25", []),
        ("q=_", []),
        ("kind=component", ["cart", "ledger"]),
        ("kind=RESOURCE", ["cart-db"]),
        ("type=Database", ["cart-db"]),
        ("lifecycle=Experimental", ["ledger"]),
        ("namespace=DEFAULT&q=ledger", ["ledger"]),
        ("in_error=true", ["ledger"]),
        ("in_error=false", ["cart", "cart-db"]),
        ("owner=shop", ["cart"]),
        ("owner=group:default/shop", ["cart"]),
        ("owner=nobody", ["cart-db", "ledger"]),
        ("owner=money", []),
        ("owner=::", []),
    ],
)
def test_entities(entities: None, query: str, expected: list[str]) -> None:
    assert names(query) == expected


@pytest.mark.parametrize(
    ("text", "ref"),
    [("shop", "group:default/shop"), ("User:Ada", "user:default/ada"), (" x/y ", "group:x/y"), (" ", "?"), (":", ":")],
)
def test_a_bare_name_of_an_owner_is_a_groups(text: str, ref: str) -> None:
    assert read_owner_ref(text) == ref


def test_a_wrong_value_is_an_error_with_the_name_of_the_filter() -> None:
    found = RepositoryFilters(QueryDict("state=on fire&source=x"), queryset=Origin.objects.all())
    assert set(found.errors) == {"state", "source"}


def test_a_repository_in_each_state() -> None:
    waiting, failed = make_origin("waiting"), make_origin("failed", scan_error="damaged")
    broken, fine = make_origin("broken", scanned_at=NOW), make_origin("fine", scanned_at=NOW)
    gone = make_origin("gone", scanned_at=NOW, missing_since=NOW, is_archived=True)
    Descriptor.objects.create(
        origin=broken, path="x", doc_index=0, state="broken", digest="d", commit="c", first_seen_at=NOW, error="bad"
    )
    expected = {
        "waiting": [waiting], "failed": [failed], "broken": [broken], "fine": [fine, gone], "archived": [gone],
        "missing": [gone],
    }  # fmt: skip
    for state, origins in expected.items():
        found = RepositoryFilters(QueryDict(f"state={state}"), queryset=Origin.objects.order_by("pk"))
        assert list(found.qs) == origins, state


def test_broken_files_by_text_repository_and_stage() -> None:
    shop, org = make_origin("shop"), make_origin("org")
    for origin, path, error in ((shop, "a.yaml", "a tab"), (org, "b.yaml", "no kind")):
        Descriptor.objects.create(
            origin=origin, path=path, doc_index=0, state="broken", digest="d", commit="c", first_seen_at=NOW,
            error=error, stage="yaml",
        )  # fmt: skip

    def paths(query: str) -> list[str]:
        found = BrokenFileFilters(QueryDict(query), queryset=Descriptor.objects.order_by("path"))
        return list(found.qs.values_list("path", flat=True))

    assert paths("q=TAB") == ["a.yaml"]
    assert paths("q=org") == ["b.yaml"]
    assert paths(f"repository={shop.pk}") == ["a.yaml"]
    assert paths("stage=YAML") == ["a.yaml", "b.yaml"]


def test_scans_that_failed_or_found_broken_files() -> None:
    origin = make_origin()
    rows: dict[str, dict[str, Any]] = {"good": {}, "broken": {"broken": 1}, "failed": {"error": "damaged"}}
    for number, (commit, fields) in enumerate(rows.items()):
        at = NOW + timedelta(days=number)
        Scan.objects.create(origin=origin, commit=commit, started_at=at, finished_at=at, **fields)

    def commits(**query: str) -> list[str]:
        data = QueryDict(mutable=True)
        data.update(query)
        return list(ScanFilters(data, queryset=Scan.objects.order_by("pk")).qs.values_list("commit", flat=True))

    assert commits(failed="true") == ["broken", "failed"]
    assert commits(failed="false") == ["good"]
    assert commits(since="2026-03-03T00:00:00Z") == ["broken", "failed"]
    assert commits(repository=str(origin.pk)) == ["good", "broken", "failed"]


def test_relations_that_lead_nowhere() -> None:
    cart, gone = make_entity("cart", "shop"), make_entity("gone", "shop", removed_at=NOW)
    for target in (cart.ref, gone.ref, "component:default/never"):
        Edge.objects.create(
            declared_by=cart.descriptors.get(), source_ref=cart.ref, type="dependsOn", target_ref=target
        )

    def targets(query: str) -> list[str]:
        asked = SimpleNamespace(actor=SYSTEM)
        found = RelationFilters(QueryDict(query), queryset=Edge.objects.order_by("target_ref"), request=asked)
        return list(found.qs.values_list("target_ref", flat=True))

    assert targets("dangling=true") == [gone.ref, "component:default/never"]
    assert targets("dangling=false") == [cart.ref]
    assert targets("type=dependsOn&q=NEVER") == ["component:default/never"]
    assert targets("type=partOf") == []
