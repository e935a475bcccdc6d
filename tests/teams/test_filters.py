"""Filters of teams and people: the same answers for the page and the API."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.http import QueryDict

from catalog.core.access import Actor
from teams.filters import PersonFilters, TeamFilters
from teams.models import Membership, Person, Team
from tests.catalog.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def people() -> None:
    def team(name: str, **fields: object) -> Team:
        return Team.objects.create(ref=f"group:default/{name}", name=name, first_seen_at=NOW, **fields)

    shop = team("shop", title="The Shop", type="Team", parent_ref="group:default/all")
    former = team("former", focus="Sold things once")
    team("gone", dissolved_at=NOW)
    team("all")
    ada = Person.objects.create(
        ref="user:default/ada", name="ada", shown_name="Ada Love", email="ada@example.org", first_seen_at=NOW
    )
    bob = Person.objects.create(ref="user:default/bob", name="bob", first_seen_at=NOW, left_at=NOW)
    Membership.objects.create(team=shop, person=ada, since=NOW)
    Membership.objects.create(team=former, person=bob, since=NOW)
    Membership.objects.create(team=former, person=ada, since=NOW, until=NOW)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["all", "former", "gone", "shop"]),
        ("q=the sho", ["shop"]),
        ("q=SOLD", ["former"]),
        ("type=team", ["shop"]),
        ("parent=all", ["shop"]),
        ("parent=group:default/all", ["shop"]),
        ("parent=::", []),
        ("state=staffed", ["shop"]),
        ("state=empty", ["all", "former"]),
        ("state=dissolved", ["gone"]),
    ],
)
def test_teams(query: str, expected: list[str]) -> None:
    asked = SimpleNamespace(actor=Actor("account:1"))
    found = TeamFilters(QueryDict(query), queryset=Team.objects.order_by("name"), request=asked)
    assert list(found.qs.values_list("name", flat=True)) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["ada", "bob"]),
        ("q=love", ["ada"]),
        ("q=@EXAMPLE", ["ada"]),
        ("email=ADA@example.org", ["ada"]),
        ("team=shop", ["ada"]),
        ("team=former", ["bob"]),
    ],
)
def test_people(query: str, expected: list[str]) -> None:
    asked = SimpleNamespace(actor=Actor("account:1"))
    found = PersonFilters(QueryDict(query), queryset=Person.objects.order_by("name"), request=asked)
    assert list(found.qs.values_list("name", flat=True)) == expected
