"""The page of one person, and what may be said of their addresses."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from catalog.selectors.entities import get_entity
from catalog.selectors.renames import find_present_ref
from portal.actions import decisions
from portal.decision_forms import AddressForm
from portal.decision_pages import decide_in_form, decide_on_page
from portal.http import PortalRequest
from portal.links import entity_url, person_url
from portal.selectors.people import may_forget, may_say_addresses
from portal.selectors.person import get_added_alias, get_person_page
from teams.models import Person
from teams.selectors.person_merges import list_record_refs
from teams.selectors.teams import get_person, list_teams_of


@require_safe
def person(request: PortalRequest, namespace: str, name: str) -> HttpResponse:
    """One person. An old name leads on."""
    ref = _read_ref(namespace, name)
    found = get_person(request.actor, ref)
    if found is not None and found.ref != ref:
        return redirect(person_url(found.ref), permanent=True)
    if found is None or found.left_at is not None:
        present_ref = find_present_ref(request.actor, ref)
        if present_ref:
            return redirect(person_url(present_ref), permanent=True)
    if found is None:
        if get_entity(request.actor, ref) is None:
            raise Http404
        return redirect(entity_url(ref))
    return _show(request, found, AddressForm())


@require_POST
def add_address(request: PortalRequest, namespace: str, name: str) -> HttpResponse:
    """Say that an address or a login is theirs."""
    found = _get_person_to_change(request, namespace, name)
    form = AddressForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        added = decide_in_form(
            form,
            lambda: decisions.add_address(request.actor, found.ref, said["scheme"], said["value"], said["reason"]),
            "value",
        )
        if added:
            messages.success(request, f"{said['value'].strip()} is {found} from now on, also in what is past.")
            return redirect(f"{person_url(found.ref)}#addresses")
    return _show(request, found, form)


@require_POST
def withdraw_address(request: PortalRequest, namespace: str, name: str, pk: int) -> HttpResponse:
    """Let what was added be theirs no more."""
    found = _get_person_to_change(request, namespace, name)
    added = get_added_alias(found, pk)
    if added is None:
        raise Http404
    if decide_on_page(
        request, lambda: decisions.withdraw_address(request.actor, added.pk, request.POST.get("reason", ""))
    ):
        messages.success(request, f"{added.value} is {found} no more.")
    return redirect(f"{person_url(found.ref)}#addresses")


def _get_person_to_change(request: PortalRequest, namespace: str, name: str) -> Person:
    """The person, if the actor may say what is theirs. Raises Http404 and PermissionDenied."""
    found = get_person(request.actor, _read_ref(namespace, name))
    if found is None:
        raise Http404
    teams = [membership.team.ref for membership in list_teams_of(request.actor, found)]
    if not may_say_addresses(request.actor, list_record_refs(found), teams):
        raise PermissionDenied
    return found


def _show(request: PortalRequest, found: Person, form: AddressForm) -> HttpResponse:
    context: dict[str, object] = {"page": get_person_page(request.actor, found, timezone.now()), "form": form}
    context |= {"may_forget": may_forget(request.actor, found.ref)}
    return render(request, "pages/person.html", context)


def _read_ref(namespace: str, name: str) -> str:
    ref = f"user:{namespace}/{name}".lower()
    if "\0" in ref:
        raise Http404
    return ref
