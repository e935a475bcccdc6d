"""Records of people: what looks like one person, what is one, and saying so oneself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.actions.decisions import DecisionError
from catalog.core.access import Actor
from catalog.core.refs import RefError, parse_ref
from catalog.models import PersonMerge
from portal.actions.merges import decline_merge, merge_people, undo_merge
from portal.decision_forms import MergeForm, ReasonForm
from portal.decision_pages import decide_in_form, decide_on_page
from portal.http import PortalRequest
from portal.links import person_url
from portal.lists import Choices, Column, ListSpec, show_list
from portal.selectors.merges import MergeRow, describe_merges, may_merge
from teams.filters import MergeFilters
from teams.selectors.person_merges import get_merge, list_merges, list_proposed_merges
from teams.selectors.teams import get_person

PROPOSALS_SHOWN = 50


def _list_choices(_actor: Actor) -> Mapping[str, Choices]:
    return {"state": MergeFilters.STATES}


def _cells(row: MergeRow) -> Sequence[object]:
    each = row.merge
    return (
        each.first_ref, each.second_ref, each.state, each.kept_ref, " ".join(row.reasons), row.decided_by,
        each.decided_at, each.reason, each.ended_at, each.end_reason,
    )  # fmt: skip


MERGES: ListSpec[PersonMerge, MergeRow] = ListSpec(
    name="people-merges",
    columns=(
        Column("first", "Record", "first_ref"),
        Column("second", "And record", "second_ref"),
        Column("state", "State", "state"),
        Column("decided", "Since", "decided_at", starts_descending=True),
    ),
    sort="first",
    filters=MergeFilters,
    describe=describe_merges,
    csv_heads=(
        "first", "second", "state", "kept", "why they look alike", "decided by", "decided at", "reason", "ended at",
        "why it ended",
    ),
    cells=_cells,
    choices=_list_choices,
)  # fmt: skip


@require_safe
def merges(request: PortalRequest) -> HttpResponseBase:
    """What waits for a person, then everything that was said."""
    proposed = describe_merges(request.actor, list(list_proposed_merges(request.actor)[:PROPOSALS_SHOWN]))
    found = list_merges(request.actor).exclude(state=PersonMerge.State.PROPOSED)
    context = {"proposed": proposed, "reason_form": ReasonForm()}
    return show_list(request, MERGES, found, "pages/people_merges.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: PortalRequest) -> HttpResponse:
    """Say that two are one person, whether they look like it or not."""
    initial = {name: request.GET.get(name, "")[:500] for name in ("kept_ref", "other_ref")}
    form = MergeForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = decide_in_form(form, lambda: _merge_as_said(request.actor, form.cleaned_data))
        if made:
            return _lead_on(request, made)
    return render(request, "pages/people_merge_add.html", {"form": form})


@require_POST
def confirm(request: PortalRequest, pk: int) -> HttpResponse:
    """They are one person, known by the name of `keep`."""
    keep = request.POST.get("keep", "")
    return _decide(request, pk, lambda row, why: merge_people(request.actor, row.first_ref, row.second_ref, keep, why))


@require_POST
def refuse(request: PortalRequest, pk: int) -> HttpResponse:
    """They are two."""
    return _decide(request, pk, lambda row, why: decline_merge(request.actor, row.pk, why))


@require_POST
def withdraw(request: PortalRequest, pk: int) -> HttpResponse:
    """Let what was said hold no more."""
    return _decide(request, pk, lambda row, why: undo_merge(request.actor, row.pk, why))


def _decide(request: PortalRequest, pk: int, act: Callable[[PersonMerge, str], PersonMerge]) -> HttpResponse:
    found = get_merge(request.actor, pk)
    if found is None:
        raise Http404
    _require(request.actor, found.first_ref, found.second_ref)
    decided = decide_on_page(request, lambda: act(found, request.POST.get("reason", "")))
    return _lead_on(request, decided) if decided else redirect("people-merges")


def _merge_as_said(actor: Actor, said: Mapping[str, str]) -> PersonMerge:
    kept, other = (_find(actor, said[name]) for name in ("kept_ref", "other_ref"))
    _require(actor, kept, other)
    return merge_people(actor, kept, other, kept, said["reason"])


def _require(actor: Actor, one: str, other: str) -> None:
    if not may_merge(actor, (one, other)):
        raise PermissionDenied


def _find(actor: Actor, text: str) -> str:
    """The ref of somebody the actor may see, as people write it. Raises DecisionError."""
    try:
        ref = str(parse_ref(text.strip(), "user"))
    except RefError as error:
        raise DecisionError(f"{str(error)[:1].upper()}{str(error)[1:]}.") from error
    found = get_person(actor, ref)
    if found is None:
        raise DecisionError(f"The catalog has no person {ref}.")
    return found.ref


def _lead_on(request: PortalRequest, decided: PersonMerge) -> HttpResponse:
    """To the person, or to the list, with what came of it."""
    one, other = decided.first_ref, decided.second_ref
    if not decided.is_current:
        messages.success(request, f"{one} and {other} stand for themselves again, as before.")
    elif decided.state == PersonMerge.State.DECLINED:
        messages.success(request, f"{one} and {other} are two people. It will not be proposed again.")
    else:
        messages.success(request, f"{decided.merged_ref} is {decided.kept_ref} from now on, also in what is past.")
        return redirect(person_url(decided.kept_ref))
    return redirect("people-merges")
