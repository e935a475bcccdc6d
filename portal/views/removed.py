"""What was removed within 30 days, and what people keep although no file declares it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus

import orjson
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.core.access import Actor
from catalog.history_filters import RemovedFilters
from catalog.models import Entity
from catalog.models.clock import database_now
from catalog.selectors.history import get_entity_ever, list_changes
from catalog.selectors.removed import get_removed, list_keepings, list_removed
from portal.actions.decisions import bring_back, let_go
from portal.decision_forms import ReasonForm
from portal.decision_pages import decide_in_form, decide_on_page
from portal.http import PortalRequest
from portal.links import entity_url
from portal.lists import Choices, Column, ListSpec, show_list
from portal.selectors.history import describe_changes
from portal.selectors.removed import RemovedRow, describe_kept, describe_removed
from portal.views.entity_history import read_owned_on

KEPT_SHOWN = 100
CHANGES_SHOWN = 100


def _list_choices(actor: Actor) -> Mapping[str, Choices]:
    kinds = list_removed(actor, database_now()).order_by().values_list("kind", flat=True).distinct()
    return {"kind": [(kind, kind) for kind in sorted(kinds)]}


def _cells(row: RemovedRow) -> Sequence[object]:
    entity, removal = row.entity, row.removal
    return (
        entity.ref,
        entity.shown_name,
        (row.team.ref or "in a restricted source") if row.team else "",
        entity.removed_at,
        row.until,
        row.who,
        removal.commit if removal else "",
    )


REMOVED: ListSpec[Entity, RemovedRow] = ListSpec(
    name="removed-entities",
    columns=(
        Column("name", "Name", "ref"),
        Column("team", "Owned by"),
        Column("removed", "Removed", "removed_at", starts_descending=True),
        Column("how", "By"),
    ),
    sort="-removed",
    filters=RemovedFilters,
    describe=describe_removed,
    csv_heads=("ref", "name", "owner", "removed at", "forgotten at", "by", "commit"),
    cells=_cells,
    choices=_list_choices,
)


@require_safe
def removed(request: PortalRequest) -> HttpResponseBase:
    """Everything that can be brought back, and what was."""
    kept = list(list_keepings(request.actor).filter(ended_at=None)[:KEPT_SHOWN])
    context = {"kept": describe_kept(request.actor, kept), "reason_form": ReasonForm()}
    return show_list(request, REMOVED, list_removed(request.actor, database_now()), "pages/removed.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def removed_entity(request: PortalRequest, kind: str, namespace: str, name: str) -> HttpResponse:
    """One of them: what it said, how it went, and the form to bring it back."""
    ref = f"{kind}:{namespace}/{name}"
    found = None if "\0" in ref else get_removed(request.actor, ref, database_now())
    if found is None:
        raise Http404
    (row,) = describe_removed(request.actor, [found])
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not row.may_decide:
            raise PermissionDenied
        if form.is_valid() and _bring_back(request, row, form):
            return redirect(entity_url(found.ref))
    return _show(request, row, form)


def show_where_it_was(request: PortalRequest, ref: str) -> HttpResponse | None:
    """The same page with the status "not found", for whoever comes by an address of before; None if it is not known.

    What it said is forgotten after 30 days; that it was, what changed and whose it was is not.
    """
    found = None if "\0" in ref else get_entity_ever(request.actor, ref)
    if found is None or found.removed_at is None:
        return None
    (row,) = describe_removed(request.actor, [found])
    return _show(request, row, ReasonForm(), HTTPStatus.NOT_FOUND)


def _show(request: PortalRequest, row: RemovedRow, form: ReasonForm, status: int = HTTPStatus.OK) -> HttpResponse:
    changes = list(list_changes(request.actor, row.entity.ref)[:CHANGES_SHOWN])
    body = orjson.loads(row.entity.body_json)
    context = {
        "row": row,
        "form": form,
        "body": orjson.dumps(body, option=orjson.OPT_INDENT_2).decode() if body else "",
        "changes": describe_changes(request.actor, changes),
        **read_owned_on(request, row.entity.ref),
    }
    return render(request, "pages/removed_entity.html", context, status=status)


def _bring_back(request: PortalRequest, row: RemovedRow, form: ReasonForm) -> bool:
    keeping = decide_in_form(form, lambda: bring_back(request.actor, row.entity.ref, form.cleaned_data["reason"]))
    if keeping is None:
        return False
    messages.success(request, f"It is back until {keeping.until:%Y-%m-%d}, or until a file declares it again.")
    return True


@require_POST
def let_go_again(request: PortalRequest, pk: int) -> HttpResponse:
    """Keep it no longer."""
    keeping = list_keepings(request.actor).filter(pk=pk, ended_at=None).first()
    if keeping is None:
        raise Http404
    (row,) = describe_kept(request.actor, [keeping])
    if not row.may_decide:
        raise PermissionDenied
    if decide_on_page(request, lambda: let_go(request.actor, pk, request.POST.get("reason", ""))):
        messages.success(request, f"{row.named.name} is not in the catalog any more.")
    return redirect("removed")
