"""The search box and the search page."""

from __future__ import annotations

import csv
import io
from typing import Any

import orjson
import pytest
from django.test import Client

from catalog.actions.search import index_search
from catalog.models import Entity, Origin
from tests.portal.organisation import Named, Organisation, count_queries
from tests.scoring.factories import NOW, make_entity

WHO = ["django_session", "portal_account", "teams_membership", "catalog_sourcereader"]
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def indexed(org: Organisation) -> None:
    """What the organisation has can be found."""
    index()


def index() -> None:
    refs = [*Entity.objects.values_list("ref", flat=True), *(origin.ref for origin in Origin.objects.all())]
    index_search(refs, NOW)


def describe(entity: Entity, **metadata: Any) -> None:
    body = {"kind": entity.kind, "metadata": {"name": entity.name, **metadata}}
    Entity.objects.filter(pk=entity.pk).update(body_json=orjson.dumps(body).decode())
    index()


def read(someone: Named, query: str) -> str:
    response = someone.get(f"/search?{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_the_box_shows_options_of_a_listbox_with_owner_and_page(owner: Named) -> None:
    part = read(owner, "q=car&part=1")
    assert '<a class="bw-hit" href="/entities/component/default/cart" role="option" id="hit-1"' in part
    assert "<mark>car</mark>t" in part
    assert "Shop" in part
    assert "<html" not in part, "only the part under the box"


def test_the_box_says_when_there_is_nothing_and_keeps_silent_while_too_little_is_typed(owner: Named) -> None:
    assert "Nothing is called like “zzyzx”." in read(owner, "q=zzyzx&part=1")
    assert read(owner, "q=c&part=1").strip() == ""


def test_a_similar_name_is_said_to_be_one(owner: Named) -> None:
    part = read(owner, "q=legder&part=1")
    told = "Nothing is called like “legder”. Did you mean one of these?"
    assert part.index(told) < part.index("ledger")
    assert told in read(owner, "q=legder")
    assert "Did you mean" not in read(owner, "q=ledg&part=1")


def test_why_something_was_found_stands_beneath_it(org: Organisation, owner: Named) -> None:
    describe(org.cart, description="Holds umbrellas until they are paid.")
    part = read(owner, "q=umbrella&part=1")
    assert "description: Holds <mark>umbrella</mark>s until they are paid." in " ".join(part.split())


def test_one_answer_is_opened_at_once_but_not_while_narrowing(owner: Named) -> None:
    response = owner.get("/search?q=cart")
    assert (response.status_code, response.headers["Location"]) == (302, "/entities/component/default/cart")
    assert "1 found" in read(owner, "q=cart&kind=component")
    assert "1 found" in read(owner, "q=cart+kind:component")


def test_kinds_are_counted_and_each_is_a_link(owner: Named) -> None:
    page = read(owner, "q=shop&owner=")
    assert "All <span" in page
    assert 'href="/search?q=shop&amp;owner=&amp;kind=group"' in page
    assert 'href="/search?q=shop&amp;owner=&amp;kind=repository"' in page
    narrowed = read(owner, "q=shop&kind=group")
    assert 'aria-current="page">Group' in narrowed
    assert "Repository" in narrowed, "the other kinds are still counted"


def test_a_filter_is_a_chip_that_can_be_taken_away(owner: Named) -> None:
    page = read(owner, "q=ca&owner=group:default/shop")
    assert 'href="/search?q=ca" aria-label="Remove the filter Owner: group:default/shop"' in page


def test_nothing_that_fits_says_what_to_do(owner: Named) -> None:
    assert "Look through the catalog" in read(owner, "q=zzyzx")
    assert "Remove a filter above" in read(owner, "q=cart&kind=location")
    assert "What are you looking for?" in read(owner, "")


def test_my_teams_are_an_owner_to_choose(owner: Named, administrator: Named) -> None:
    assert '<option value="me"' in read(owner, "q=shop&owner=me")
    assert "ledger" not in read(owner, "owner=me")
    assert '<option value="me"' not in read(administrator, "q=shop")


def test_all_that_was_found_can_be_exported(owner: Named) -> None:
    response = owner.client.get("/search?q=cart&format=csv")
    rows = list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
    assert rows == [
        ["ref", "name", "kind", "owner", "found in", "text"],
        ["component:default/cart", "cart", "Component", "group:default/shop", "name", "cart"],
    ]


def test_an_outsider_finds_nothing_hidden(owner: Named, outsider: Named) -> None:
    assert "vault" in read(owner, "q=vaul&part=1")
    for query in (
        "q=vault&part=1",
        "q=secret",
        "q=component:default/vault",
        "kind=repository",
        "owner=group:default/shop",
    ):
        page = read(outsider, query).replace('value="vault"', "").replace("component:default/vault", "")
        assert "/entities/component/default/vault" not in page, query
        assert f">{'secret'}<" not in page, query


def test_signed_out_people_are_sent_to_the_sign_in_page(signed_out: Client) -> None:
    assert signed_out.get("/search?q=cart").headers["Location"].startswith("/sign-in")


@pytest.mark.parametrize("part", ["", "&part=1"])
def test_nothing_typed_or_written_runs(org: Organisation, owner: Named, part: str) -> None:
    describe(org.cart, title=SCRIPT, description=f"{SCRIPT} umbrella", tags=[SCRIPT])
    describe(Entity.objects.get(name="ledger"), title=SCRIPT)
    for text in ("alert", "umbrella", SCRIPT, "kind:<script> alert", "tag:%22%3E%3Cscript%3E"):
        response = owner.client.get("/search", {"q": text, **({"part": "1"} if part else {})}, follow=True)
        assert b"<script>alert" not in response.content, text


@pytest.mark.parametrize("more", [0, 60])
def test_the_queries_do_not_grow_with_what_is_found(org: Organisation, owner: Named, more: int) -> None:
    for number in range(more):
        make_entity(f"cart-{number}", "shop")
    make_entity("cart-web", "")
    index()
    names = ["catalog_entity"]
    owners = ["catalog_ownership", "catalog_entity", "teams_team"]
    assert count_queries(owner, "/search?q=cart&part=1") == [*WHO, "catalog_searchentry", *names, *owners]
    page = count_queries(owner, "/search?q=cart")
    assert page == [
        *WHO, "catalog_searchentry", "catalog_searchentry", "catalog_searchentry", *names, *owners, "teams_team",
    ]  # fmt: skip
