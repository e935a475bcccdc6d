"""`/people`: who they are and which teams they are in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal, cast

from django.http import Http404

from catalog.core.access import Actor
from catalog.models.visibility import VisibleQuerySet
from catalog.selectors.renames import find_present_ref
from portal.api.addresses import member_address
from portal.api.base import ListView, ReadView
from portal.api.problems import MovedError
from portal.api.shapes import Shape
from teams.filters import PersonFilters
from teams.models import Membership, Person
from teams.selectors.identities import Identity, list_identities
from teams.selectors.person_merges import list_record_refs
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
class IdentityItem(Shape):
    """An address or a login of somebody."""

    scheme: Annotated[Literal["email", "github-login", "gitlab-login"], "What it is."]
    value: str
    record_ref: Annotated[str, "The record it is of: that of the person, or one that is merged into it."]
    since: datetime
    until: Annotated[datetime | None, "Null: it is theirs now."]
    decision: Annotated[int | None, "The decision that says so; null where a file does."]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonItem(Shape):
    """A person, with the teams they are in and the addresses they have now."""

    ref: str
    name: str
    shown_name: str
    email: str
    teams: list[TeamOfPerson]
    identities: list[IdentityItem]
    first_seen_at: datetime
    left_at: Annotated[datetime | None, "Since when no source names them any more."]
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFull(PersonItem):
    """A person, with the teams they are in and were in, and what they are and were known by."""

    past_teams: list[TeamOfPerson]
    past_identities: list[IdentityItem]
    records: Annotated[list[str], "Refs of all records of theirs, this one first: those that are merged are others."]


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


def describe_identity(identity: Identity) -> IdentityItem:
    """An address or a login as the API tells it."""
    return IdentityItem(
        scheme=cast("Any", identity.scheme),
        value=identity.value,
        record_ref=identity.record_ref,
        since=identity.since,
        until=identity.until,
        decision=identity.decision.pk if identity.decision else None,
    )


def _describe(person: Person, now: Teams, known: Sequence[Identity]) -> PersonItem:
    return PersonItem(
        ref=person.ref,
        name=person.name,
        shown_name=person.shown_name,
        email=person.email,
        teams=now.get(person.pk, []),
        identities=[describe_identity(each) for each in known if each.until is None],
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
        """Three queries."""
        now, _ = _list_teams(self.actor, rows)
        known = list_identities(rows)
        return [_describe(person, now, known.get(person.ref, ())) for person in rows]


class GetPerson(ReadView):
    """One person."""

    subject = "person"
    answer = PersonFull
    may_move = True

    def read(self) -> PersonFull:
        """The person. Five queries."""
        person = get_visible_person(self)
        now, past = _list_teams(self.actor, [person])
        known = list_identities([person]).get(person.ref, ())
        return PersonFull(
            **_describe(person, now, known).fields(),
            past_teams=past.get(person.pk, []),
            past_identities=[describe_identity(each) for each in known if each.until is not None],
            records=list_record_refs(person),
        )


def get_visible_person(view: ReadView, *rest: str) -> Person:
    """The person that the address names; one query, and one more for one that is not there any more.

    Raises Http404, and MovedError to `rest` below them where they have another name now.
    """
    ref = "user:{namespace}/{name}".format_map(view.kwargs).lower()
    person = get_person(view.actor, ref)
    present_ref = person.ref if person is not None and person.ref != ref else ""
    if person is None or person.left_at is not None:
        present_ref = present_ref or find_present_ref(view.actor, ref)
    if present_ref:
        raise MovedError("/".join((member_address("people", present_ref), *rest)))
    if person is None:
        raise Http404
    return person
