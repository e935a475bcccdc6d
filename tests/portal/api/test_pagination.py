"""Cursor pages: complete, in order, stable while rows come and go, and useless anywhere else."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import timedelta
from typing import Any

import orjson
import pytest

from catalog.models import Entity, Origin, PersonMerge, Scan
from scoring.models import Score
from teams.models import OnCallSource, Override
from tests.portal.api.world import Script, list_addresses
from tests.portal.organisation import Organisation
from tests.scoring.factories import NOW

LISTS = (
    "/sources", "/repositories", "/scans", "/broken-files", "/entities", "/services", "/claims", "/ownership", "/teams",
    "/people", "/findings", "/scores", "/reports", "/entities/component/default/cart/relations", "/conflicts",
    "/renames", "/removed-entities", "/exemptions", "/entities/component/default/cart/history", "/locations",
    "/schedules", "/schedules/default/shop/overrides", "/team-apis", "/team-apis/default/shop/versions",
    "/teams/default/shop/members", "/teams/default/shop/members/decisions", "/people/merges", "/on-call-sources",
)  # fmt: skip


def _walk(script: Script, address: str, query: dict[str, Any] | None, direction: str) -> list[list[Any]]:
    """The rows of every page from here on."""
    page = script.read(address, query)
    pages = [page["results"]]
    while page[direction]:
        page = script.read(page[direction])
        pages.append(page["results"])
    return pages


def _list_sorts(script: Script, address: str) -> list[str]:
    detail: str = script.get(address, {"sort": "?"}).json()["errors"][0]["detail"]
    return detail.removeprefix("Must be one of ").removesuffix(".").split(", ")


def test_every_list_is_tested_here(world: Organisation) -> None:
    found = {address.removeprefix("/api/v1") for name, address in list_addresses(world).items() if name[:4] == "list"}
    assert found - {"/checks"} == set(LISTS)


def make_second_rows() -> None:
    """Of what the world has one of."""
    PersonMerge.objects.create(first_ref="user:default/uma", second_ref="user:default/vaughn-vault", seen_at=NOW)
    Origin.objects.create(
        kind="url", provider_id="2", name="b.yaml", location="https://git.example.org/b.yaml", first_seen_at=NOW
    )
    OnCallSource.objects.create(kind="ical-url", name="second", added_by="account:0", added_at=NOW)
    Override.objects.create(
        schedule_ref="schedule:default/shop", mode="add", start=NOW, end=NOW + timedelta(hours=2), made_at=NOW,
        people=["user:default/ulla"], made_by_ref="account:0",
    )  # fmt: skip


@pytest.mark.parametrize("address", LISTS)
def test_pages_of_one_row_hold_what_one_page_holds_in_every_order_and_both_ways(
    owners_script: Script, address: str
) -> None:
    make_second_rows()
    for sort in _list_sorts(owners_script, address):
        whole = owners_script.read(address, {"sort": sort})
        assert (whole["next"], whole["previous"]) == (None, None)
        assert whole["count"] == len(whole["results"]) > 1, (address, sort)
        pages = _walk(owners_script, address, {"sort": sort, "limit": 1}, "next")
        assert pages == [[row] for row in whole["results"]], (address, sort)


@pytest.mark.parametrize("sort", ["name", "-name", "ref", "-changed_at"])
def test_the_way_back_leads_over_the_same_pages(owners_script: Script, sort: str) -> None:
    there = _walk(owners_script, "/entities", {"sort": sort, "limit": 3}, "next")
    page = owners_script.read("/entities", {"sort": sort, "limit": 3})
    while page["next"]:
        page = owners_script.read(page["next"])
    back = _walk(owners_script, page["previous"], None, "previous")
    assert back[::-1] == there[:-1]


def test_rows_that_come_and_go_shift_nothing(world: Organisation, owners_script: Script) -> None:
    """With offsets, a row that goes would let the next page skip one, and one that comes would show one twice."""
    first = owners_script.read("/entities", {"limit": 2, "sort": "ref"})
    second = owners_script.read(first["next"])["results"]
    Entity.objects.filter(ref=first["results"][0]["ref"]).delete()
    assert owners_script.read(first["next"])["results"] == second
    Entity.objects.create(
        ref="aaa:default/aaa", kind="Aaa", namespace="default", name="aaa", first_seen_at=NOW, changed_at=NOW
    )
    assert owners_script.read(first["next"])["results"] == second


def test_a_page_whose_rows_are_gone_is_empty_and_ends(world: Organisation, owners_script: Script) -> None:
    page = owners_script.read("/scans", {"limit": 1})
    Scan.objects.all().delete()
    empty = owners_script.read(page["next"])
    assert (empty["results"], empty["next"], empty["previous"], empty["count"]) == ([], None, None, 0)


def test_the_size_of_a_page_may_change_on_the_way(owners_script: Script) -> None:
    link = owners_script.read("/entities", {"limit": 1})["next"]
    assert "limit=1" in link
    rest = owners_script.read(link.replace("limit=1", "limit=200"))
    assert len(rest["results"]) == rest["count"] - 1


def test_filters_stay_on_while_paging(owners_script: Script) -> None:
    pages = _walk(owners_script, "/entities", {"kind": "component", "limit": 1}, "next")
    assert {row["kind"] for page in pages for row in page} == {"Component"}


def test_services_that_could_not_be_rated_come_last(world: Organisation, administrators_script: Script) -> None:
    """A null in the column of an order would stop the pages there."""
    Score.objects.create(
        subject_ref="component:default/orphan", scorecard="ownership", completeness=0, points=[], computed_at=NOW
    )
    pages = _walk(administrators_script, "/scores", {"limit": 1}, "next")
    assert [row["value"] for page in pages for row in page] == [10, 85, None]


def _tamper(cursor: str) -> str:
    """The same cursor asking for another row."""
    signed = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    content = orjson.dumps([False, ["a", "x' OR 1=1"]])
    return urlsafe_b64encode(signed[:16] + content).decode().rstrip("=")


def test_a_cursor_is_good_for_its_own_list_alone(owners_script: Script) -> None:
    link = owners_script.read("/entities", {"limit": 1, "kind": "component"})["next"]
    cursor = link.partition("cursor=")[2]
    assert owners_script.get("/entities", {"kind": "component", "cursor": cursor}).status_code == 200
    foreign = [
        ("/entities", {"cursor": cursor}),
        ("/entities", {"cursor": cursor, "kind": "group"}),
        ("/entities", {"cursor": cursor, "kind": "component", "sort": "ref"}),
        ("/services", {"cursor": cursor, "kind": "component"}),
        ("/teams", {"cursor": cursor}),
        ("/entities", {"cursor": _tamper(cursor), "kind": "component"}),
        ("/entities", {"cursor": cursor[:-1], "kind": "component"}),
        ("/entities", {"cursor": cursor + "A", "kind": "component"}),
    ]
    for address, query in foreign:
        response = owners_script.get(address, query)
        assert response.status_code == 400, (address, query)
        assert response.json()["errors"] == [
            {"parameter": "cursor", "detail": "Is not a cursor of this list and its filters."}
        ]


@pytest.mark.parametrize(
    "cursor", ["a", "====", "é", "%00", "bnVsbA", "e30", "AAAA" * 900, "-1", "null", "\ufffd", "a b"]
)
def test_what_is_no_cursor_is_400(owners_script: Script, cursor: str) -> None:
    for address in LISTS:
        assert owners_script.get(address, {"cursor": cursor}).status_code == 400, address
