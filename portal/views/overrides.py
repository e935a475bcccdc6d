"""Deciding who is on call for a while, and undoing that."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from catalog.core.refs import parse_ref
from portal.actions import schedules as actions
from portal.http import PortalRequest
from portal.schedule_forms import OverrideForm
from portal.selectors.schedule_rights import may_decide, may_decide_anything, may_undo
from portal.selectors.schedules import list_overrides
from portal.views.schedules import find_schedule, make_form, show_schedule
from teams.core.oncall import OnCallError, ScheduleError
from teams.core.oncall.decided import read_decision
from teams.models import Schedule

_FIELDS = {"users": "person", "replaces": "replaces", "start": "start", "end": "end"}
NOT_YOURS = "Only leads of the team decide for others. You may take over, or give your own shift to somebody."


@require_POST
def add(request: PortalRequest, namespace: str, name: str) -> HttpResponse:
    """Let an override or a swap hold."""
    row = find_schedule(request, namespace, name)
    if not may_decide_anything(request.actor, row):
        raise PermissionDenied
    form = make_form(request, row, request.POST)
    if not form.is_valid() or not _add(request, row, form):
        return show_schedule(request, row, form)
    messages.success(request, "It holds, with your name.")
    return redirect("schedule", namespace, name)


@require_POST
def undo(request: PortalRequest, namespace: str, name: str, pk: int) -> HttpResponse:
    """Let an override hold no more."""
    row = find_schedule(request, namespace, name)
    found = list_overrides(row).filter(pk=pk).first()
    if found is None:
        raise Http404
    if not may_undo(request.actor, row, found):
        raise PermissionDenied
    try:
        actions.undo_override(request.actor, pk)
    except OnCallError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "It is undone: the schedule counts again.")
    return redirect("schedule", namespace, name)


def _add(request: PortalRequest, row: Schedule, form: OverrideForm) -> bool:
    try:
        decision = read_decision(form.to_form(), row.zone or "UTC", parse_ref(row.ref).namespace)
        if not may_decide(request.actor, row, decision):
            form.add_error(None, NOT_YOURS)
            return False
        actions.add_override(request.actor, row, decision, form.cleaned_data["reason"])
    except ScheduleError as error:
        message = str(error).removeprefix(f"{error.place}: ")
        form.add_error(_FIELDS.get(error.place.partition("[")[0]), message)
        return False
    except OnCallError as error:
        form.add_error(None, str(error))
        return False
    return True
