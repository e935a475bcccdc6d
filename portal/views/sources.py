"""Sources: where repositories come from."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.actions.sources import add_source, confirm_missing, remove_source
from catalog.core.access import Actor, Subject, may
from catalog.models import Source
from catalog.models.clock import database_now
from catalog.selectors.repositories import SourceProgress, get_progress, list_sources
from catalog.sources.base import SourceError, list_source_kinds
from catalog.tasks import deliver, list_one_source
from portal.actions.audit import record_event
from portal.actions.sources import broker_is_a_hint, change_source, request_listing
from portal.csv_export import export_csv
from portal.forms import SourceChangeForm, SourceForm
from portal.http import PortalRequest, require
from teams.selectors.teams import list_team_names

_SOURCE = Subject("source")
KIND = "directory"
_CSV_HEADS = ("name", "kind", "location", "restricted", "repositories", "failed", "waiting", "listed", "error")


@require_safe
def sources(request: PortalRequest) -> HttpResponseBase:
    """All sources with how far each was looked at; `?part=1` is the part that polls, `?format=csv` all of it as CSV."""
    actor = request.actor
    progress = get_progress(actor)
    kinds = list_source_kinds()
    rows = [
        (
            source,
            kinds[source.kind].title if source.kind in kinds else source.kind,
            progress.get(source.pk, SourceProgress()),
        )
        for source in list_sources(actor)
    ]
    if request.GET.get("format") == "csv":
        return export_csv("sources", _CSV_HEADS, itertools.starmap(_make_cells, rows))
    context = {
        "rows": rows,
        "is_busy": progress[None].is_running or any(_is_being_listed(source) for source, _, _ in rows),
        "may_change": may(actor, "change", _SOURCE),
    }
    template = "pages/sources_part.html" if request.GET.get("part") == "1" else "pages/sources.html"
    return render(request, template, context)


def _make_cells(source: Source, kind: str, progress: SourceProgress) -> Sequence[object]:
    restricted = "yes" if source.is_restricted else "no"
    numbers = (progress.repositories, progress.failed, progress.waiting)
    return (source.name, kind, source.location, restricted, *numbers, source.listed_at, source.list_error)


@require_http_methods(["GET", "POST"])
def add(request: PortalRequest) -> HttpResponse:
    """Add a folder of clones; the worker lists and scans it at once."""
    require(request.actor, "create", _SOURCE)
    form = SourceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            source = add_source(data["location"], request.actor.ref, database_now(), kind=KIND, name=data["name"])
        except SourceError as error:
            form.add_error("location", str(error))
        else:
            record_event(request.actor.ref, "source-added", f"source:{source.pk}", location=source.location)
            _ask_for_listing(source)
            messages.success(request, f"{source.name} is added. Its repositories are being looked for.")
            return redirect("sources")
    help_text = list_source_kinds()[KIND].location_help
    return render(request, "pages/source_add.html", {"form": form, "location_help": help_text})


@require_POST
def scan_again(request: PortalRequest, pk: int) -> HttpResponse:
    """List a source anew and look at all of its repositories."""
    require(request.actor, "change", _SOURCE)
    source = _get_source(request.actor, pk)
    record_event(request.actor.ref, "source-scan-requested", f"source:{source.pk}")
    _ask_for_listing(source)
    messages.success(request, f"{source.name} will be looked at in a moment.")
    return redirect("sources")


@require_http_methods(["GET", "POST"])
def remove(request: PortalRequest, pk: int) -> HttpResponse:
    """Take a source out, after asking once."""
    require(request.actor, "delete", _SOURCE)
    source = _get_source(request.actor, pk)
    if request.method == "POST":
        number = remove_source(source.pk, request.actor.ref, database_now())
        record_event(request.actor.ref, "source-removed", f"source:{source.pk}", location=source.location)
        messages.success(request, f"{source.name} is removed, with {number} repositories.")
        return redirect("sources")
    progress = get_progress(request.actor).get(source.pk, SourceProgress())
    return render(request, "pages/source_remove.html", {"source": source, "progress": progress})


@require_http_methods(["GET", "POST"])
def change(request: PortalRequest, pk: int) -> HttpResponse:
    """What a source is called, who sees what comes from it, and whether it may define the organisation."""
    require(request.actor, "change", _SOURCE)
    source = _get_source(request.actor, pk)
    readers = list(source.readers.values_list("team_ref", flat=True))
    teams = dict(list_team_names(request.actor))
    now = {
        "name": source.name,
        "is_restricted": source.is_restricted,
        "reader_refs": readers,
        "may_define_organisation": source.may_define_organisation,
    }
    choices = [*teams.items(), *((ref, ref) for ref in readers if ref not in teams)]
    form = SourceChangeForm(choices, request.POST if request.method == "POST" else None, initial=now)
    if request.method == "POST" and form.is_valid():
        change_source(request.actor.ref, source, **form.cleaned_data)
        with broker_is_a_hint():
            deliver.delay()
        messages.success(request, f"{form.cleaned_data['name']} is changed.")
        return redirect("sources")
    return render(request, "pages/source_change.html", {"source": source, "form": form})


@require_POST
def confirm(request: PortalRequest, pk: int) -> HttpResponse:
    """Remove the repositories that are missing from a source: so many at once that a person has to say so."""
    require(request.actor, "change", _SOURCE)
    source = _get_source(request.actor, pk)
    number = confirm_missing(source.pk, request.actor.ref, database_now())
    record_event(request.actor.ref, "missing-confirmed", f"source:{source.pk}", repositories=number)
    messages.success(request, f"{number} missing repositories are removed from {source.name}.")
    return redirect("sources")


def _get_source(actor: Actor, pk: int) -> Source:
    source = list_sources(actor).filter(pk=pk).first()
    if source is None:
        raise Http404
    return source


def _is_being_listed(source: Source) -> bool:
    return source.list_requested_at is not None or (source.listed_at is None and not source.list_error)


def _ask_for_listing(source: Source) -> None:
    request_listing(source)
    with broker_is_a_hint():
        list_one_source.delay(source.pk)
