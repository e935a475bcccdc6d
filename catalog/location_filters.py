"""Filters of registered URLs: the same for the page and the API."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django_filters import BooleanFilter, CharFilter, ChoiceFilter, FilterSet

from catalog.models import Origin
from catalog.selectors.locations import STATES, UrlState, has_broken_documents, is_gone


class LocationFilters(FilterSet):
    """Filters of the registered URLs. The rows are those of `list_registered`, which say what is wrong with each."""

    q = CharFilter(field_name="location", lookup_expr="icontains", label="Search")
    state = ChoiceFilter(
        choices=[(state.value, words) for state, words in STATES.items()], method="filter_state", label="State"
    )
    trusted = BooleanFilter(field_name="is_trusted", label="Trusted")

    class Meta:
        model = Origin
        fields: tuple[str, ...] = ()

    def filter_state(self, queryset: QuerySet[Origin], _name: str, value: str) -> QuerySet[Origin]:
        """How the last look at the URL went."""
        waiting, failed = Q(scanned_at=None), ~Q(own_error="") | ~Q(scan_error="")
        match UrlState(value):
            case UrlState.WAITING:
                return queryset.filter(waiting)
            case UrlState.GONE | UrlState.FAILED:
                found = queryset.filter(failed)
                gone = [each.pk for each in found if is_gone(each)]
                return found.filter(pk__in=gone) if value == UrlState.GONE else found.exclude(pk__in=gone)
            case UrlState.BROKEN:
                return queryset.exclude(failed | waiting).filter(has_broken_documents())
            case UrlState.READ:
                return queryset.exclude(failed | waiting).exclude(has_broken_documents())
