"""One team as a stranger wants to know it, in the five parts of a Team API; and teams as rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from catalog.core.access import Actor
from catalog.models import Entity
from catalog.selectors.entities import is_service
from portal.links import safe_link
from portal.selectors.entities import ServiceCard, describe_services
from portal.selectors.findings import ShownFinding, count_open_by, show_findings
from portal.selectors.names import Named, get_names
from scoring.selectors.findings import list_open_findings
from scoring.selectors.scores import TrendDay, get_trend
from teams.models import Membership, Team
from teams.selectors.teams import (
    count_owned_services,
    list_child_teams,
    list_members,
    list_owned,
    list_teams,
)
from teams.selectors.visible import count_visible_members

SERVICES_SHOWN = 100
FINDINGS_SHOWN = 5
FULL_SCORE = 100
TREND = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Channel:
    """A way to reach a team; `url` is empty where the address is none that may be a link."""

    kind: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Quality:
    """How the services of a team stand: the mean of those rated, and how much of the checks could be rated."""

    value: int | None
    completeness: int
    rated: int
    services: int
    trend: Sequence[TrendDay]

    @property
    def change(self) -> int | None:
        """Points gained or lost since the first day of the trend; None without a day to compare with."""
        earlier = next((day.value for day in self.trend if day.value is not None), None)
        return None if self.value is None or earlier is None or len(self.trend) < 2 else self.value - round(earlier)  # noqa: PLR2004  # a day and another

    @property
    def since(self) -> TrendDay | None:
        """The day that `change` compares with."""
        return next((day for day in self.trend if day.value is not None), None)


@dataclass(frozen=True, slots=True)
class TeamPage:
    """Everything the page of a team says. `others` are kind, type of a Component, and how many it owns of these."""

    team: Team
    parent: Named | None
    children: Sequence[Team]
    members: Sequence[Membership]
    channels: Sequence[Channel]
    services: Sequence[ServiceCard]
    service_count: int
    apis: Sequence[Entity]
    others: Sequence[tuple[str, str, int]]
    quality: Quality
    findings: Sequence[ShownFinding]
    finding_count: int

    @property
    def lagging(self) -> list[ServiceCard]:
        """The services that lost points, the lowest first."""
        rated = [
            (card.row.score.value, card)
            for card in self.services
            if card.row.score and card.row.score.value is not None
        ]
        return [card for value, card in sorted(rated, key=lambda pair: pair[0]) if value < FULL_SCORE]


def get_team_page(actor: Actor, team: Team) -> TeamPage:
    """A visible team with all that is known of it."""
    owned = list_owned(actor, team.ref)
    services = owned.filter(is_service())
    cards = describe_services(actor, list(services.defer(None).order_by("name")[:SERVICES_SHOWN]))
    rows = owned.exclude(is_service()).order_by().values_list("kind", "type")
    # services are Components too: only with its type a Component's number is that of the list it leads to
    kinds = Counter((kind, type_ if kind == "Component" else "") for kind, type_ in rows)
    open_findings = list_open_findings(actor, team_refs=[team.ref])
    return TeamPage(
        team=team,
        parent=get_names(actor, [team.parent_ref])[team.parent_ref] if team.parent_ref else None,
        children=list(list_child_teams(actor, team)),
        members=list(list_members(actor, team)),
        channels=_read_channels(team),
        services=cards,
        service_count=services.count(),
        apis=list(owned.filter(kind__iexact="api").order_by("name")[:SERVICES_SHOWN]),
        others=[(kind, type_, number) for (kind, type_), number in sorted(kinds.items())],
        quality=_measure(actor, cards),
        findings=show_findings(actor, list(open_findings[:FINDINGS_SHOWN])),
        finding_count=open_findings.count(),
    )


def _measure(actor: Actor, cards: Sequence[ServiceCard]) -> Quality:
    scores = [card.row.score for card in cards if card.row.score is not None]
    values = [score.value for score in scores if score.value is not None]
    since = (timezone.now() - TREND).date()
    return Quality(
        value=sum(values) // len(values) if values else None,
        completeness=sum(score.completeness for score in scores) // len(scores) if scores else 0,
        rated=len(values),
        services=len(cards),
        trend=get_trend(actor, since, subject_refs=[card.row.entity.ref for card in cards]),
    )


def _read_channels(team: Team) -> list[Channel]:
    rows = [row for row in team.channels if isinstance(row, dict)]
    return [
        Channel(str(row.get("kind", "link")), str(row.get("title") or row.get("url", "")), safe_link(row.get("url")))
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class TeamRow:
    """One team of the list."""

    team: Team
    members: int
    services: int
    findings: int
    parent: Named | None


def describe_teams(actor: Actor, teams: Sequence[Team]) -> list[TeamRow]:
    """Rows in the order given. Four queries."""
    refs = [team.ref for team in teams]
    members = count_visible_members(actor, [team.pk for team in teams])
    services = count_owned_services(actor, refs)
    findings = count_open_by(actor, "team_ref", refs)
    names = get_names(actor, {team.parent_ref for team in teams})
    return [
        TeamRow(
            team,
            members.get(team.pk, 0),
            services.get(team.ref, 0),
            findings.get(team.ref, 0),
            names[team.parent_ref] if team.parent_ref else None,
        )
        for team in teams
    ]


def list_team_types(actor: Actor) -> list[str]:
    """The types that teams have, in order."""
    types = list_teams(actor).exclude(type="").order_by("type").values_list("type", flat=True)
    return list(types.distinct())
