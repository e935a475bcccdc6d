"""Filters of claims and ownership: the same for the page and the API."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from django.db.models import Model, QuerySet
from django_filters import BooleanFilter, CharFilter, ChoiceFilter, FilterSet, NumberFilter

from catalog.core.claims import Basis
from catalog.filters import NOBODY, read_owner_ref
from catalog.history_filters import MomentFilter, read_moment
from catalog.models import Claim, Ownership
from catalog.selectors.history import day_of, held_at

ModelT = TypeVar("ModelT", bound=Model)


def filter_subject(queryset: QuerySet[ModelT], value: str) -> QuerySet[ModelT]:
    """Rows about one subject: a ref of an entity, or `repository:<id>`."""
    return queryset.filter(subject_ref=value.strip().lower())


class ClaimFilters(FilterSet):
    """Filters of claims, ended ones included."""

    subject = CharFilter(method="filter_subject", label="Subject")
    basis = ChoiceFilter(choices=[(basis.value, basis.value) for basis in Basis], label="What the claim rests on")
    repository = NumberFilter(field_name="origin_id", label="Repository that the claim was read from")
    current = BooleanFilter(field_name="ended_at", lookup_expr="isnull", label="Whether it is still made")

    class Meta:
        model = Claim
        fields: tuple[str, ...] = ()

    def filter_subject(self, queryset: QuerySet[Claim], _name: str, value: str) -> QuerySet[Claim]:
        """The ref of an entity, or `repository:<id>`."""
        return filter_subject(queryset, value)


class OwnershipFilters(FilterSet):
    """Filters of what claims resolved to, present and past."""

    subject = CharFilter(method="filter_subject", label="Subject")
    owner = CharFilter(method="filter_owner", label="Owner")
    current = BooleanFilter(field_name="until", lookup_expr="isnull", label="Whether it holds now")
    at = MomentFilter(method="filter_at", label="When it held")

    class Meta:
        model = Ownership
        fields: tuple[str, ...] = ()

    def filter_subject(self, queryset: QuerySet[Ownership], _name: str, value: str) -> QuerySet[Ownership]:
        """The ref of an entity, or `repository:<id>`."""
        return filter_subject(queryset, value)

    def filter_owner(self, queryset: QuerySet[Ownership], _name: str, value: str) -> QuerySet[Ownership]:
        """The accountable team: a ref, a name, or `nobody`."""
        return queryset.filter(owner_ref="" if value == NOBODY else read_owner_ref(value))

    def filter_at(self, queryset: QuerySet[Ownership], _name: str, value: str) -> QuerySet[Ownership]:
        """What held at a moment, or at any time of a day in UTC."""
        moment = read_moment(value)
        if moment is None:
            return queryset.none()
        return queryset.filter(held_at(moment) if isinstance(moment, datetime) else held_at(*day_of(moment)))
