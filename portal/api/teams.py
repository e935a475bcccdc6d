"""`/teams`: who is responsible, and how to reach them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from django.http import Http404

from catalog.core.access import Actor
from catalog.models.visibility import VisibleQuerySet
from catalog.selectors.renames import find_present_ref
from catalog.selectors.subjects import list_hidden_refs
from portal.api.addresses import make_address, member_address
from portal.api.base import ListView, ReadView
from portal.api.owners import show_ref
from portal.api.problems import MovedError
from portal.api.shapes import Shape
from portal.selectors.findings import count_open_by
from teams.filters import TeamFilters
from teams.models import Membership, Team
from teams.selectors.teams import count_owned_services, get_team, list_child_teams, list_members, list_teams
from teams.selectors.visible import count_visible_members


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamItem(Shape):
    """A team."""

    ref: str
    name: str
    title: str
    type: str
    focus: str
    email: str
    parent_ref: str | None
    members: Annotated[int, "People who are in it now."]
    services: Annotated[int, "Services it is accountable for."]
    open_findings: int
    first_seen_at: datetime
    dissolved_at: datetime | None
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel(Shape):
    """A way to reach a team."""

    kind: str
    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Member(Shape):
    """Somebody who is in a team now."""

    ref: str
    name: Annotated[str, "The name that is shown."]
    email: str
    is_lead: bool
    since: datetime
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamFull(TeamItem):
    """A team with its people and how to reach them."""

    channels: list[Channel]
    people: list[Member]
    children: Annotated[list[str], "Refs of the teams directly below."]
    owns: Annotated[str, "Where to read what it is accountable for."]


def describe_teams(actor: Actor, teams: Sequence[Team]) -> list[TeamItem]:
    """Teams in the order given. Four queries."""
    refs = [team.ref for team in teams]
    members = count_visible_members(actor, [team.pk for team in teams])
    services, findings = count_owned_services(actor, refs), count_open_by(actor, "team_ref", refs)
    hidden = list_hidden_refs(actor, (team.parent_ref for team in teams))
    return [
        TeamItem(
            ref=team.ref,
            name=team.name,
            title=team.title,
            type=team.type,
            focus=team.focus,
            email=team.email,
            parent_ref=show_ref(team.parent_ref, hidden),
            members=members.get(team.pk, 0),
            services=services.get(team.ref, 0),
            open_findings=findings.get(team.ref, 0),
            first_seen_at=team.first_seen_at,
            dissolved_at=team.dissolved_at,
            href=member_address("teams", team.ref),
        )
        for team in teams
    ]


class ListTeams(ListView):
    """The teams, dissolved ones included."""

    subject = "team"
    answer = TeamItem
    filters = TeamFilters
    sorts = {"name": ("name", "pk"), "first_seen_at": ("first_seen_at", "pk")}

    def get_queryset(self) -> VisibleQuerySet[Team]:
        """The teams."""
        return list_teams(self.actor)

    def describe(self, rows: Sequence[Team]) -> list[TeamItem]:
        """Four queries."""
        return describe_teams(self.actor, rows)


class GetTeam(ReadView):
    """One team: its people, its channels, the teams below it."""

    subject = "team"
    answer = TeamFull
    may_move = True

    def read(self) -> TeamFull:
        """The team. Seven queries; one more for one that is not there any more."""
        team = get_visible_team(self, "teams")
        (item,) = describe_teams(self.actor, [team])
        return TeamFull(
            **item.fields(),
            channels=[read_channel(channel) for channel in team.channels],
            people=[describe_member(membership) for membership in list_members(self.actor, team)],
            children=list(list_child_teams(self.actor, team).values_list("ref", flat=True)),
            owns=make_address("ownership", owner=team.ref, current="true"),
        )


def get_visible_team(view: ReadView, collection: str, *rest: str) -> Team:
    """The team that the address names; one query, and one more for one that is not there any more.

    Raises Http404, and MovedError to `collection` and `rest` where it has another name now.
    """
    ref = "group:{namespace}/{name}".format_map(view.kwargs)
    team = get_team(view.actor, ref)
    if team is None or team.dissolved_at is not None:
        present_ref = find_present_ref(view.actor, ref)
        if present_ref:
            raise MovedError("/".join((member_address(collection, present_ref), *rest)))
    if team is None:
        raise Http404
    return team


def read_channel(data: dict[str, Any]) -> Channel:
    """A channel as it is stored."""
    return Channel(kind=data.get("kind", ""), title=data.get("title", ""), url=data.get("url", ""))


def describe_member(membership: Membership) -> Member:
    """A membership, seen from the team."""
    person = membership.person
    return Member(
        ref=person.ref,
        name=str(person),
        email=person.email,
        is_lead=membership.is_lead,
        since=membership.since,
        href=member_address("people", person.ref),
    )
