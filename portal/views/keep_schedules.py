"""Keeping a schedule in the portal: made, changed with a look at what it would mean, and ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from catalog.core.access import Action
from portal.actions import schedules as actions
from portal.http import PortalRequest
from portal.selectors.schedule_rights import list_teams_to_keep_for, may_keep
from portal.selectors.schedules import list_starting_people, read_owner
from portal.views.schedule_editing import Document, Editing
from portal.views.schedules import find_schedule
from teams.actions.portal_schedules import StaleError
from teams.core.oncall import OnCallError
from teams.core.oncall.export import make_starter
from teams.models import Schedule

Save = Callable[[Document, str], Schedule]


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
    starter = make_starter(team, list_starting_people(request.actor, team), "UTC", f"{monday}")
    return _edit(request, starter, "create", lambda data, _version: actions.create(request.actor, data), None)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: PortalRequest, namespace: str, name: str) -> HttpResponse:
    """Change a schedule that is kept here."""
    row = _find_kept(request, namespace, name, "change")

    def save(data: Document, version: str) -> Schedule:
        return actions.change(request.actor, row.pk, data, version)

    return _edit(request, row.document or {}, "change", save, row)


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
        messages.success(request, f"{row.shown_name} has ended. Nobody is on call by it any more.")
    return redirect("on-call")


def _find_kept(request: PortalRequest, namespace: str, name: str, action: Action) -> Schedule:
    row = find_schedule(request, namespace, name)
    if row.kind != Schedule.PORTAL:
        raise Http404
    if not may_keep(request.actor, action, row.owner_ref):
        raise PermissionDenied
    return row


def _edit(request: PortalRequest, start: Document, action: Action, save: Save, row: Schedule | None) -> HttpResponse:
    """The page with its two forms of one document: fields and YAML."""
    editing = Editing(request.actor, row, action, start)
    if request.method != "POST":
        editing.show(start, is_text=request.GET.get("as") == "yaml")
        editing.preview(start)
        return editing.render(request)
    button = request.POST.get("do", "save")
    data = editing.read(request.POST, button)
    if data is None:
        return editing.render(request)
    if button in ("form", "yaml"):
        editing.show(data, is_text=button == "yaml")
        return editing.render(request)
    try:
        if not may_keep(request.actor, action, read_owner(data)):
            raise PermissionDenied
        if button == "save":
            saved = save(data, request.POST.get("version", ""))
            messages.success(request, f"{saved.shown_name} is kept here and counts from now on.")
            return redirect("schedule", *saved.ref.removeprefix("schedule:").split("/"))
        editing.preview(data)
    except StaleError:
        editing.meet_other_change()
    except OnCallError as error:
        editing.refuse(error)
    return editing.render(request)
