"""Home: what needs attention, my teams first; and how far a scan is."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.core.access import Subject, may
from catalog.selectors.conflicts import count_undecided
from catalog.selectors.renames import list_proposed_renames
from catalog.selectors.repositories import count_broken_files_in_all, get_progress, is_listing
from portal.http import PortalRequest
from portal.selectors.conflicts import list_conflicts_of
from portal.selectors.home import get_totals, list_my_actions, list_my_teams, list_newest_findings
from scoring.selectors.findings import count_topics
from scoring.selectors.runs import is_scoring_wanted

NEWEST_SHOWN = 6


@require_safe
def home(request: PortalRequest) -> HttpResponse:
    """The first page. Without a source it says how to add one; while the first scan runs it shows how far it is."""
    actor = request.actor
    progress = get_progress(actor)[None]
    context = {
        "progress": progress,
        "is_listing": not progress.repositories and is_listing(actor),
        "may_add_source": may(actor, "create", Subject("source")),
    }
    if progress.repositories:
        context |= {
            "totals": get_totals(actor),
            "attention": count_topics(actor),
            "my_teams": list_my_teams(actor),
            "my_actions": list_my_actions(actor),
            "newest": list_newest_findings(actor, NEWEST_SHOWN),
            "is_judging": is_scoring_wanted(),
            "broken": count_broken_files_in_all(actor),
            "my_conflicts": list_conflicts_of(actor, actor.team_refs),
            "undecided": count_undecided(actor),
            "proposed_renames": list_proposed_renames(actor).count(),
        }
    return render(request, "pages/home.html", context)


@require_safe
def progress(request: PortalRequest) -> HttpResponse:
    """The part of the home page that polls. When the scan is over it asks the browser to load the page anew."""
    now = get_progress(request.actor)[None]
    listing = is_listing(request.actor)
    response = render(request, "pages/home_progress.html", {"progress": now, "is_listing": listing})
    if not now.is_running and not listing:
        response.headers["HX-Refresh"] = "true"
    return response
