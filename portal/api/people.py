"""`/people`: who they are and which teams they are in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from django.http import Http404

from catalog.core.access import Actor
from catalog.models.visibility import VisibleQuerySet
from portal.api.addresses import member_address
from portal.api.base import ListView, ReadView
from portal.api.shapes import Shape
from teams.filters import PersonFilters
from teams.models import Membership, Person
from teams.selectors.teams import get_person, list_people
from teams.selectors.visible import list_memberships


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamOfPerson(Shape):
    """A team somebody is in, or was."""

    ref: str
    name: Annotated[str, "The name that is shown."]
    is_lead: bool
    since: datetime
    until: Annotated[datetime | None, "Null: they are in it now."]
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonItem(Shape):
    """A person, with the teams they are in now."""

    ref: str
    name: str
    shown_name: str
    email: str
    teams: list[TeamOfPerson]
    first_seen_at: datetime
    left_at: Annotated[datetime | None, "Since when no source names them any more."]
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFull(PersonItem):
    """A person, with the teams they are in and were in."""

    past_teams: list[TeamOfPerson]


Teams = dict[int, list[TeamOfPerson]]


def _list_teams(actor: Actor, people: Sequence[Person]) -> tuple[Teams, Teams]:
    """Teams by the id of the person: those of now, and those of the past. One query."""
    now: defaultdict[int, list[TeamOfPerson]] = defaultdict(list)
    past: defaultdict[int, list[TeamOfPerson]] = defaultdict(list)
    found = list_memberships(actor).filter(person__in=[person.pk for person in people]).select_related("team")
    for membership in found.order_by("team__name", "since", "pk"):
        is_past = membership.until is not None or membership.team.dissolved_at is not None
        (past if is_past else now)[membership.person_id].append(_describe_team(membership))
    return now, past


def _describe_team(membership: Membership) -> TeamOfPerson:
    team = membership.team
    return TeamOfPerson(
        ref=team.ref,
        name=team.shown_name,
        is_lead=membership.is_lead,
        since=membership.since,
        until=membership.until or team.dissolved_at,
        href=member_address("teams", team.ref),
    )


def _describe(person: Person, now: Teams) -> PersonItem:
    return PersonItem(
        ref=person.ref,
        name=person.name,
        shown_name=person.shown_name,
        email=person.email,
        teams=now.get(person.pk, []),
        first_seen_at=person.first_seen_at,
        left_at=person.left_at,
        href=member_address("people", person.ref),
    )


class ListPeople(ListView):
    """The people, those who left included."""

    subject = "person"
    answer = PersonItem
    filters = PersonFilters
    sorts = {"name": ("name", "pk"), "first_seen_at": ("first_seen_at", "pk")}

    def get_queryset(self) -> VisibleQuerySet[Person]:
        """The people."""
        return list_people(self.actor)

    def describe(self, rows: Sequence[Person]) -> list[PersonItem]:
        """One query."""
        now, _ = _list_teams(self.actor, rows)
        return [_describe(person, now) for person in rows]


class GetPerson(ReadView):
    """One person."""

    subject = "person"
    answer = PersonFull

    def read(self) -> PersonFull:
        """The person. Two queries."""
        person = get_person(self.actor, f"user:{self.kwargs['namespace']}/{self.kwargs['name']}")
        if person is None:
            raise Http404
        now, past = _list_teams(self.actor, [person])
        return PersonFull(**_describe(person, now).fields(), past_teams=past.get(person.pk, []))
