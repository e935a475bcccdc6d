"""What each check checks, in the words of its own file."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.csv_export import export_csv
from portal.http import PortalRequest
from portal.selectors.findings import count_open_by
from scoring.core.registry import get_checks


@require_safe
def checks(request: PortalRequest) -> HttpResponseBase:
    """All checks with how many findings each has open; as CSV for `?format=csv`."""
    counts = count_open_by(request.actor, "check_id")
    rows = [(check, counts.get(check.id, 0)) for check in get_checks().values()]
    if request.GET.get("format") == "csv":
        cells = ((check.id, check.title, ", ".join(check.subjects), number) for check, number in rows)
        return export_csv("checks", ("id", "title", "judges", "open findings"), cells)
    return render(request, "pages/checks.html", {"rows": rows})


@require_safe
def check(request: PortalRequest, check_id: str) -> HttpResponse:
    """One check: what it checks, why it matters, how to fix it, and what it cannot know."""
    found = get_checks().get(check_id)
    if found is None:
        raise Http404
    open_now = count_open_by(request.actor, "check_id", [check_id]).get(check_id, 0)
    return render(request, "pages/check.html", {"check": found, "open": open_now})
