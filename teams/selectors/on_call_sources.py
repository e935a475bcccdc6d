"""On-call sources as people see them: never what opens them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.db.models import Count
from django.utils import timezone

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
    is_due: bool

    @property
    def is_waiting(self) -> bool:
        """Whether it is being looked at, or will be within seconds."""
        row = self.source
        return bool(row.leased_by) or (row.looked_at is None and not row.error) or self.is_due

    @property
    def good_at(self) -> datetime | None:
        """When what is shown was read."""
        return self.source.good_at


def list_on_call_sources(actor: Actor) -> VisibleQuerySet[OnCallSource]:
    """The sources there are, by name, without what was uploaded."""
    return OnCallSource.objects.visible_to(actor).filter(removed_at=None).defer("content").order_by("name")


def list_standings(actor: Actor) -> list[SourceStanding]:
    """Every source with how it stands. Two queries."""
    return describe_sources(list_on_call_sources(actor))


def describe_sources(rows: Iterable[OnCallSource]) -> list[SourceStanding]:
    """How these sources stand, in their order. One query."""
    there = Schedule.objects.filter(source__isnull=False, removed_at=None)
    numbers = dict(there.values_list("source").annotate(number=Count("pk")).order_by())
    return [_describe(row, numbers.get(row.pk, 0)) for row in rows]


def describe_source(row: OnCallSource) -> SourceStanding:
    """How one source stands. One query."""
    return describe_sources([row])[0]


def _describe(row: OnCallSource, number: int) -> SourceStanding:
    importer = list_importers().get(row.kind)
    place = row.file_name if row.kind == "ical-file" else urlsplit(row.url).hostname or ""
    return SourceStanding(
        source=row,
        kind=importer.title if importer else row.kind,
        is_whole_account=bool(importer and importer.is_whole_account),
        place=place,
        schedules=number,
        is_due=row.due_at is not None and row.due_at <= timezone.now(),
    )


def list_schedules_of(actor: Actor, source: OnCallSource) -> list[Schedule]:
    """What a source gave, by title."""
    rows = Schedule.objects.visible_to(actor).filter(source=source, removed_at=None)
    return list(rows.defer("imported").order_by("title", "pk"))
