"""Filters of exemptions."""

from __future__ import annotations

from datetime import UTC

from django.db.models import Q, QuerySet
from django.utils import timezone
from django_filters import BooleanFilter, CharFilter, FilterSet

from scoring.models import Exemption


class ExemptionFilters(FilterSet):
    """Filters of exemptions, also of those that count no more."""

    check = CharFilter(field_name="check_id", label="Check")
    subject = CharFilter(method="filter_subject", label="Subject")
    current = BooleanFilter(method="filter_current", label="Whether it counts now")

    class Meta:
        model = Exemption
        fields: tuple[str, ...] = ()

    def filter_subject(self, queryset: QuerySet[Exemption], _name: str, value: str) -> QuerySet[Exemption]:
        """The ref of an entity, or `repository:<id>`."""
        return queryset.filter(subject_ref=value.strip().lower())

    def filter_current(self, queryset: QuerySet[Exemption], _name: str, value: bool) -> QuerySet[Exemption]:
        """Whether it lets findings rest today."""
        counting = Q(withdrawn_at__isnull=True, until_date__gte=timezone.now().astimezone(UTC).date())
        return queryset.filter(counting if value else ~counting)
