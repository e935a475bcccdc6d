"""Broken files: every document that could not be taken as it is."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from catalog.filters import BrokenFileFilters
from catalog.models import Descriptor
from catalog.selectors.repositories import list_broken_files
from portal.http import PortalRequest
from portal.lists import Column, ListSpec, show_list
from portal.selectors.repositories import DocumentRow, describe_documents
from portal.selectors.team_api import list_lost_files
from portal.selectors.team_api_files import list_useless_files


def _cells(row: DocumentRow) -> Sequence[object]:
    found = row.descriptor
    return (found.origin.name, found.path, found.error_line or found.line, found.ref, found.stage, found.error)


BROKEN: ListSpec[Descriptor, DocumentRow] = ListSpec(
    name="broken-files",
    columns=(
        Column("file", "File", "path"),
        Column("error", "What is wrong"),
        Column("entity", "Declares", "ref"),
        Column("repository", "Repository", "origin__name"),
    ),
    sort="repository",
    filters=BrokenFileFilters,
    describe=describe_documents,
    csv_heads=("repository", "path", "line", "declares", "stage", "error"),
    cells=_cells,
)


@require_safe
def broken_files(request: PortalRequest) -> HttpResponseBase:
    """Every document that could not be taken as it is, and the Team APIs that are of no use as they are."""
    more = {"lost": list_lost_files(request.actor), "useless": list_useless_files(request.actor)}
    return show_list(request, BROKEN, list_broken_files(request.actor), "pages/broken_files.html", more)
