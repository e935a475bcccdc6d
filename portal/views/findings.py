"""Findings: the list with its filters, and one with its evidence and history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from catalog.core.access import Actor
from portal.http import PortalRequest
from portal.lists import Choices, Column, ListSpec, show_list
from portal.selectors.exemptions import list_counting_exemptions, may_exempt
from portal.selectors.findings import ShownFinding, show_findings
from portal.selectors.owners import get_shown_owners
from scoring.core.registry import get_checks
from scoring.filters import FindingFilters
from scoring.models import Finding
from scoring.selectors.findings import get_finding, list_events, list_findings
from teams.selectors.teams import list_teams

_KINDS = ("component", "api", "resource", "system", "domain", "group", "repository")


def _list_choices(actor: Actor) -> Mapping[str, Choices]:
    teams = list_teams(actor).filter(dissolved_at__isnull=True)
    return {
        "state": FindingFilters.STATES,
        "check": [(check.id, check.title) for check in get_checks().values()],
        "team": [*((team.ref, team.shown_name) for team in teams), ("nobody", "No team")],
        "kind": [(kind, kind.capitalize()) for kind in _KINDS],
    }


def _cells(row: ShownFinding) -> Sequence[object]:
    finding = row.finding
    return (
        finding.check_id,
        finding.state,
        finding.subject_ref,
        row.subject.name,
        finding.team_ref,
        finding.sentence,
        finding.remedy,
        finding.opened_at,
        finding.resolved_at,
    )


FINDINGS: ListSpec[Finding, ShownFinding] = ListSpec(
    name="findings",
    columns=(
        Column("finding", "Finding"),
        Column("check", "Check", "check_id"),
        Column("subject", "About", "subject_ref"),
        Column("team", "Team", "team_ref"),
        Column("opened", "Open since", "opened_at", starts_descending=True),
    ),
    sort="-opened",
    filters=FindingFilters,
    describe=show_findings,
    csv_heads=("check", "state", "subject", "name", "team", "finding", "remedy", "opened at", "resolved at"),
    cells=_cells,
    choices=_list_choices,
)


@require_safe
def findings(request: PortalRequest) -> HttpResponseBase:
    """The findings; the open ones unless another state is asked for."""
    if "state" not in request.GET:
        query = request.GET.copy()
        query["state"] = "open"
        return redirect(f"{request.path}?{query.urlencode()}")
    return show_list(request, FINDINGS, list_findings(request.actor), "pages/findings.html")


@require_safe
def finding(request: PortalRequest, pk: int) -> HttpResponse:
    """One finding: the sentence, the evidence, what to do, and what has happened to it."""
    found = get_finding(request.actor, pk)
    if found is None:
        raise Http404
    (shown,) = show_findings(request.actor, [found])
    owner = get_shown_owners(request.actor, [found.subject_ref]).get(found.subject_ref)
    context = {
        "shown": shown,
        "owner": owner,
        "finding": found,
        "events": list(list_events(found).reverse()),
        "exemptions": list_counting_exemptions(request.actor, found),
        "may_exempt": may_exempt(request.actor, found),
    }
    return render(request, "pages/finding.html", context)
