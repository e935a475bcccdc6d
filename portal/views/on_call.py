"""Everybody's schedules on one page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.http import PortalRequest
from portal.selectors.on_call import HOURS, get_schedule_cards


@require_safe
def on_call(request: PortalRequest) -> HttpResponse:
    """Who is on call now and in the next 14 days, by every schedule the reader may see."""
    cards = get_schedule_cards(request.actor, timezone.now())
    actor = request.actor
    context = {"cards": cards, "hours": HOURS, "may_add": actor.is_administrator or bool(actor.lead_of_refs)}
    return render(request, "pages/on_call.html", context)
