"""Teams and the people on call, and how to reach them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated

from catalog.core.access import Actor
from portal.api.addresses import member_address
from portal.api.shapes import Shape
from portal.api.teams import Channel, Member, describe_member, read_channel
from teams.models import Membership, Team
from teams.selectors.on_call_people import PersonOnCall
from teams.selectors.teams import list_teams
from teams.selectors.visible import list_memberships


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact(Shape):
    """A team and how to reach it."""

    ref: str
    name: str
    email: str
    channels: list[Channel]
    leads: list[Member]
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonToReach(Shape):
    """Somebody a schedule names."""

    ref: Annotated[str, "Empty for somebody you may not see."]
    name: str
    email: str
    is_known: Annotated[bool, "Whether the catalog has them and you may see them; else they are named as written."]
    href: str | None


def describe_people(people: Iterable[PersonOnCall]) -> list[PersonToReach]:
    """People in their order. No query."""
    return [
        PersonToReach(
            ref=each.ref,
            name=each.name,
            email=each.email,
            is_known=each.is_known,
            href=member_address("people", each.ref) if each.is_known else None,
        )
        for each in people
    ]


def list_contacts(actor: Actor, refs: Collection[str]) -> dict[str, Contact]:
    """Teams by ref. Two queries."""
    teams = list(list_teams(actor).filter(ref__in=refs))
    leads = list_memberships(actor).filter(
        team__in=[team.pk for team in teams], is_lead=True, until__isnull=True, person__left_at__isnull=True
    )
    by_team: dict[int, list[Membership]] = {}
    for membership in leads.select_related("person").order_by("person__name"):
        by_team.setdefault(membership.team_id, []).append(membership)
    return {team.ref: _describe_contact(team, by_team.get(team.pk, [])) for team in teams}


def _describe_contact(team: Team, leads: Sequence[Membership]) -> Contact:
    return Contact(
        ref=team.ref,
        name=team.shown_name,
        email=team.email,
        channels=[read_channel(channel) for channel in team.channels],
        leads=[describe_member(membership) for membership in leads],
        href=member_address("teams", team.ref),
    )
