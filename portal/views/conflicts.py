"""Refs that several files declare: the list, and one with both claimants and the decision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.conflict_filters import ConflictFilters
from catalog.core.access import Actor
from catalog.models import Entity
from catalog.selectors.conflicts import list_contested
from portal.actions.decisions import choose, undo_choice
from portal.decision_forms import ChooseForm, ReasonForm
from portal.decision_pages import decide_in_form, decide_on_page
from portal.http import PortalRequest
from portal.lists import Choices, Column, ListSpec, show_list
from portal.selectors.conflicts import Conflict, describe_conflicts, get_conflict
from portal.selectors.on_call import ContestedSchedule
from portal.selectors.on_call import list_contested as list_contested_schedules


def _list_choices(_actor: Actor) -> Mapping[str, Choices]:
    return {"state": ConflictFilters.STATES}


def _cells(row: Conflict) -> Sequence[object]:
    choice = row.choice.choice if row.choice else None
    return (
        row.ref,
        "decided" if choice else "open",
        " | ".join(f"{each.descriptor.origin.name}: {each.descriptor.path}" for each in row.claimants),
        row.choice.decided_by if row.choice else "",
        choice.decided_at if choice else "",
        choice.reason if choice else "",
    )


CONFLICTS: ListSpec[Entity, Conflict] = ListSpec(
    name="conflicts",
    columns=(Column("ref", "Declared several times", "ref"), Column("files", "By"), Column("state", "Which counts")),
    sort="ref",
    filters=ConflictFilters,
    describe=describe_conflicts,
    csv_heads=("ref", "state", "files", "decided by", "decided at", "reason"),
    cells=_cells,
    choices=_list_choices,
)


@require_safe
def conflicts(request: PortalRequest) -> HttpResponseBase:
    """Every ref that several files declare, and every schedule that is kept in several places."""
    found, schedules = list_contested(request.actor), _list_schedules(request)
    context, cells = {"schedules": schedules}, _schedule_cells(schedules)
    return show_list(request, CONFLICTS, found, "pages/conflicts.html", context, more_cells=cells)


def _list_schedules(request: PortalRequest) -> list[ContestedSchedule]:
    """Those that the filters of the list leave. Nobody decides between schedules: the one first seen counts."""
    text, kind = request.GET.get("q", "").strip().lower(), request.GET.get("kind", "").strip().lower()
    if request.GET.get("state") == "decided" or kind not in ("", "schedule"):
        return []
    return [each for each in list_contested_schedules(request.actor) if text in each.schedule.ref]


def _schedule_cells(schedules: Sequence[ContestedSchedule]) -> Iterator[Sequence[object]]:
    """A row for each ref; its places begin with the one that counts, unless that is hidden."""
    for ref, group in groupby(schedules, lambda each: each.schedule.ref):
        yield ref, "open", " | ".join(each.place for each in group), "", "", ""


@require_http_methods(["GET", "HEAD", "POST"])
def conflict(request: PortalRequest, kind: str, namespace: str, name: str) -> HttpResponse:
    """One of them: the claimants side by side, what was decided, and the form to decide."""
    found = _get_conflict(request, f"{kind}:{namespace}/{name}")
    form = ChooseForm(_list_files(found), request.POST if request.method == "POST" else None)
    if request.method == "POST":
        _require(found)
        if form.is_valid() and _choose(request, form):
            return redirect(found.url)
    context = {"conflict": found, "form": form, "reason_form": ReasonForm()}
    return render(request, "pages/conflict.html", context)


@require_POST
def withdraw(request: PortalRequest, kind: str, namespace: str, name: str) -> HttpResponse:
    """Let the first seen count again."""
    found = _get_conflict(request, f"{kind}:{namespace}/{name}")
    if found.choice is None:
        raise Http404
    _require(found)
    pk, reason = found.choice.choice.pk, request.POST.get("reason", "")
    if decide_on_page(request, lambda: undo_choice(request.actor, pk, reason)):
        messages.success(request, "The decision is withdrawn. The file that was seen first counts again.")
    return redirect(found.url)


def _get_conflict(request: PortalRequest, ref: str) -> Conflict:
    found = None if "\0" in ref else get_conflict(request.actor, ref)
    if found is None:
        raise Http404
    return found


def _require(found: Conflict) -> None:
    if not found.may_decide:
        raise PermissionDenied


def _list_files(found: Conflict) -> list[tuple[str, str]]:
    return [
        (str(each.descriptor.pk), f"{each.descriptor.origin.name}: {each.descriptor.path}") for each in found.claimants
    ]


def _choose(request: PortalRequest, form: ChooseForm) -> bool:
    said = form.cleaned_data
    choice = decide_in_form(form, lambda: choose(request.actor, int(said["descriptor"]), said["reason"]))
    if choice is None:
        return False
    messages.success(request, f"{choice.origin_name}: {choice.path} counts now, and will after every scan.")
    return True
