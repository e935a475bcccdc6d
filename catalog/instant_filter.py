"""A filter by an instant, for every list with a time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django_filters import IsoDateTimeFilter

if TYPE_CHECKING:
    from django.db.models import QuerySet


class InstantFilter(IsoDateTimeFilter):
    """A time with its offset from UTC, asked for in UTC: PostgreSQL does not take every offset that ISO 8601 allows."""

    def filter(self, qs: QuerySet[Any], value: datetime | None) -> QuerySet[Any]:
        """The rows on that side of the moment."""
        found: QuerySet[Any] = super().filter(qs, _to_utc(value) if value else value)
        return found


def _to_utc(value: datetime) -> datetime:
    """The same moment in UTC; one beyond the calendar becomes its first or last."""
    try:
        return value.astimezone(UTC)
    except OverflowError:
        return datetime(1, 1, 1, tzinfo=UTC) if value.year == 1 else datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
