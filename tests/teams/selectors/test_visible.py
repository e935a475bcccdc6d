"""A membership is seen where both its ends are: a team does not tell its hidden people, nor a person hidden teams."""

from __future__ import annotations

import pytest

from catalog.core.access import SYSTEM, Actor
from catalog.models import Source
from teams.models import Membership, Person, Team
from teams.selectors.visible import count_visible_members, list_memberships
from tests.catalog.factories import NOW, make_source

OUTSIDER = Actor("account:1")


def _team(name: str, source: Source) -> Team:
    return Team.objects.create(ref=f"group:default/{name}", name=name, source=source, first_seen_at=NOW)


def _person(name: str, source: Source) -> Person:
    return Person.objects.create(ref=f"user:default/{name}", name=name, source=source, first_seen_at=NOW)


@pytest.fixture
def teams(db: None) -> tuple[Team, Team]:
    """An open and a hidden team, each with an open and a hidden person."""
    sources = make_source(), make_source("/srv/hidden", is_restricted=True)
    made = _team("open", sources[0]), _team("hidden", sources[1])
    people = _person("ada", sources[0]), _person("bo", sources[1])
    for team in made:
        for person in people:
            Membership.objects.create(team=team, person=person, since=NOW)
    return made


def test_both_ends_must_be_visible(teams: tuple[Team, Team]) -> None:
    assert [str(each.person) for each in list_memberships(OUTSIDER)] == ["ada"]
    assert list_memberships(SYSTEM).count() == 4


def test_members_are_counted_who_are_there_now_and_seen(teams: tuple[Team, Team]) -> None:
    ids = [team.pk for team in teams]
    assert count_visible_members(OUTSIDER, ids) == {teams[0].pk: 1}
    assert count_visible_members(SYSTEM, ids) == {teams[0].pk: 2, teams[1].pk: 2}
    Person.objects.filter(name="ada").update(left_at=NOW)
    assert count_visible_members(OUTSIDER, ids) == {}
