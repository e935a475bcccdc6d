"""One schedule: who is on call, what that asks of people, what was decided, and where it comes from."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.http import PortalRequest
from portal.schedule_forms import OverrideForm
from portal.selectors.on_call import HOURS, draw_schedule, list_contested
from portal.selectors.schedule_rights import list_people_to_decide_for, may_decide_anything, may_keep, may_undo
from portal.selectors.schedules import list_overrides, list_schedule_events, show_overrides
from teams.core.oncall.export import write_document
from teams.models import Schedule
from teams.selectors.on_call import LOOK_AHEAD
from teams.selectors.schedule_windows import get_schedule_window
from teams.selectors.schedules import get_schedule

OVERRIDES_SHOWN = 20


@require_safe
def schedule(request: PortalRequest, namespace: str, name: str) -> HttpResponse:
    """One schedule."""
    return show_schedule(request, find_schedule(request, namespace, name))


@require_safe
def export(request: PortalRequest, namespace: str, name: str) -> HttpResponse:
    """The schedule as a file to put into Git."""
    row = find_schedule(request, namespace, name)
    if row.document is None:
        raise Http404
    response = HttpResponse(write_document(row.document), content_type="application/yaml; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="oncall.yaml"'
    return response


def find_schedule(request: PortalRequest, namespace: str, name: str) -> Schedule:
    """The schedule of an address. Raises Http404."""
    row = get_schedule(request.actor, f"schedule:{namespace}/{name}")
    if row is None:
        raise Http404
    return row


def show_schedule(request: PortalRequest, row: Schedule, form: OverrideForm | None = None) -> HttpResponse:
    """The page, with the form as it was filled in where that was refused."""
    actor, now = request.actor, timezone.now()
    since = now.replace(minute=0, second=0, microsecond=0)
    overrides = show_overrides(actor, list(list_overrides(row)[:OVERRIDES_SHOWN]))
    namespace, _, name = row.ref.removeprefix("schedule:").partition("/")
    context: dict[str, Any] = {
        "row": row,
        "namespace": namespace,
        "name": name,
        "card": draw_schedule(actor, row, now),
        "hours": HOURS,
        "window": get_schedule_window(actor, row, since, since + LOOK_AHEAD),
        "contested": list_contested(actor, row.ref),
        "overrides": [
            (each, not each.override.undone_at and may_undo(actor, row, each.override)) for each in overrides
        ],
        "events": list_schedule_events(row),
        "may_change": row.kind == Schedule.PORTAL and may_keep(actor, "change", row.owner_ref),
        "form": None,
    }
    if may_decide_anything(actor, row):
        context["form"] = form or make_form(request, row)
    return render(request, "pages/schedule.html", context)


def make_form(request: PortalRequest, row: Schedule, data: object = None) -> OverrideForm:
    """The form that decides who is on call for a while, with the people to choose from."""
    takers, givers = list_people_to_decide_for(request.actor, row, timezone.now())
    return OverrideForm(takers, givers, row.zone or "UTC", data)
