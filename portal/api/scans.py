"""`/scans`: the records of looks at repositories; and `/broken-files`: the documents that could not be taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from django.http import Http404

from catalog.filters import BrokenFileFilters, ScanFilters
from catalog.models import Descriptor, Scan
from catalog.models.visibility import VisibleQuerySet
from catalog.selectors.repositories import list_broken_files, list_scans
from portal.api.addresses import make_address
from portal.api.base import ListView, ReadView
from portal.api.shapes import Place, Shape
from teams.selectors.team_api_places import list_lost_pointers

_COLUMNS = (
    "pk", "origin_id", "origin__name", "commit", "started_at", "finished_at", "added", "changed", "removed", "broken",
    "error",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanItem(Shape):
    """One look at a repository that found something new, or found it broken."""

    id: int
    repository: Place
    commit: str
    started_at: datetime
    finished_at: datetime
    added: Annotated[int, "Entities that came."]
    changed: int
    removed: int
    broken: Annotated[int, "Documents that could not be taken."]
    error: Annotated[str, "Why the repository could not be read; empty if it could."]
    href: str


def _describe_scan(row: dict[str, Any]) -> ScanItem:
    return ScanItem(
        id=row["pk"],
        repository=Place(id=row["origin_id"], name=row["origin__name"]),
        href=make_address("scans", row["pk"]),
        **{name: row[name] for name in _COLUMNS[3:]},
    )


class ListScans(ListView):
    """The records of scans, the latest first."""

    subject = "scan"
    answer = ScanItem
    filters = ScanFilters
    columns = _COLUMNS
    sorts = {"finished_at": ("finished_at", "pk")}
    sort = "-finished_at"

    def get_queryset(self) -> VisibleQuerySet[Scan]:
        """The scans."""
        return list_scans(self.actor)

    def describe(self, rows: Sequence[dict[str, Any]]) -> list[ScanItem]:
        """No query."""
        return [_describe_scan(row) for row in rows]


class GetScan(ReadView):
    """The record of one scan."""

    subject = "scan"
    answer = ScanItem

    def read(self) -> ScanItem:
        """The scan. One query."""
        row = list_scans(self.actor).filter(pk=self.kwargs["id"]).values(*_COLUMNS).first()
        if row is None:
            raise Http404
        return _describe_scan(row)


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenFileItem(Shape):
    """A document that could not be taken as it is."""

    id: int
    repository: Place
    path: str
    line: int
    commit: Annotated[str, "The commit that has the error."]
    ref: Annotated[str | None, "What it declared when it was last in order."]
    stage: Annotated[str, "How far reading it came; empty where only what it points at is not there."]
    error: str


class ListBrokenFiles(ListView):
    """The documents with an error in repositories that are there now, and Groups that point at no Team API."""

    answer = BrokenFileItem
    filters = BrokenFileFilters
    columns = (
        "pk", "origin_id", "origin__name", "path", "line", "error_line", "error_commit", "commit", "ref", "stage",
        "error",
    )  # fmt: skip
    sorts = {"path": ("path", "pk")}
    subject = "catalog"
    _lost: Mapping[int, str]

    def get_queryset(self) -> VisibleQuerySet[Descriptor]:
        """The documents. One query more where no Group points anywhere, else five."""
        self._lost = {each.pointer.descriptor_id: each.told for each in list_lost_pointers(self.actor)}
        return list_broken_files(self.actor, self._lost)

    def describe(self, rows: Sequence[dict[str, Any]]) -> list[BrokenFileItem]:
        """No query."""
        return [
            BrokenFileItem(
                id=row["pk"],
                repository=Place(id=row["origin_id"], name=row["origin__name"]),
                path=row["path"],
                line=row["error_line"] or row["line"],
                commit=row["error_commit"] or row["commit"],
                ref=row["ref"] or None,
                stage=row["stage"],
                error=row["error"] or self._lost[row["pk"]],
            )
            for row in rows
        ]
