"""On-call sources: adding, seeing, refreshing and removing calendars and accounts that schedules are imported from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.core.access import Action, Actor, ObjectKind, Subject, may
from catalog.models.clock import database_now
from catalog.tasks import deliver
from portal.actions.audit import record_event
from portal.actions.sources import broker_is_a_hint
from portal.csv_export import export_csv
from portal.http import PortalRequest, require
from portal.on_call_forms import OnCallSourceForm
from portal.selectors.names import get_names
from teams.actions.on_call_jobs import request_look
from teams.actions.on_call_sources import add_on_call_source, remove_on_call_source
from teams.core.oncall import OnCallError
from teams.importers.base import Importer, list_importers
from teams.models import OnCallSource
from teams.selectors.on_call_sources import (
    SourceStanding,
    describe_source,
    list_on_call_sources,
    list_schedules_of,
    list_standings,
)
from teams.selectors.teams import list_team_names
from teams.tasks import refresh_on_call_source

_KIND: ObjectKind = "on-call-source"
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
        (each, names[each.source.owner_ref] if each.source.owner_ref else None, _may(actor, "change", each.source))
        for each in standings
    ]
    context = {
        "rows": rows,
        "is_busy": any(each.is_waiting for each in standings),
        "importers": list(_list_own_importers(actor)),
    }
    template = "pages/on_call_sources_part.html" if request.GET.get("part") == "1" else "pages/on_call_sources.html"
    return render(request, template, context)


@require_http_methods(["GET", "POST"])
def add(request: PortalRequest, kind: str) -> HttpResponse:
    """Add a source of one kind; a worker looks at it at once."""
    importer = list_importers().get(kind)
    if importer is None:
        raise Http404
    if importer not in _list_own_importers(request.actor):
        raise PermissionDenied
    is_post = request.method == "POST"
    form = OnCallSourceForm(
        importer, _list_teams(request.actor), request.POST if is_post else None, request.FILES if is_post else None
    )
    if is_post and form.is_valid():
        new = form.make()
        require(request.actor, "create", _make_subject(importer, new.owner_ref))
        try:
            source = add_on_call_source(new, request.actor.ref, database_now())
        except OnCallError as error:
            form.add_error("name", str(error))
        else:
            record_event(request.actor.ref, "on-call-source-added", f"{_KIND}:{source.pk}", name=new.name, kind=kind)
            _hint(source)
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
        "may_change": _may(request.actor, "change", row),
    }
    return render(request, "pages/on_call_source.html", context)


@require_POST
def refresh(request: PortalRequest, pk: int) -> HttpResponse:
    """Look at a source now."""
    row = _get(request.actor, pk)
    require(request.actor, "change", _make_subject(list_importers().get(row.kind), row.owner_ref))
    request_look(row.pk, database_now())
    record_event(request.actor.ref, "on-call-source-look-requested", f"{_KIND}:{row.pk}")
    _hint(row)
    messages.success(request, f"{row} will be read in a moment.")
    return redirect("on-call-source", row.pk)


@require_http_methods(["GET", "POST"])
def remove(request: PortalRequest, pk: int) -> HttpResponse:
    """Take a source out, after asking once."""
    row = _get(request.actor, pk)
    require(request.actor, "delete", _make_subject(list_importers().get(row.kind), row.owner_ref))
    if request.method == "POST":
        number = remove_on_call_source(row.pk, database_now())
        record_event(request.actor.ref, "on-call-source-removed", f"{_KIND}:{row.pk}", name=row.name)
        with broker_is_a_hint():
            deliver.delay()
        messages.success(request, f"{row} is removed, with {number} schedule{'' if number == 1 else 's'}.")
        return redirect("on-call-sources")
    return render(request, "pages/on_call_source_remove.html", {"standing": describe_source(row)})


def _make_cells(each: SourceStanding) -> Sequence[object]:
    row = each.source
    numbers = (each.schedules, len(row.unmatched))
    return (row.name, row.title, each.kind, row.owner_ref, *numbers, row.good_at, row.failing_since, row.error)


def _make_subject(importer: Importer | None, owner_ref: str) -> Subject:
    """A calendar is its team's. A whole account is read with a token of the organisation: nobody's but all teams'."""
    is_of_team = importer is not None and not importer.is_whole_account
    return Subject(_KIND, team_ref=owner_ref if is_of_team and owner_ref else None)


def _may(actor: Actor, action: Action, row: OnCallSource) -> bool:
    return may(actor, action, _make_subject(list_importers().get(row.kind), row.owner_ref))


def _list_own_importers(actor: Actor) -> Iterator[Importer]:
    """The kinds that the actor may add for some team."""
    for importer in list_importers().values():
        refs = ["", *sorted(actor.lead_of_refs)]
        if any(may(actor, "create", _make_subject(importer, ref)) for ref in refs):
            yield importer


def _list_teams(actor: Actor) -> list[tuple[str, str]]:
    """The teams for which the actor may add a calendar."""
    return [(ref, name) for ref, name in list_team_names(actor) if may(actor, "create", Subject(_KIND, team_ref=ref))]


def _get(actor: Actor, pk: int) -> OnCallSource:
    row = list_on_call_sources(actor).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _hint(row: OnCallSource) -> None:
    with broker_is_a_hint():
        refresh_on_call_source.delay(row.pk)
