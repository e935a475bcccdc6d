"""Teams: the list, and one team with what the catalog knows of its Team API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import Count, OuterRef, Subquery
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalog.core.access import Actor
from catalog.models import Ownership
from catalog.selectors.entities import list_services
from catalog.selectors.renames import find_present_ref
from portal.http import PortalRequest
from portal.links import team_url
from portal.lists import Choices, Column, ListSpec, show_list
from portal.selectors.conflicts import list_conflicts_of
from portal.selectors.memberships import list_current_decisions, may_decide_membership
from portal.selectors.on_call import HOURS, get_on_call_now, get_team_cards
from portal.selectors.team import TeamRow, describe_teams, get_team_page, list_team_types
from portal.selectors.team_api import list_lost_files
from scoring.selectors.findings import list_open_findings
from teams.filters import TeamFilters
from teams.models import Team
from teams.selectors.teams import get_team, list_teams
from teams.selectors.visible import list_present_members


def _list_choices(actor: Actor) -> Mapping[str, Choices]:
    return {
        "type": [(type_, type_) for type_ in list_team_types(actor)],
        "state": TeamFilters.STATES,
    }


def _cells(row: TeamRow) -> Sequence[object]:
    team, parent = row.team, (row.parent.ref or "in a restricted source") if row.parent else ""
    return (
        team.ref, team.shown_name, team.type, parent, row.members, row.services, row.findings, team.email,
        team.dissolved_at, team.focus,
    )  # fmt: skip


def _count(rows: object, by: str) -> Subquery:
    """How many rows belong to each team; nothing, and so sorted last, for none."""
    return Subquery(rows.values(by).annotate(number=Count("pk")).values("number")[:1])  # type: ignore[attr-defined]


def _members(actor: Actor) -> Mapping[str, Subquery]:
    return {"member_count": _count(list_present_members(actor).filter(team=OuterRef("pk")).order_by(), "team")}


def _owned(actor: Actor) -> Mapping[str, Subquery]:
    services = list_services(actor).order_by().values("ref")
    owned = Ownership.objects.filter(owner_ref=OuterRef("ref"), until__isnull=True, subject_ref__in=services)
    return {"owned_count": _count(owned.order_by(), "owner_ref")}


def _findings(actor: Actor) -> Mapping[str, Subquery]:
    return {"finding_count": _count(list_open_findings(actor).filter(team_ref=OuterRef("ref")).order_by(), "team_ref")}


TEAMS: ListSpec[Team, TeamRow] = ListSpec(
    name="teams",
    columns=(
        Column("name", "Team", "name"),
        Column("type", "Type", "type"),
        Column("parent", "Part of", "parent_ref"),
        Column("members", "Members", "member_count", _members, True, True),
        Column("owns", "Services", "owned_count", _owned, True, True),
        Column("findings", "Findings", "finding_count", _findings, True, True),
    ),
    sort="name",
    filters=TeamFilters,
    describe=describe_teams,
    csv_heads=(
        "ref", "name", "type", "parent", "members", "services", "findings", "e-mail", "dissolved at", "focus",
    ),
    cells=_cells,
    choices=_list_choices,
)  # fmt: skip


@require_safe
def teams(request: PortalRequest) -> HttpResponseBase:
    """All teams; dissolved ones only when asked for."""
    found = list_teams(request.actor)
    if request.GET.get("state") != "dissolved":
        found = found.filter(dissolved_at__isnull=True)
    return show_list(request, TEAMS, found, "pages/teams.html")


@require_safe
def team(request: PortalRequest, namespace: str, name: str) -> HttpResponse:
    """One team."""
    ref = f"group:{namespace}/{name}"
    found = get_team(request.actor, ref)
    if found is None or found.dissolved_at is not None:
        present_ref = find_present_ref(request.actor, ref)
        if present_ref:
            return HttpResponsePermanentRedirect(team_url(present_ref))
    if found is None:
        raise Http404
    page = get_team_page(request.actor, found)
    owned = [card.row.entity for card in page.services]
    on_call = get_on_call_now(request.actor, [found, *owned], timezone.now())
    context = {"page": page, "is_mine": found.ref in request.actor.team_refs, "on_call": on_call[found.ref]}
    context["lost"] = list_lost_files(request.actor, found.ref)
    context["services"] = [(card, on_call[card.row.entity.ref]) for card in page.services]
    context["decisions"] = list_current_decisions(request.actor, found)
    context["may_decide_members"] = may_decide_membership(request.actor, found)
    context["conflicts"] = list_conflicts_of(request.actor, [found.ref])
    context |= {"schedules": get_team_cards(request.actor, found.ref, timezone.now()), "hours": HOURS}
    return render(request, "pages/team.html", context)
