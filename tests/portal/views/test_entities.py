"""Lists of entities: Services and the whole catalog."""

from __future__ import annotations

import csv
import io

import pytest

from catalog.models import Entity
from tests.portal.organisation import OWNER, Named, Organisation, count_queries, own, rate
from tests.scoring.factories import make_entity

WHO = ["django_session", "portal_account", "teams_membership", "catalog_sourcereader"]


def read(someone: Named, url: str) -> str:
    return someone.get(url).content.decode()


def names(someone: Named, url: str) -> list[str]:
    """The first cell of each row, by the links that a keyboard walks through."""
    page = read(someone, url)
    return [part.partition(">")[2].partition("<")[0] for part in page.split("data-row-link")[1:]]


def read_csv(someone: Named, url: str) -> list[dict[str, str]]:
    response = someone.client.get(url)
    assert response.headers["Content-Type"].startswith("text/csv")
    text = response.getvalue().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_services_are_components_of_the_configured_types(owner: Named) -> None:
    make_entity("library", "shop", type="library")
    make_entity("db", "shop", kind="Resource", type="database")
    assert names(owner, "/services") == ["cart", "ledger", "vault"]


def test_a_removed_service_is_not_there(org: Organisation, owner: Named) -> None:
    Entity.objects.filter(pk=org.cart.pk).update(removed_at=org.cart.first_seen_at)
    assert names(owner, "/services") == ["ledger", "vault"]


def test_an_outsider_does_not_see_what_comes_from_a_restricted_source(outsider: Named, administrator: Named) -> None:
    assert names(outsider, "/services") == ["cart", "ledger"]
    assert "vault" not in read(outsider, "/catalog")
    assert [row["ref"] for row in read_csv(outsider, "/services?format=csv")] == [
        "component:default/cart",
        "component:default/ledger",
    ]
    assert names(administrator, "/services") == ["cart", "ledger", "vault"]


def test_a_row_says_owner_confidence_score_and_why(owner: Named) -> None:
    page = read(owner, "/services?q=cart")
    assert 'href="/teams/default/shop"' in page
    assert "80 % sure. The descriptor names Shop." in page
    assert "Score 85 of 100, in doubt" in page
    assert "85 % rated" in page
    assert "The claims about cart name two teams." in page, "the reason is there without JavaScript, for print"


def test_nobody_is_said_in_words(org: Organisation, owner: Named) -> None:
    make_entity("orphan", "")
    assert "Nobody" in read(owner, "/services?q=orphan")
    own(make_entity("unknown", "phoenix"), None, 0.0)
    assert names(owner, "/services?owner=nobody") == ["orphan", "unknown"]


@pytest.mark.parametrize("text", ["group:default/shop", "shop", "Shop", "group:shop"])
def test_services_of_an_owner(owner: Named, text: str) -> None:
    assert names(owner, f"/services?owner={text}") == ["cart", "vault"]


def test_a_filter_is_a_chip_that_can_be_removed(owner: Named) -> None:
    page = read(owner, "/services?owner=group:default/shop&type=service&sort=-name&page=1")
    assert 'href="?type=service&amp;sort=-name"' in page, "without the owner, and on its first page"
    assert "Remove the filter Owner: Shop" in page


def test_nothing_that_fits_says_what_to_do(owner: Named) -> None:
    page = read(owner, "/services?q=zzz")
    assert "Nothing fits these filters" in page
    assert 'href="/services"' in page


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("name", ["cart", "ledger", "vault"]),
        ("-name", ["vault", "ledger", "cart"]),
        ("score", ["cart", "ledger", "vault"]),
        ("-findings", ["cart", "vault", "ledger"]),
        ("owner", ["ledger", "cart", "vault"]),
        ("nonsense", ["cart", "ledger", "vault"]),
        ("-pk", ["cart", "ledger", "vault"]),
    ],
)
def test_sorting_puts_rows_without_a_value_last(owner: Named, sort: str, expected: list[str]) -> None:
    assert names(owner, f"/services?sort={sort}") == expected


def test_a_low_score_comes_before_a_missing_one_either_way(org: Organisation, owner: Named) -> None:
    rate(make_entity("bad", "shop"), 10, "orphaned")
    assert names(owner, "/services?sort=score")[:2] == ["bad", "cart"]
    assert names(owner, "/services?sort=-score")[:2] == ["cart", "bad"]


def test_the_head_says_how_the_list_is_sorted(owner: Named) -> None:
    page = read(owner, "/services?sort=-name")
    assert 'aria-sort="descending"' in page
    assert 'href="?sort=name"' in page


def test_csv_holds_every_row_and_runs_nothing_in_a_spreadsheet(org: Organisation, owner: Named) -> None:
    for number in range(60):
        make_entity(f"more-{number}", "shop")
    Entity.objects.filter(pk=org.cart.pk).update(description="=HYPERLINK(1)", title="@cart")
    rows = read_csv(owner, "/services?format=csv&sort=-name")
    assert len(rows) == 63
    cart = next(row for row in rows if row["ref"] == org.cart.ref)
    assert (cart["description"], cart["name"]) == ("'=HYPERLINK(1)", "'@cart")
    assert (cart["owner"], cart["confidence"], cart["score"], cart["findings"]) == (
        "group:default/shop",
        "0.8",
        "85",
        "1",
    )


def test_a_long_list_has_pages(org: Organisation, owner: Named) -> None:
    for number in range(60):
        make_entity(f"more-{number:02}", "shop")
    assert len(names(owner, "/services")) == 50
    assert len(names(owner, "/services?page=2")) == 13
    assert len(names(owner, "/services?page=99")) == 13
    assert "1\N{EN DASH}50 of 63" in read(owner, "/services")


@pytest.mark.parametrize("rows", [1, 60])
def test_the_queries_of_the_lists_do_not_grow(org: Organisation, owner: Named, rows: int) -> None:
    for number in range(rows):
        own(make_entity(f"more-{number}", "shop"), org.shop)
    row = [*OWNER, "scoring_score", "scoring_finding"]
    services = [
        *WHO,
        "catalog_entity",  # how many
        "teams_team",  # owners to choose from
        "catalog_entity",  # types to choose from
        "catalog_entity",  # lifecycles to choose from
        "catalog_entity",  # the page
    ]
    assert count_queries(owner, "/services") == [*services, *row]
    named_team = ["catalog_entity"]  # whether one may know of it
    assert len(count_queries(owner, "/services?sort=-findings&owner=shop")) == len([*services, *named_team, *row])
    catalog = [
        *WHO,
        "catalog_entity",  # how many
        "catalog_entity",  # kinds to choose from
        "catalog_entity",  # types to choose from
        "teams_team",  # owners to choose from
        "catalog_entity",  # the page
    ]
    assert count_queries(owner, "/catalog?kind=component") == [*catalog, *row]


@pytest.mark.parametrize("query", ["q=%00", "in_error=perhaps", "kind=%00&q=x"])
def test_a_filter_that_cannot_be_is_left_out_and_named(owner: Named, query: str) -> None:
    response = owner.get(f"/catalog?{query}")
    assert response.status_code == 200
