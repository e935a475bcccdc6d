"""On-call sources as people see them: never what opens them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.db.models import Count

from catalog.core.access import Actor
from catalog.models.visibility import VisibleQuerySet
from teams.importers.base import list_importers
from teams.models import OnCallSource, Schedule


@dataclass(frozen=True, slots=True)
class SourceStanding:
    """One source: what kind it is, how many schedules it gave, and how the last look went.

    `place` is the host of its URL, or the name of its file: a path or a query may hold a secret.
    """

    source: OnCallSource
    kind: str
    is_whole_account: bool
    place: str
    schedules: int

    @property
    def is_waiting(self) -> bool:
        """Whether it is being looked at, or will be within seconds."""
        row = self.source
        return bool(row.leased_by) or (row.looked_at is None and not row.error) or self._is_due

    @property
    def _is_due(self) -> bool:
        due, looked = self.source.due_at, self.source.looked_at
        return due is not None and looked is not None and due <= looked

    @property
    def good_at(self) -> datetime | None:
        """When what is shown was read."""
        return self.source.good_at


def list_on_call_sources(actor: Actor) -> VisibleQuerySet[OnCallSource]:
    """The sources there are, by name, without what was uploaded."""
    return OnCallSource.objects.visible_to(actor).filter(removed_at=None).defer("content").order_by("name")


def list_standings(actor: Actor) -> list[SourceStanding]:
    """Every source with how it stands. Two queries."""
    there = Schedule.objects.filter(source__isnull=False, removed_at=None)
    numbers = dict(there.values_list("source").annotate(number=Count("pk")).order_by())
    return [_describe(row, numbers.get(row.pk, 0)) for row in list_on_call_sources(actor)]


def describe_source(row: OnCallSource) -> SourceStanding:
    """How one source stands. One query."""
    return _describe(row, Schedule.objects.filter(source=row, removed_at=None).count())


def _describe(row: OnCallSource, number: int) -> SourceStanding:
    importer = list_importers().get(row.kind)
    place = row.file_name if row.kind == "ical-file" else urlsplit(row.url).hostname or ""
    return SourceStanding(
        row, importer.title if importer else row.kind, bool(importer and importer.is_whole_account), place, number
    )


def list_schedules_of(actor: Actor, source: OnCallSource) -> list[Schedule]:
    """What a source gave, by title."""
    rows = Schedule.objects.visible_to(actor).filter(source=source, removed_at=None)
    return list(rows.defer("imported").order_by("title", "pk"))
