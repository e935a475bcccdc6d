"""Filters of the audit trail."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.forms import DateInput
from django_filters import CharFilter, DateFilter, FilterSet

from portal.models import AuditEvent


class AuditFilters(FilterSet):
    """Filters of what was done in the portal, by whom and to what."""

    q = CharFilter(method="filter_text", label="Search")
    action = CharFilter(label="What")
    actor = CharFilter(field_name="actor_ref", label="Who")
    subject = CharFilter(label="To what")
    since = DateFilter(field_name="at", lookup_expr="date__gte", label="Since", widget=DateInput)
    until = DateFilter(field_name="at", lookup_expr="date__lte", label="Until", widget=DateInput)

    class Meta:
        model = AuditEvent
        fields: tuple[str, ...] = ()

    def filter_text(self, queryset: QuerySet[AuditEvent], _name: str, value: str) -> QuerySet[AuditEvent]:
        """What was done, to what, or by whom, holds the text; blanks stand for the dashes of an action."""
        dashed = value.strip().replace(" ", "-")
        return queryset.filter(
            Q(subject__icontains=value) | Q(action__icontains=dashed) | Q(actor_ref__icontains=value)
        )
