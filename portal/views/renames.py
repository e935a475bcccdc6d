"""Old names: what looks like a rename, what holds, and saying so oneself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.actions.decisions import DecisionError
from catalog.actions.renames import read_pair
from catalog.conflict_filters import RenameFilters
from catalog.core.access import Actor
from catalog.models import Rename
from catalog.selectors.entities import get_entity
from catalog.selectors.renames import get_rename, list_proposed_renames, list_renames
from portal.actions.decisions import decline, rename, undo_rename
from portal.decision_forms import ReasonForm, RenameForm
from portal.decision_pages import decide_in_form, decide_on_page
from portal.http import PortalRequest
from portal.lists import Choices, Column, ListSpec, show_list
from portal.selectors.renames import RenameRow, describe_renames, may_rename

PROPOSALS_SHOWN = 50


def _list_choices(_actor: Actor) -> Mapping[str, Choices]:
    return {"state": RenameFilters.STATES}


def _cells(row: RenameRow) -> Sequence[object]:
    each = row.rename
    return (
        each.old_ref, each.new_ref, each.state, each.basis, row.decided_by, each.decided_at, each.reason,
        each.ended_at, each.end_reason,
    )  # fmt: skip


RENAMES: ListSpec[Rename, RenameRow] = ListSpec(
    name="renames",
    columns=(
        Column("old", "Old name", "old_ref"),
        Column("new", "Now", "new_ref"),
        Column("state", "State", "state"),
        Column("decided", "Since", "decided_at", starts_descending=True),
    ),
    sort="old",
    filters=RenameFilters,
    describe=describe_renames,
    csv_heads=("old", "new", "state", "basis", "decided by", "decided at", "reason", "ended at", "why it ended"),
    cells=_cells,
    choices=_list_choices,
)


@require_safe
def renames(request: PortalRequest) -> HttpResponseBase:
    """What waits for a person, then everything that was said."""
    proposed = describe_renames(request.actor, list(list_proposed_renames(request.actor)[:PROPOSALS_SHOWN]))
    decided = list_renames(request.actor).exclude(state=Rename.State.PROPOSED)
    context = {"proposed": proposed, "reason_form": ReasonForm()}
    return show_list(request, RENAMES, decided, "pages/renames.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: PortalRequest) -> HttpResponse:
    """Say that one ref is the old name of another."""
    form = RenameForm(request.POST if request.method == "POST" else None, initial=_read_initial(request))
    if request.method == "POST" and form.is_valid() and _rename(request, form):
        return redirect("renames")
    return render(request, "pages/rename_add.html", {"form": form})


@require_POST
def confirm(request: PortalRequest, pk: int) -> HttpResponse:
    """It is one and the same thing."""
    return _decide(request, pk, lambda row: rename(request.actor, row.old_ref, row.new_ref, _reason(request)))


@require_POST
def refuse(request: PortalRequest, pk: int) -> HttpResponse:
    """It is something else."""
    return _decide(request, pk, lambda row: decline(request.actor, row.pk, _reason(request)))


@require_POST
def withdraw(request: PortalRequest, pk: int) -> HttpResponse:
    """Let what was said hold no more."""
    return _decide(request, pk, lambda row: undo_rename(request.actor, row.pk, _reason(request)))


def _decide(request: PortalRequest, pk: int, act: Callable[[Rename], Rename]) -> HttpResponse:
    found = get_rename(request.actor, pk)
    if found is None:
        raise Http404
    if not may_rename(request.actor, found.old_ref, found.new_ref):
        raise PermissionDenied
    decided = decide_on_page(request, lambda: act(found))
    if decided:
        messages.success(request, _say(decided))
    return redirect("renames")


def _say(decided: Rename) -> str:
    if not decided.is_current:
        return f"That {decided.old_ref} was {decided.new_ref} before holds no more."
    if decided.state == Rename.State.DECLINED:
        return f"{decided.old_ref} is not an old name of {decided.new_ref}. It will not be proposed again."
    return f"{decided.old_ref} leads to {decided.new_ref} from now on."


def _rename(request: PortalRequest, form: RenameForm) -> bool:
    decided = decide_in_form(form, lambda: _rename_as_said(request.actor, form.cleaned_data))
    if decided:
        messages.success(request, _say(decided))
    return decided is not None


def _rename_as_said(actor: Actor, said: Mapping[str, str]) -> Rename:
    old_ref, new_ref = read_pair(said["old_ref"], said["new_ref"])
    _require(actor, old_ref, new_ref)
    return rename(actor, old_ref, new_ref, said["reason"])


def _require(actor: Actor, old_ref: str, new_ref: str) -> None:
    """Raises DecisionError for what is not there to see, PermissionDenied for what others decide."""
    if get_entity(actor, new_ref) is None:
        raise DecisionError(f"The catalog has no {new_ref} now.")
    if not may_rename(actor, old_ref, new_ref):
        raise PermissionDenied


def _read_initial(request: PortalRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "")[:500] for name in ("old_ref", "new_ref")}


def _reason(request: PortalRequest) -> str:
    return request.POST.get("reason", "")
