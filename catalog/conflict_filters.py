"""Filters of conflicts and of renames: the same for the page and the API."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from django_filters import CharFilter, ChoiceFilter, FilterSet

from catalog.models import Entity, Rename
from catalog.selectors.conflicts import IS_DECIDED

RowT = TypeVar("RowT", bound=Model)


class ConflictFilters(FilterSet):
    """Filters of refs that several documents declare."""

    STATES = (("open", "Nobody has decided"), ("decided", "A person decided"))

    q = CharFilter(field_name="ref", lookup_expr="icontains", label="Search")
    state = ChoiceFilter(choices=STATES, method="filter_state", label="State")
    kind = CharFilter(method="filter_kind", label="Kind")

    class Meta:
        model = Entity
        fields: tuple[str, ...] = ()

    def filter_state(self, queryset: QuerySet[Entity], _name: str, value: str) -> QuerySet[Entity]:
        """Whether a person has decided which counts."""
        return queryset.filter(Q(IS_DECIDED) if value == "decided" else ~Q(IS_DECIDED))

    def filter_kind(self, queryset: QuerySet[Entity], _name: str, value: str) -> QuerySet[Entity]:
        """Kind, without regard to case."""
        return queryset.filter(ref__startswith=f"{value.lower()}:")


def filter_by_state(queryset: QuerySet[RowT], state: str) -> QuerySet[RowT]:
    """Decisions in a state of their own while they hold; `ended` are those that hold no more, whatever they were."""
    if state == "ended":
        return queryset.filter(ended_at__isnull=False)
    return queryset.filter(state=state, ended_at=None)


class RenameFilters(FilterSet):
    """Filters of renames in every state."""

    STATES = (
        ("proposed", "Waits for a person"),
        ("confirmed", "Holds"),
        ("declined", "Declined"),
        ("ended", "Holds no more"),
    )

    q = CharFilter(method="filter_text", label="Search")
    state = ChoiceFilter(choices=STATES, method="filter_state", label="State")

    class Meta:
        model = Rename
        fields: tuple[str, ...] = ()

    def filter_text(self, queryset: QuerySet[Rename], _name: str, value: str) -> QuerySet[Rename]:
        """The old or the new ref holds the text."""
        return queryset.filter(Q(old_ref__icontains=value) | Q(new_ref__icontains=value))

    def filter_state(self, queryset: QuerySet[Rename], _name: str, value: str) -> QuerySet[Rename]:
        """Whether it waits, holds, was declined, or holds no more."""
        return filter_by_state(queryset, value)
