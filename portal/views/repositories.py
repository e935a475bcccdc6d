"""Repositories: the list, one with its scans, and looking at it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from catalog.actions.jobs import request_scans
from catalog.core.access import Actor
from catalog.filters import RepositoryFilters
from catalog.models import Origin
from catalog.models.clock import database_now
from catalog.selectors.repositories import (
    get_repository,
    list_code_roots,
    list_documents,
    list_repositories,
    list_scans,
    list_sources,
)
from catalog.tasks import hint_scans
from portal.actions.audit import record_event
from portal.actions.sources import broker_is_a_hint
from portal.host import repository_at_host
from portal.http import PortalRequest
from portal.lists import Choices, Column, ListSpec, show_list
from portal.selectors.activity import get_activity
from portal.selectors.findings import show_findings
from portal.selectors.names import get_names
from portal.selectors.owner_decisions import leads_any_team
from portal.selectors.owners import get_shown_owners
from portal.selectors.repositories import RepositoryRow, describe_documents, describe_repositories, may_scan
from scoring.selectors.findings import list_open_findings

SCANS_SHOWN = 20
DOCUMENTS_SHOWN = 500


def _list_choices(actor: Actor) -> Mapping[str, Choices]:
    return {
        "state": RepositoryFilters.STATES,
        "source": [(str(source.pk), source.name) for source in list_sources(actor)],
    }


def _cells(row: RepositoryRow) -> Sequence[object]:
    origin = row.origin
    source = origin.source.name if origin.source else ""
    return (
        origin.name, source, row.state, origin.branch, origin.tip, origin.tip_committed_at,
        row.descriptors, row.broken, origin.scanned_at, origin.scan_error, origin.remote_url,
    )  # fmt: skip


REPOSITORIES: ListSpec[Origin, RepositoryRow] = ListSpec(
    name="repositories",
    columns=(
        Column("name", "Repository", "name"),
        Column("state", "Last look", "scanned_at", starts_descending=True),
        Column("commit", "Last commit", "tip_committed_at", starts_descending=True),
        Column(
            "declared",
            "Declares",
            "declared_count",
            lambda _actor: {"declared_count": Count("descriptors", filter=~Q(descriptors__ref=""))},
            is_number=True,
            starts_descending=True,
        ),
        Column(
            "broken",
            "Broken files",
            "broken_count",
            lambda _actor: {"broken_count": Count("descriptors", filter=~Q(descriptors__error=""))},
            is_number=True,
            starts_descending=True,
        ),
        Column("source", "Source", "source__name"),
    ),
    sort="name",
    filters=RepositoryFilters,
    describe=describe_repositories,
    csv_heads=(
        "repository", "source", "state", "branch", "commit", "committed at",
        "declares", "broken files", "looked at", "error", "remote",
    ),
    cells=_cells,
    choices=_list_choices,
)  # fmt: skip


@require_safe
def repositories(request: PortalRequest) -> HttpResponseBase:
    """All repositories of all sources."""
    return show_list(request, REPOSITORIES, list_repositories(request.actor), "pages/repositories.html")


@require_safe
def repository(request: PortalRequest, pk: int) -> HttpResponse:
    """One repository: how it was read, what it declares, whose code is where, and who works on it."""
    actor = request.actor
    origin = _get_origin(actor, pk)
    documents = list(list_documents(actor, origin.pk)[:DOCUMENTS_SHOWN])
    roots = list(list_code_roots(origin.pk)[:DOCUMENTS_SHOWN])
    names = get_names(actor, {root.entity_ref for root in roots})
    findings = list_open_findings(actor, subject_ref=origin.ref)
    context = {
        "origin": origin,
        "row": describe_repositories(actor, [origin])[0],
        "host_url": repository_at_host(origin),
        "owner": get_shown_owners(actor, [origin.ref]).get(origin.ref),
        "documents": describe_documents(actor, documents),
        "roots": [(root, names[root.entity_ref]) for root in roots if root.entity_ref not in names.hidden],
        "findings": show_findings(actor, list(findings)),
        "scans": list(list_scans(actor).filter(origin=origin)[:SCANS_SHOWN]),
        "activity": get_activity(actor, origin),
        "may_scan": may_scan(actor, origin),
        "may_decide_owner": leads_any_team(actor),
    }
    return render(request, "pages/repository.html", context)


@require_POST
def scan_again(request: PortalRequest, pk: int) -> HttpResponse:
    """Look at one repository now: for its owners and administrators."""
    origin = _get_origin(request.actor, pk)
    if not may_scan(request.actor, origin):
        raise PermissionDenied
    due = request_scans([origin.pk], database_now(), by_person=True)
    with broker_is_a_hint():
        hint_scans(due)
    record_event(request.actor.ref, "scan-requested", origin.ref)
    messages.success(request, f"{origin.name} will be looked at in a moment.")
    return redirect("repository", pk=pk)


def _get_origin(actor: Actor, pk: int) -> Origin:
    origin = get_repository(actor, pk)
    if origin is None:
        raise Http404
    return origin
