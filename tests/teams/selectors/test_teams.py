"""Reads of teams, as far as an actor may see them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalog.core.access import Actor, Scope
from teams.models import Membership, Person, Team
from teams.selectors.teams import (
    count_owned_services,
    get_person,
    get_team,
    list_child_teams,
    list_members,
    list_owned,
    list_people,
    list_teams,
    list_teams_of,
)
from teams.selectors.visible import count_visible_members
from tests.portal.organisation import Organisation, make_member, make_organisation, own
from tests.scoring.factories import NOW, make_entity

ADMINISTRATOR = Actor("account:1", is_administrator=True)
VIEWER = Actor("account:2")
BLIND = Actor("token:1", scopes=frozenset({Scope.WRITE}))


@pytest.fixture
def org(db: None) -> Organisation:
    """Olga is in the team Shop, and Lena leads it."""
    org = make_organisation()
    make_member(org.shop, "olga")
    make_member(org.shop, "lena", is_lead=True)
    return org


def test_who_may_not_read_sees_nobody(org: Organisation) -> None:
    assert not list_teams(BLIND).exists()
    assert not list_people(BLIND).exists()
    assert get_team(BLIND, org.shop.ref) is None
    assert get_person(BLIND, "user:default/olga") is None


def test_what_a_team_owns_is_what_the_actor_may_see(org: Organisation) -> None:
    own(make_entity("db", "shop", kind="Resource"), org.shop)
    insider = Actor("account:3", restricted_source_ids=frozenset({org.hidden_origin.source_id or 0}))
    assert set(list_owned(insider, org.shop.ref).values_list("name", flat=True)) == {"cart", "vault", "db"}
    assert set(list_owned(VIEWER, org.shop.ref).values_list("name", flat=True)) == {"cart", "db"}
    assert count_owned_services(insider, [org.shop.ref]) == {org.shop.ref: 2}
    assert count_owned_services(VIEWER, [org.shop.ref, "group:default/none"]) == {org.shop.ref: 1}


def test_what_a_team_owned_once_it_does_not_own(org: Organisation) -> None:
    org.cart.__class__.objects.filter(pk=org.vault.pk).update(removed_at=NOW)
    assert [entity.name for entity in list_owned(ADMINISTRATOR, org.shop.ref)] == ["cart"]


def test_members_are_those_who_are_there_now_leads_first(org: Organisation) -> None:
    team = Team.objects.get(pk=org.shop.pk)
    assert [m.person.name for m in list_members(VIEWER, team)] == ["lena", "olga"]
    Person.objects.filter(name="lena").update(left_at=timezone.now())
    assert [m.person.name for m in list_members(VIEWER, team)] == ["olga"]
    assert count_visible_members(VIEWER, [team.pk]) == {team.pk: 1}
    Membership.objects.update(until=timezone.now())
    assert count_visible_members(VIEWER, [team.pk]) == {}


def test_a_person_of_a_restricted_source_is_no_member_for_others(org: Organisation) -> None:
    Person.objects.filter(name="olga").update(source=org.hidden_origin.source)
    assert [member.person.name for member in list_members(VIEWER, org.shop)] == ["lena"]
    assert list_members(ADMINISTRATOR, org.shop).count() == 2


def test_the_teams_of_a_person_leave_out_dissolved_ones(org: Organisation) -> None:
    person = Person.objects.get(name="olga")
    assert [m.team.name for m in list_teams_of(VIEWER, person)] == ["shop"]
    Team.objects.filter(name="shop").update(dissolved_at=NOW)
    assert not list_teams_of(VIEWER, person).exists()


def test_teams_within_a_team(org: Organisation) -> None:
    Team.objects.filter(name="money").update(parent_ref=org.shop.ref)
    assert [team.name for team in list_child_teams(VIEWER, org.shop)] == ["money"]


def test_owned_services_are_counted_with_one_query(org: Organisation) -> None:
    with CaptureQueriesContext(connection) as captured:
        count_owned_services(VIEWER, [f"group:default/{number}" for number in range(500)])
    assert len(captured) == 1
