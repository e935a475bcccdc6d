"""Keeping a schedule in the portal: made, changed with a look at what it would mean, and ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from portal.actions import schedules as actions
from portal.actions.decisions import spread_decision
from portal.http import PortalRequest
from portal.schedule_forms import ScheduleForm
from portal.selectors.on_call import HOURS, draw_preview
from portal.selectors.schedule_rights import list_teams_to_keep_for, may_keep
from portal.selectors.schedules import list_starting_people, preview_schedule, read_owner
from portal.views.schedules import find_schedule
from teams.core.oncall import OnCallError
from teams.core.oncall.export import write_document, write_starter
from teams.models import Schedule
from teams.selectors.on_call import LOOK_AHEAD

Save = Callable[[Mapping[str, Any]], Schedule]


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: PortalRequest) -> HttpResponse:
    """Keep a new schedule; `?team=` begins with the people of a team."""
    teams = list_teams_to_keep_for(request.actor)
    if not teams:
        raise PermissionDenied
    refs = [ref for ref, _ in teams]
    mine = sorted(request.actor.lead_of_refs.intersection(refs))
    team = request.GET.get("team", "")
    team = team if team in refs else (mine or refs)[0]
    today = timezone.now().date()
    monday = today - timedelta(days=today.weekday())
    starter = write_starter(team, list_starting_people(request.actor, team), "UTC", f"{monday}")
    return _edit(request, starter, "create", lambda data: actions.create(request.actor, data), None)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: PortalRequest, namespace: str, name: str) -> HttpResponse:
    """Change a schedule that is kept here."""
    row = _find_kept(request, namespace, name, "change")
    text = write_document(row.document or {})
    return _edit(request, text, "change", lambda data: actions.change(request.actor, row.pk, data), row)


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: PortalRequest, namespace: str, name: str) -> HttpResponse:
    """End a schedule that is kept here, once that is confirmed."""
    row = _find_kept(request, namespace, name, "delete")
    if request.method != "POST":
        return render(request, "pages/schedule_end.html", {"row": row})
    try:
        actions.end(request.actor, row.pk)
    except OnCallError as error:
        messages.error(request, str(error))
    else:
        spread_decision()
        messages.success(request, f"{row.shown_name} has ended. Nobody is on call by it any more.")
    return redirect("on-call")


def _find_kept(request: PortalRequest, namespace: str, name: str, action: Any) -> Schedule:
    row = find_schedule(request, namespace, name)
    if row.kind != Schedule.PORTAL:
        raise Http404
    if not may_keep(request.actor, action, row.owner_ref):
        raise PermissionDenied
    return row


def _edit(request: PortalRequest, text: str, action: Any, save: Save, row: Schedule | None) -> HttpResponse:
    form = ScheduleForm(request.POST if request.method == "POST" else None, initial={"text": text})
    context: dict[str, Any] = {"form": form, "row": row, "hours": HOURS}
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data["text"]
        try:
            if not may_keep(request.actor, action, read_owner(data)):
                raise PermissionDenied
            if "preview" not in request.POST:
                saved = save(data)
                spread_decision()
                messages.success(request, f"{saved.shown_name} is kept here and counts from now on.")
                return redirect("schedule", *saved.ref.removeprefix("schedule:").split("/"))
            since = timezone.now().replace(minute=0, second=0, microsecond=0)
            context["preview"] = preview_schedule(request.actor, data, since, since + LOOK_AHEAD)
            context["card"] = draw_preview(context["preview"], timezone.now())
        except OnCallError as error:
            form.add_error("text", str(error))
    return render(request, "pages/schedule_edit.html", context)
