"""Erasing a person: what would change, a confirmation, and the proof that nothing is left."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from catalog.actions.decisions import DecisionError
from portal.actions.decisions import spread_decision
from portal.actions.forget import Forgotten, forget_person
from portal.forget_form import ForgetForm
from portal.http import PortalRequest
from portal.selectors.people import may_forget
from teams.models import Person
from teams.selectors.teams import get_person


@require_http_methods(["GET", "HEAD", "POST"])
def forget(request: PortalRequest, namespace: str, name: str) -> HttpResponse:
    """Say what would change, and do it once the ref was typed in."""
    found = get_person(request.actor, f"user:{namespace}/{name}")
    if found is None:
        raise Http404
    if not may_forget(request.actor, found.ref):
        raise PermissionDenied
    form = ForgetForm(found.ref, request.POST if request.method == "POST" else None)
    result = _forget(request, found, form) if request.method == "POST" and form.is_valid() else None
    is_done = result is not None
    if result is None:
        result = forget_person(request.actor, found.ref, is_trial=True)
    context = {"person": found, "result": result, "form": None if is_done else form}
    return render(request, "pages/person_forget.html", context)


def _forget(request: PortalRequest, person: Person, form: ForgetForm) -> Forgotten | None:
    try:
        result = forget_person(request.actor, person.ref, also=form.list_also())
    except DecisionError as error:
        form.add_error("also", str(error))
        return None
    spread_decision()
    return result
