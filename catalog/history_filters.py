"""Filters of the change log and of moments in time: the same for the page and the API."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django_filters import CharFilter, ChoiceFilter, FilterSet

from catalog.instant_filter import InstantFilter
from catalog.models import ChangeLog, Entity

LONGEST_DAY = len("2026-05-01")


def read_moment(text: str) -> date | datetime | None:
    """A day, or a moment with its offset, in UTC; None for anything else, and for the last day there is."""
    try:
        if len(text) <= LONGEST_DAY:
            day = date.fromisoformat(text)
            return day if day < date.max else None
        found = datetime.fromisoformat(text)
        return found.astimezone(UTC) if found.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None


class MomentFilter(CharFilter):
    """A filter whose value is a day or a moment."""


class ChangeFilters(FilterSet):
    """Filters of what changed about one entity."""

    q = CharFilter(method="filter_text", label="Search")
    action = ChoiceFilter(choices=ChangeLog.Action.choices, label="What happened")
    field = CharFilter(method="filter_field", label="Field")
    actor = CharFilter(field_name="actor_ref", label="By")
    since = InstantFilter(field_name="at", lookup_expr="gte", label="Since")
    until = InstantFilter(field_name="at", lookup_expr="lt", label="Until")

    class Meta:
        model = ChangeLog
        fields: tuple[str, ...] = ()

    def filter_text(self, queryset: QuerySet[ChangeLog], _name: str, value: str) -> QuerySet[ChangeLog]:
        """A changed field or one of its values holds the text."""
        return queryset.annotate(text=Cast("fields", TextField())).filter(text__icontains=value)

    def filter_field(self, queryset: QuerySet[ChangeLog], _name: str, value: str) -> QuerySet[ChangeLog]:
        """Changes of one field, by its dotted path."""
        return queryset.filter(fields__has_key=value)


class RemovedFilters(FilterSet):
    """Filters of entities that were removed."""

    q = CharFilter(method="filter_text", label="Search")
    kind = CharFilter(lookup_expr="iexact", label="Kind")

    class Meta:
        model = Entity
        fields: tuple[str, ...] = ()

    def filter_text(self, queryset: QuerySet[Entity], _name: str, value: str) -> QuerySet[Entity]:
        """The ref holds the text."""
        return queryset.filter(ref__icontains=value)
