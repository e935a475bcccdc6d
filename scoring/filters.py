"""Filters of findings: the same for the page and the API."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django_filters import CharFilter, ChoiceFilter, FilterSet

from catalog.filters import NOBODY, read_owner_ref
from scoring.models import Finding


class FindingFilters(FilterSet):
    """Filters of findings in any state."""

    STATES = (("open", "Open"), ("exempted", "Exempted"), ("resolved", "Resolved"))

    q = CharFilter(method="filter_text", label="Search")
    check = CharFilter(field_name="check_id", label="Check")
    team = CharFilter(method="filter_team", label="Team")
    state = ChoiceFilter(choices=STATES, label="State")
    kind = CharFilter(field_name="subject_kind", lookup_expr="iexact", label="Kind")
    subject = CharFilter(method="filter_subject", label="Subject")

    class Meta:
        model = Finding
        fields: tuple[str, ...] = ()

    def filter_text(self, queryset: QuerySet[Finding], _name: str, value: str) -> QuerySet[Finding]:
        """The sentence or the subject's ref holds the text."""
        return queryset.filter(Q(sentence__icontains=value) | Q(subject_ref__icontains=value))

    def filter_team(self, queryset: QuerySet[Finding], _name: str, value: str) -> QuerySet[Finding]:
        """Findings that concern a team (a ref or a name), or `nobody`."""
        return queryset.filter(team_ref="" if value == NOBODY else read_owner_ref(value))

    def filter_subject(self, queryset: QuerySet[Finding], _name: str, value: str) -> QuerySet[Finding]:
        """Findings about one subject, by its ref."""
        return queryset.filter(subject_ref=value.strip().lower())
