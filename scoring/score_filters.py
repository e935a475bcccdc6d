"""Filters of scores: the same for the page and the API."""

from __future__ import annotations

from django.db.models import QuerySet
from django_filters import CharFilter, ChoiceFilter, FilterSet

from catalog.ledger_filters import filter_subject
from scoring.core.scorecards import SCORECARDS
from scoring.models import Score


class ScoreFilters(FilterSet):
    """Filters of how subjects stand now."""

    subject = CharFilter(method="filter_subject", label="Subject")
    scorecard = ChoiceFilter(choices=[(card.id, card.title) for card in SCORECARDS.values()], label="Scorecard")
    level = CharFilter(lookup_expr="iexact", label="Level")

    class Meta:
        model = Score
        fields: tuple[str, ...] = ()

    def filter_subject(self, queryset: QuerySet[Score], _name: str, value: str) -> QuerySet[Score]:
        """The ref of the rated entity."""
        return filter_subject(queryset, value)
