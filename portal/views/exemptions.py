"""Letting a finding rest until a date, and taking that back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from catalog.actions.decisions import DecisionError
from catalog.core.access import Actor
from portal.actions.decisions import exempt, undo_exemption
from portal.decision_forms import ExemptionForm
from portal.http import PortalRequest
from portal.selectors.exemptions import get_today, may_exempt
from portal.selectors.findings import show_findings
from scoring.models import Finding
from scoring.selectors.exemptions import list_exemptions_of
from scoring.selectors.findings import get_finding


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: PortalRequest, pk: int) -> HttpResponse:
    """Exempt a finding: until when, and why."""
    finding = _get_finding(request.actor, pk)
    form = ExemptionForm(get_today(), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            exemption = exempt(request.actor, pk, form.cleaned_data["reason"], form.cleaned_data["until_date"])
        except DecisionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"It rests until {exemption.until_date} and counts for no score until then.")
            return redirect("finding", pk=pk)
    (shown,) = show_findings(request.actor, [finding])
    return render(request, "pages/finding_exempt.html", {"form": form, "shown": shown, "finding": finding})


@require_POST
def withdraw(request: PortalRequest, pk: int, exemption_id: int) -> HttpResponse:
    """Let a finding rest no longer."""
    finding = _get_finding(request.actor, pk)
    exemption = list_exemptions_of(request.actor, finding).filter(pk=exemption_id).first()
    if exemption is None:
        raise Http404
    try:
        undo_exemption(request.actor, exemption.pk, request.POST.get("reason", ""))
    except DecisionError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "The exemption is withdrawn.")
    return redirect("finding", pk=pk)


def _get_finding(actor: Actor, pk: int) -> Finding:
    finding = get_finding(actor, pk)
    if finding is None:
        raise Http404
    if not may_exempt(actor, finding):
        raise PermissionDenied
    return finding
