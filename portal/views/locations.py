"""Registered URLs: the list, one with what it leads to; adding, looking again, trusting and removing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.actions.locations import LocationExistsError
from catalog.core.access import Actor, Subject, may
from catalog.core.registered import OWN_PATH
from catalog.location_filters import LocationFilters
from catalog.models import Origin
from catalog.selectors.locations import STATES, list_registered
from catalog.selectors.repositories import list_documents
from portal.actions.locations import add_location, ask_for_look, set_trust, take_out
from portal.forms import LocationForm
from portal.http import PortalRequest, require
from portal.lists import Choices, Column, ListSpec, show_list
from portal.selectors.locations import LocationRow, describe_locations
from portal.selectors.repositories import describe_documents

_SOURCE = Subject("source")
DOCUMENTS_SHOWN = 500


def _cells(row: LocationRow) -> Sequence[object]:
    origin = row.origin
    trusted = "yes" if origin.is_trusted else "no"
    return (
        origin.location, row.state, origin.first_seen_at, row.looked_at, row.entities, row.broken, trusted, row.error,
    )  # fmt: skip


def _list_choices(_actor: Actor) -> Mapping[str, Choices]:
    return {
        "state": [(state.value, words) for state, words in STATES.items()],
        "trusted": [("true", "Trusted"), ("false", "Not trusted")],
    }


LOCATIONS: ListSpec[Origin, LocationRow] = ListSpec(
    name="locations",
    columns=(
        Column("url", "URL", "location"),
        Column("state", "State"),
        Column("looked", "Last look", "job__finished_at", starts_descending=True),
        Column("registered", "Registered", "first_seen_at", starts_descending=True),
        Column("entities", "Entities", is_number=True),
        Column("broken", "Broken files", is_number=True),
    ),
    sort="url",
    filters=LocationFilters,
    describe=describe_locations,
    csv_heads=("url", "state", "registered", "looked at", "entities", "broken files", "trusted", "error"),
    cells=_cells,
    choices=_list_choices,
)


@require_safe
def locations(request: PortalRequest) -> HttpResponseBase:
    """All registered URLs."""
    context = {"may_change": may(request.actor, "create", _SOURCE)}
    return show_list(request, LOCATIONS, list_registered(request.actor), "pages/locations.html", context)


@require_safe
def location(request: PortalRequest, pk: int) -> HttpResponse:
    """One registered URL: how it was read, and every document that it leads to."""
    origin = _get_origin(request.actor, pk)
    documents = list_documents(request.actor, pk).exclude(path=OWN_PATH)[:DOCUMENTS_SHOWN]
    context = {
        "row": describe_locations(request.actor, [origin])[0],
        "documents": describe_documents(request.actor, list(documents)),
        "may_change": may(request.actor, "change", _SOURCE),
    }
    return render(request, "pages/location.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: PortalRequest) -> HttpResponse:
    """Register a URL; a worker looks at it at once."""
    require(request.actor, "create", _SOURCE)
    form = LocationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            pk = add_location(request.actor.ref, data["target"], is_trusted=data["is_trusted"])
        except LocationExistsError:
            form.add_error("target", "This URL is registered already.")
        else:
            messages.success(request, "The URL is registered and will be read in a moment.")
            return redirect("location", pk=pk)
    hosts = sorted(str(host) for host in settings.OUTBOUND.hosts)
    return render(request, "pages/location_add.html", {"form": form, "hosts": hosts})


@require_POST
def look_again(request: PortalRequest, pk: int) -> HttpResponse:
    """Look at a URL now."""
    require(request.actor, "change", _SOURCE)
    ask_for_look(request.actor.ref, _get_origin(request.actor, pk))
    messages.success(request, "It will be read again in a moment.")
    return redirect("location", pk=pk)


@require_POST
def trust(request: PortalRequest, pk: int) -> HttpResponse:
    """Let its Groups and Users count, or, without `trusted`, no longer."""
    require(request.actor, "change", _SOURCE)
    is_trusted = request.POST.get("trusted") == "yes"
    set_trust(request.actor.ref, _get_origin(request.actor, pk), is_trusted=is_trusted)
    said = "count" if is_trusted else "count no longer"
    messages.success(request, f"The Groups and Users it leads to {said}. It will be read again in a moment.")
    return redirect("location", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: PortalRequest, pk: int) -> HttpResponse:
    """Take a URL out, after asking once."""
    require(request.actor, "delete", _SOURCE)
    origin = _get_origin(request.actor, pk)
    if request.method == "POST":
        take_out(request.actor.ref, origin)
        messages.success(request, "The URL is removed, with everything that only it declared.")
        return redirect("locations")
    return render(request, "pages/location_remove.html", {"row": describe_locations(request.actor, [origin])[0]})


def _get_origin(actor: Actor, pk: int) -> Origin:
    origin = list_registered(actor).filter(pk=pk).first()
    if origin is None:
        raise Http404
    return origin
