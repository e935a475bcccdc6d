"""Filters of Team APIs and of their versions: the same for the page and the API."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django_filters import CharFilter, ChoiceFilter, FilterSet

from catalog.filters import read_owner_ref
from catalog.instant_filter import InstantFilter
from teams.core.teamapi.document import Dialect, Severity
from teams.models import TeamApiVersion


class TeamApiFilters(FilterSet):
    """Filters of Team APIs."""

    STATES = (("good", "Good"), ("broken", "Cannot be used as it is now"), ("noted", "Not understood as a whole"))

    q = CharFilter(method="filter_text", label="Search")
    team = CharFilter(method="filter_team", label="Team")
    dialect = ChoiceFilter(choices=[(each.value, each.value) for each in Dialect], label="Form")
    state = ChoiceFilter(choices=STATES, method="filter_state", label="State")

    class Meta:
        model = TeamApiVersion
        fields: tuple[str, ...] = ()

    def filter_text(self, queryset: QuerySet[TeamApiVersion], _name: str, value: str) -> QuerySet[TeamApiVersion]:
        """The document holds the text."""
        return queryset.filter(Q(text__icontains=value) | Q(team_ref__icontains=value) | Q(path__icontains=value))

    def filter_team(self, queryset: QuerySet[TeamApiVersion], _name: str, value: str) -> QuerySet[TeamApiVersion]:
        """The Team API of one team."""
        return queryset.filter(team_ref=read_owner_ref(value))

    def filter_state(self, queryset: QuerySet[TeamApiVersion], _name: str, value: str) -> QuerySet[TeamApiVersion]:
        """Whether the file can be used as it is now, and whether all of it was understood."""
        severity = Severity.NOTE if value == "noted" else Severity.ERROR
        written = (f'"severity":{space}"{severity.value}"' for space in ("", " "))  # as either database writes it
        found = reduce(or_, (Q(problems_text__contains=text) for text in written))
        return queryset.annotate(problems_text=Cast("problems", TextField())).filter(
            ~found if value == "good" else found
        )


class TeamApiVersionFilters(FilterSet):
    """Filters of the versions of one Team API."""

    since = InstantFilter(field_name="seen_at", lookup_expr="gte", label="Seen at this time or later")
    until = InstantFilter(field_name="seen_at", lookup_expr="lt", label="Seen before this time")

    class Meta:
        model = TeamApiVersion
        fields: tuple[str, ...] = ()
