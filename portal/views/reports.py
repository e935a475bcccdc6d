"""Weekly reports: the list, one as it was made, and how things stand right now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalog.core.access import Actor, Subject, may
from portal.http import PortalRequest, require
from portal.lists import Choices, Column, ListSpec, show_list
from scoring.core.reports.state import ORGANISATION
from scoring.core.reports.weeks import week_number
from scoring.core.reports.words import say_headline
from scoring.models import ReportState
from scoring.report_filters import ReportFilters
from scoring.selectors.report_readers import ORGANISATION_NAME
from scoring.selectors.reports import (
    WeeksReport,
    count_mails,
    get_beginning,
    get_report,
    get_week,
    list_deliveries,
    list_reports,
    preview_report,
    read_reports,
)
from teams.selectors.teams import get_team, list_teams

#: In place of a week: how it stands right now.
NOW = "now"
WEEKS_OFFERED = 60
_REPORT = Subject("report")


def _cells(row: WeeksReport) -> Sequence[object]:
    report, standing, news = row.report, row.report.standing, row.report.news
    return (
        row.week, report.scope, report.name, report.open_count, news.new_count if news else None,
        news.resolved_count if news else None, standing.value, standing.completeness, row.frozen_at,
    )  # fmt: skip


def _list_choices(actor: Actor) -> Mapping[str, Choices]:
    weeks = list_reports(actor).order_by("-week").values_list("week", flat=True).distinct()[:WEEKS_OFFERED]
    teams = list_teams(actor).filter(dissolved_at__isnull=True)
    return {
        "week": [(week, f"Week {week_number(week)} of {week[:4]}") for week in weeks],
        "scope": [(ORGANISATION, ORGANISATION_NAME), *((team.ref, team.shown_name) for team in teams)],
    }


REPORTS: ListSpec[ReportState, WeeksReport] = ListSpec(
    name="reports",
    columns=(
        Column("about", "About", "scope"),
        Column("week", "Week", "week", starts_descending=True),
        Column("open", "Open"),
        Column("news", "Since the last report"),
        Column("score", "Score", is_number=True),
    ),
    sort="-week",
    filters=ReportFilters,
    describe=read_reports,
    csv_heads=("week", "scope", "name", "open", "new", "resolved", "score", "completeness", "made at"),
    cells=_cells,
    choices=_list_choices,
)


@require_safe
def reports(request: PortalRequest) -> HttpResponseBase:
    """All reports that were made, and the way to how things stand right now."""
    require(request.actor, "view", _REPORT)
    mine = list_teams(request.actor).filter(ref__in=request.actor.team_refs, dissolved_at__isnull=True)
    context = {
        "mine": mine,
        "next_at": get_beginning(get_week(timezone.now() + timedelta(weeks=1))),
        "zone": settings.TIME_ZONE,
        "organisation": ORGANISATION_NAME,
    }
    return show_list(request, REPORTS, list_reports(request.actor), "pages/reports.html", context)


@require_safe
def report(request: PortalRequest, week: str, scope: str) -> HttpResponse:
    """One report, narrowed to what the reader may see. This week's that was not made yet leads to how it stands now."""
    actor = request.actor
    require(actor, "view", _REPORT)
    if week == NOW:
        found: WeeksReport | None = _preview(actor, scope)
    else:
        found = get_report(actor, week, scope)
        if found is None and week == get_week(timezone.now()):
            return redirect("report", week=NOW, scope=scope)
    if found is None:
        raise Http404
    context = {
        "report": found.report,
        "week": found.week,
        "number": week_number(found.week),
        "frozen_at": found.frozen_at,
        "headline": say_headline(found.report),
        "mails": count_mails(found.week, scope) if found.frozen_at else None,
        "deliveries": list(list_deliveries(found.week, scope)) if _may_see_readers(actor) and found.frozen_at else [],
    }
    return render(request, "pages/report.html", context)


def _preview(actor: Actor, scope: str) -> WeeksReport | None:
    if scope == ORGANISATION:
        return preview_report(actor, scope, ORGANISATION_NAME, timezone.now())
    team = get_team(actor, scope)
    if team is None or team.dissolved_at is not None:
        return None
    return preview_report(actor, team.ref, team.shown_name, timezone.now())


def _may_see_readers(actor: Actor) -> bool:
    """Addresses are for those who may send reports."""
    return may(actor, "create", _REPORT)
