"""`/sources`: where repositories come from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from django.http import Http404

from catalog.models import Source
from catalog.models.visibility import VisibleQuerySet
from catalog.selectors.repositories import SourceProgress, get_progress, list_sources
from catalog.source_filters import SourceFilters
from portal.api.addresses import make_address
from portal.api.base import ListView, ReadView
from portal.api.shapes import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceItem(Shape):
    """Where repositories come from, and how far they have been looked at."""

    id: int
    name: str
    kind: str
    location: str
    is_restricted: Annotated[bool, "Whether only its readers see what comes from it."]
    is_demo: bool
    may_define_organisation: Annotated[bool, "Whether its Groups and Users count as teams and people with rights."]
    repositories: int
    looked_at: int
    failed: int
    waiting: int
    missing_held: Annotated[int, "Repositories that are gone and wait for a person before they are removed."]
    listed_at: datetime | None
    list_error: str
    created_at: datetime
    href: str


def _describe(source: Source, progress: SourceProgress) -> SourceItem:
    return SourceItem(
        id=source.pk,
        name=source.name,
        kind=source.kind,
        location=source.location,
        is_restricted=source.is_restricted,
        is_demo=source.is_demo,
        may_define_organisation=source.may_define_organisation,
        repositories=progress.repositories,
        looked_at=progress.looked_at,
        failed=progress.failed,
        waiting=progress.waiting,
        missing_held=source.missing_held,
        listed_at=source.listed_at,
        list_error=source.list_error,
        created_at=source.created_at,
        href=make_address("sources", source.pk),
    )


class ListSources(ListView):
    """Where repositories come from."""

    subject = "source"
    answer = SourceItem
    filters = SourceFilters
    sorts = {"created_at": ("created_at", "pk"), "name": ("name", "pk")}

    def get_queryset(self) -> VisibleQuerySet[Source]:
        """The sources."""
        return list_sources(self.actor)

    def describe(self, rows: Sequence[Source]) -> list[SourceItem]:
        """One query."""
        progress = get_progress(self.actor)
        return [_describe(source, progress.get(source.pk, SourceProgress())) for source in rows]


class GetSource(ReadView):
    """One source."""

    subject = "source"
    answer = SourceItem

    def read(self) -> SourceItem:
        """The source. Two queries."""
        source = list_sources(self.actor).filter(pk=self.kwargs["id"]).first()
        if source is None:
            raise Http404
        return _describe(source, get_progress(self.actor).get(source.pk, SourceProgress()))
