"""Filters of weekly reports: the same for the page and the API."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django_filters import CharFilter, FilterSet

from catalog.filters import read_owner_ref
from scoring.core.reports.state import ORGANISATION
from scoring.models import ReportState
from teams.models import Team


class ReportFilters(FilterSet):
    """Filters of the reports that were made."""

    q = CharFilter(method="filter_text", label="Search")
    week = CharFilter(label="ISO week, as in 2026-W47")
    scope = CharFilter(method="filter_scope", label="Scope")

    class Meta:
        model = ReportState
        fields: tuple[str, ...] = ()

    def filter_text(self, queryset: QuerySet[ReportState], _name: str, value: str) -> QuerySet[ReportState]:
        """The ref or the title of the team holds the text."""
        teams = Team.objects.filter(title__icontains=value)
        return queryset.filter(Q(scope__icontains=value) | Q(scope__in=teams.values("ref")))

    def filter_scope(self, queryset: QuerySet[ReportState], _name: str, value: str) -> QuerySet[ReportState]:
        """`organisation`, or a team: a ref or a name."""
        return queryset.filter(scope=value if value == ORGANISATION else read_owner_ref(value))
