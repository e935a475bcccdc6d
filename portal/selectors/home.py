"""What the home page says: what needs attention, by type, for my teams first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, F, OuterRef, Q, Subquery, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from catalog.core.access import Actor
from catalog.models import Ownership
from catalog.selectors.entities import list_services
from portal.selectors.findings import ShownFinding, count_open_by, show_findings
from portal.selectors.names import Named
from scoring.models import Finding, Score
from scoring.selectors.findings import list_findings, list_open_findings
from scoring.selectors.scores import get_scores
from teams.models import Team
from teams.selectors.teams import count_owned_services, list_teams

RECENT = timedelta(days=7)
ACTIONS_SHOWN = 3
SERVICES_SHOWN = 12  # of each of the reader's teams


@dataclass(frozen=True, slots=True)
class MyService:
    """A service of one of the reader's teams, and how it stands."""

    named: Named
    score: Score | None


@dataclass(frozen=True, slots=True)
class MyTeam:
    """One of the reader's teams; `shown` are some of its services, by name."""

    team: Team
    services: int
    findings: int
    shown: Sequence[MyService]


def list_my_teams(actor: Actor) -> list[MyTeam]:
    """The reader's teams with what they own and what is open. Five queries, none without teams."""
    if not actor.team_refs:
        return []
    teams = list(list_teams(actor).filter(ref__in=actor.team_refs, dissolved_at__isnull=True))
    refs = [team.ref for team in teams]
    services = count_owned_services(actor, refs)
    findings = count_open_by(actor, "team_ref", refs)
    shown = _list_my_services(actor, refs)
    return [MyTeam(team, services.get(team.ref, 0), findings.get(team.ref, 0), shown[team.ref]) for team in teams]


def _list_my_services(actor: Actor, team_refs: Collection[str]) -> Mapping[str, Sequence[MyService]]:
    """The first services of each team, by name, with their scores. Two queries."""
    current = Ownership.objects.filter(owner_ref__in=team_refs, until__isnull=True)
    owner = Subquery(current.filter(subject_ref=OuterRef("ref")).values("owner_ref")[:1])
    owned = list_services(actor).filter(ref__in=current.values("subject_ref")).annotate(owner_ref=owner)
    place = Window(RowNumber(), partition_by=F("owner_ref"), order_by=[F("name").asc(), F("pk").asc()])
    rows = owned.annotate(place=place).filter(place__lte=SERVICES_SHOWN).order_by("name", "pk")
    found = list(rows.values_list("owner_ref", "ref", "title", "name", "kind", "type"))
    scores = get_scores(actor, [ref for _, ref, *_ in found])
    shown: defaultdict[str, list[MyService]] = defaultdict(list)
    for owner_ref, ref, title, name, kind, type_ in found:
        shown[owner_ref].append(MyService(Named(ref, title or name, kind, type_, True), scores.get(ref)))
    return shown


def list_my_actions(actor: Actor) -> list[ShownFinding]:
    """The newest open findings of the reader's teams, at most three."""
    if not actor.team_refs:
        return []
    return show_findings(actor, list(list_open_findings(actor, team_refs=actor.team_refs)[:ACTIONS_SHOWN]))


def list_newest_findings(actor: Actor, number: int) -> list[ShownFinding]:
    """The findings opened last, whoever they concern."""
    return show_findings(actor, list(list_open_findings(actor)[:number]))


@dataclass(frozen=True, slots=True)
class Totals:
    """The organisation in numbers; `new` and `resolved` since a week ago."""

    services: int
    teams: int
    open: int
    new: int
    resolved: int


def get_totals(actor: Actor) -> Totals:
    """Three counts in three queries."""
    since = timezone.now() - RECENT
    is_open = Q(state=Finding.State.OPEN)
    findings = (
        list_findings(actor)
        .order_by()
        .aggregate(
            open=Count("pk", filter=is_open),
            new=Count("pk", filter=is_open & Q(opened_at__gte=since)),
            resolved=Count("pk", filter=Q(resolved_at__gte=since)),
        )
    )
    teams = list_teams(actor).filter(dissolved_at__isnull=True).count()
    return Totals(services=list_services(actor).count(), teams=teams, **findings)
