"""Filters of sources: the same for the page and the API."""

from __future__ import annotations

from django_filters import CharFilter, FilterSet

from catalog.models import Source


class SourceFilters(FilterSet):
    """Filters of where repositories come from."""

    q = CharFilter(field_name="name", lookup_expr="icontains", label="Search")
    kind = CharFilter(label="Kind")

    class Meta:
        model = Source
        fields: tuple[str, ...] = ()
