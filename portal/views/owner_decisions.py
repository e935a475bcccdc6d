"""Deciding who owns something: a claim with a name and a reason, beside those that files make."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from catalog.models import Claim
from portal.actions.ownership import decide_owner, withdraw_owner
from portal.decision_forms import OwnerForm
from portal.decision_pages import decide_in_form, decide_on_page
from portal.http import PortalRequest
from portal.links import entity_url, subject_url
from portal.selectors.names import get_names
from portal.selectors.owner_decisions import (
    get_owner_decision,
    is_decidable,
    list_teams_to_decide_for,
    may_decide_owner,
)
from portal.selectors.owners import get_shown_owners


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: PortalRequest) -> HttpResponse:
    """Say which team owns `?subject=`."""
    subject_ref = request.GET.get("subject", "").lower()[:500]
    if "\0" in subject_ref or not is_decidable(request.actor, subject_ref):
        raise Http404
    teams = list_teams_to_decide_for(request.actor)
    if not teams:
        raise PermissionDenied
    form = OwnerForm(teams, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _decide(request, subject_ref, form):
        return redirect(_page_of(subject_ref))
    context = {
        "form": form,
        "named": get_names(request.actor, [subject_ref])[subject_ref],
        "owner": get_shown_owners(request.actor, [subject_ref]).get(subject_ref),
        "decision": get_owner_decision(request.actor, subject_ref),
    }
    return render(request, "pages/owner_decide.html", context)


@require_POST
def withdraw(request: PortalRequest, pk: int) -> HttpResponse:
    """Let what a person said hold no more."""
    claim = Claim.objects.visible_to(request.actor).filter(pk=pk, ended_at=None).first()
    decision = get_owner_decision(request.actor, claim.subject_ref) if claim is not None else None
    if (
        claim is None
        or decision is None
        or decision.claim.pk != pk
        or not is_decidable(request.actor, claim.subject_ref)
    ):
        raise Http404
    if not decision.may_withdraw:
        raise PermissionDenied
    if decide_on_page(request, lambda: withdraw_owner(request.actor, pk, request.POST.get("reason", ""))):
        messages.success(request, "The decision is withdrawn. What files say counts alone.")
    return redirect(_page_of(claim.subject_ref))


def _decide(request: PortalRequest, subject_ref: str, form: OwnerForm) -> bool:
    team_ref = form.cleaned_data["team_ref"]
    if not may_decide_owner(request.actor, team_ref):
        raise PermissionDenied
    reason = form.cleaned_data["reason"]
    if decide_in_form(form, lambda: decide_owner(request.actor, subject_ref, team_ref, reason)) is None:
        return False
    messages.success(request, "It is in the ledger, with your name.")
    return True


def _page_of(subject_ref: str) -> str:
    return subject_url(subject_ref) if subject_ref.startswith("repository:") else entity_url(subject_ref, "ownership")
