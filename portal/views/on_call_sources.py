"""On-call sources: keeping, seeing and refreshing calendars and accounts that schedules are imported from."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.core.access import Action, Actor
from portal.actions import on_call_sources as actions
from portal.csv_export import export_csv
from portal.http import PortalRequest
from portal.on_call_forms import OnCallSourceForm
from portal.selectors.names import get_names
from portal.selectors.on_call_source_rights import (
    list_own_importers,
    list_teams_to_import_for,
    may_add_source,
    may_keep_source,
)
from teams.core.oncall import OnCallError
from teams.importers.base import list_importers
from teams.models import OnCallSource
from teams.selectors.on_call_sources import (
    SourceStanding,
    describe_source,
    list_on_call_sources,
    list_schedules_of,
    list_standings,
)

_CSV_HEADS = ("name", "title", "kind", "team", "schedules", "unmatched people", "read at", "failing since", "error")


@require_safe
def sources(request: PortalRequest) -> HttpResponseBase:
    """All on-call sources with how each stands; `?part=1` is the part that polls, `?format=csv` all of it as CSV."""
    actor = request.actor
    standings = list_standings(actor)
    if request.GET.get("format") == "csv":
        return export_csv("on-call-sources", _CSV_HEADS, map(_make_cells, standings))
    names = get_names(actor, {each.source.owner_ref for each in standings if each.source.owner_ref})
    rows = [
        (
            each,
            names[each.source.owner_ref] if each.source.owner_ref else None,
            may_keep_source(actor, "change", each.source),
        )
        for each in standings
    ]
    context = {
        "rows": rows,
        "is_busy": any(each.is_waiting for each in standings),
        "importers": list(list_own_importers(actor)),
    }
    template = "pages/on_call_sources_part.html" if request.GET.get("part") == "1" else "pages/on_call_sources.html"
    return render(request, template, context)


@require_http_methods(["GET", "POST"])
def add(request: PortalRequest, kind: str) -> HttpResponse:
    """Add a source of one kind; a worker looks at it at once."""
    importer = list_importers().get(kind)
    if importer is None:
        raise Http404
    if importer not in list_own_importers(request.actor):
        raise PermissionDenied
    form = OnCallSourceForm(importer, list_teams_to_import_for(request.actor), *_read_post(request))
    if form.is_bound and form.is_valid():
        new = form.make()
        if not may_add_source(request.actor, importer, new.owner_ref):
            raise PermissionDenied
        try:
            source = actions.add(request.actor, new)
        except OnCallError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, f"{source} is added and being read.")
            return redirect("on-call-source", source.pk)
    return render(request, "pages/on_call_source_add.html", {"form": form, "importer": importer})


@require_safe
def source(request: PortalRequest, pk: int) -> HttpResponse:
    """One source: its schedules, why it could not be read, and whom nobody in the catalog stands for."""
    row = _get(request.actor, pk)
    context = {
        "standing": describe_source(row),
        "schedules": list_schedules_of(request.actor, row),
        "team": get_names(request.actor, [row.owner_ref])[row.owner_ref] if row.owner_ref else None,
        "may_change": may_keep_source(request.actor, "change", row),
    }
    return render(request, "pages/on_call_source.html", context)


@require_http_methods(["GET", "POST"])
def change(request: PortalRequest, pk: int) -> HttpResponse:
    """Change what is known of a source; what was kept as a secret stays unless another is given."""
    row = _get_own(request, pk, "change")
    importer = list_importers().get(row.kind)
    if importer is None:
        raise Http404
    form = OnCallSourceForm(importer, list_teams_to_import_for(request.actor), *_read_post(request), row=row)
    if form.is_bound and form.is_valid():
        fields = form.make_changes()
        if not may_keep_source(request.actor, "change", row, str(fields["owner_ref"])):
            raise PermissionDenied
        try:
            row = actions.change(request.actor, row, fields)
        except OnCallError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{row} is changed and being read.")
            return redirect("on-call-source", row.pk)
    return render(request, "pages/on_call_source_add.html", {"form": form, "importer": importer, "row": row})


@require_POST
def refresh(request: PortalRequest, pk: int) -> HttpResponse:
    """Look at a source now."""
    row = _get_own(request, pk, "change")
    actions.look(request.actor, row)
    messages.success(request, f"{row} will be read in a moment.")
    return redirect("on-call-source", row.pk)


@require_http_methods(["GET", "POST"])
def remove(request: PortalRequest, pk: int) -> HttpResponse:
    """Take a source out, after asking once."""
    row = _get_own(request, pk, "delete")
    if request.method == "POST":
        number = actions.remove(request.actor, row)
        messages.success(request, f"{row} is removed, with {number} schedule{'' if number == 1 else 's'}.")
        return redirect("on-call-sources")
    return render(request, "pages/on_call_source_remove.html", {"standing": describe_source(row)})


def _make_cells(each: SourceStanding) -> Sequence[object]:
    row = each.source
    numbers = (each.schedules, len(row.unmatched) if row.good_at else None)
    return (row.name, row.title, each.kind, row.owner_ref, *numbers, row.good_at, row.failing_since, row.error)


def _read_post(request: PortalRequest) -> tuple[object, object]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _get(actor: Actor, pk: int) -> OnCallSource:
    row = list_on_call_sources(actor).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _get_own(request: PortalRequest, pk: int, action: Action) -> OnCallSource:
    row = _get(request.actor, pk)
    if not may_keep_source(request.actor, action, row):
        raise PermissionDenied
    return row
