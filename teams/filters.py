"""Filters of teams and people: the same for the page and the API."""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django_filters import BooleanFilter, CharFilter, ChoiceFilter, FilterSet

from catalog.conflict_filters import filter_by_state
from catalog.core.addresses import GITHUB_LOGIN, GITLAB_LOGIN, PERSONAL_SCHEMES
from catalog.filters import read_owner_ref
from catalog.models import Alias, PersonMerge
from catalog.selectors.aliases import is_address
from teams.models import Membership, MembershipDecision, OnCallSource, Override, Person, Schedule, Team
from teams.selectors.schedules import IS_CONTESTED
from teams.selectors.teams import list_teams
from teams.selectors.visible import list_memberships, list_present_members

_NAMES = Alias.objects.filter(scheme__in=PERSONAL_SCHEMES, valid_to=None)
_PER_SCHEME = _NAMES.order_by().values("entity_ref", "scheme").annotate(number=Count("pk"))
_HAS_SEVERAL = Q(ref__in=_PER_SCHEME.filter(number__gt=1).values("entity_ref"))


class TeamFilters(FilterSet):
    """Filters of teams."""

    STATES = (("staffed", "Has members"), ("empty", "Has no members"), ("dissolved", "Dissolved"))

    q = CharFilter(method="filter_text", label="Search")
    type = CharFilter(lookup_expr="iexact", label="Type")
    parent = CharFilter(method="filter_parent", label="Parent team")
    state = ChoiceFilter(choices=STATES, method="filter_state", label="State")

    class Meta:
        model = Team
        fields: tuple[str, ...] = ()

    def filter_text(self, queryset: QuerySet[Team], _name: str, value: str) -> QuerySet[Team]:
        """Name, title or focus holds the text."""
        return queryset.filter(Q(name__icontains=value) | Q(title__icontains=value) | Q(focus__icontains=value))

    def filter_parent(self, queryset: QuerySet[Team], _name: str, value: str) -> QuerySet[Team]:
        """Teams directly below another."""
        return queryset.filter(parent_ref=read_owner_ref(value))

    def filter_state(self, queryset: QuerySet[Team], _name: str, value: str) -> QuerySet[Team]:
        """Whether anybody is in it, as far as whoever asks may see, and whether it still exists."""
        if value == "dissolved":
            return queryset.filter(dissolved_at__isnull=False)
        present = list_present_members(self.request.actor).filter(team=OuterRef("pk"))
        has_members = Exists(present) if value == "staffed" else ~Exists(present)
        return queryset.filter(has_members, dissolved_at__isnull=True)


class PersonFilters(FilterSet):
    """Filters of people."""

    q = CharFilter(method="filter_text", label="Search")
    email = CharFilter(method="filter_email", label="E-mail")
    login = CharFilter(method="filter_login", label="Login")
    team = CharFilter(method="filter_team", label="Team")
    left = BooleanFilter(method="filter_left", label="Left")
    in_team = BooleanFilter(method="filter_in_team", label="In a team")
    several = BooleanFilter(method="filter_several", label="Several addresses or logins")

    class Meta:
        model = Person
        fields: tuple[str, ...] = ()

    def filter_text(self, queryset: QuerySet[Person], _name: str, value: str) -> QuerySet[Person]:
        """Name, shown name, an address or a login holds the text, in any record of theirs."""
        named = Q(name__icontains=value) | Q(shown_name__icontains=value) | Q(email__icontains=value)
        merged = Person.records.visible_to(self.request.actor).filter(named, merged_into__isnull=False)
        known = _NAMES.filter(value__icontains=value).values("entity_ref")
        return queryset.filter(named | Q(ref__in=known) | Q(pk__in=merged.order_by().values("merged_into")))

    def filter_email(self, queryset: QuerySet[Person], _name: str, value: str) -> QuerySet[Person]:
        """Who has this address now, also one that a Git host gave out."""
        found = _NAMES.filter(is_address([value.strip().lower()])).values("entity_ref")
        return queryset.filter(Q(email__iexact=value.strip()) | Q(ref__in=found))

    def filter_login(self, queryset: QuerySet[Person], _name: str, value: str) -> QuerySet[Person]:
        """Who has this login at a Git host now."""
        login = value.strip().lower().removeprefix("@")
        found = _NAMES.filter(scheme__in=(GITHUB_LOGIN, GITLAB_LOGIN), value=login).values("entity_ref")
        return queryset.filter(ref__in=found)

    def filter_team(self, queryset: QuerySet[Person], _name: str, value: str) -> QuerySet[Person]:
        """People who are in a team now."""
        current = Membership.objects.filter(person=OuterRef("pk"), team__ref=read_owner_ref(value), until__isnull=True)
        return queryset.filter(Exists(current))

    def filter_left(self, queryset: QuerySet[Person], _name: str, value: bool) -> QuerySet[Person]:
        """Whether no source names them any more."""
        return queryset.filter(left_at__isnull=not value)

    def filter_in_team(self, queryset: QuerySet[Person], _name: str, value: bool) -> QuerySet[Person]:
        """Whether they are in any team now that whoever asks may see."""
        current = list_memberships(self.request.actor).filter(until__isnull=True, team__dissolved_at__isnull=True)
        in_team = Exists(current.filter(person=OuterRef("pk")))
        return queryset.filter(in_team if value else ~in_team)

    def filter_several(self, queryset: QuerySet[Person], _name: str, value: bool) -> QuerySet[Person]:
        """Whether they have two addresses, or two logins at one host."""
        return queryset.filter(_HAS_SEVERAL if value else ~_HAS_SEVERAL)


class ScheduleFilters(FilterSet):
    """Filters of schedules."""

    q = CharFilter(method="filter_text", label="Search")
    owner = CharFilter(method="filter_owner", label="Team")
    in_error = BooleanFilter(method="filter_in_error", label="In error")
    contested = BooleanFilter(method="filter_contested", label="Contested")

    class Meta:
        model = Schedule
        fields: tuple[str, ...] = ()

    def filter_text(self, queryset: QuerySet[Schedule], _name: str, value: str) -> QuerySet[Schedule]:
        """Ref, title or owner holds the text; an owner whom one may not see holds none."""
        owners = list_teams(self.request.actor).order_by().filter(ref__icontains=value).values("ref")
        return queryset.filter(Q(ref__icontains=value) | Q(title__icontains=value) | Q(owner_ref__in=owners))

    def filter_owner(self, queryset: QuerySet[Schedule], _name: str, value: str) -> QuerySet[Schedule]:
        """The team whose schedule it is."""
        return queryset.filter(owner_ref=read_owner_ref(value))

    def filter_in_error(self, queryset: QuerySet[Schedule], _name: str, value: bool) -> QuerySet[Schedule]:
        """Whether what it comes from cannot be used as it is now."""
        return queryset.exclude(problem="") if value else queryset.filter(problem="")

    def filter_contested(self, queryset: QuerySet[Schedule], _name: str, value: bool) -> QuerySet[Schedule]:
        """Whether another says that it is the same schedule."""
        return queryset.filter(IS_CONTESTED) if value else queryset.exclude(IS_CONTESTED)


class OnCallSourceFilters(FilterSet):
    """Filters of on-call sources."""

    q = CharFilter(method="filter_text", label="Search")
    kind = CharFilter(lookup_expr="exact", label="Kind")
    owner = CharFilter(method="filter_owner", label="Team")
    failing = BooleanFilter(method="filter_failing", label="Failing")

    class Meta:
        model = OnCallSource
        fields: tuple[str, ...] = ()

    def filter_text(self, queryset: QuerySet[OnCallSource], _name: str, value: str) -> QuerySet[OnCallSource]:
        """Name or title holds the text."""
        return queryset.filter(Q(name__icontains=value) | Q(title__icontains=value))

    def filter_owner(self, queryset: QuerySet[OnCallSource], _name: str, value: str) -> QuerySet[OnCallSource]:
        """The team whose source it is."""
        return queryset.filter(owner_ref=read_owner_ref(value))

    def filter_failing(self, queryset: QuerySet[OnCallSource], _name: str, value: bool) -> QuerySet[OnCallSource]:
        """Whether the last look at it failed."""
        return queryset.exclude(error="") if value else queryset.filter(error="")


class OverrideFilters(FilterSet):
    """Filters of what people decided about a schedule."""

    holds = BooleanFilter(method="filter_holds", label="Holds")

    class Meta:
        model = Override
        fields: tuple[str, ...] = ()

    def filter_holds(self, queryset: QuerySet[Override], _name: str, value: bool) -> QuerySet[Override]:
        """Whether it was not undone."""
        return queryset.filter(undone_at__isnull=value)


class MembershipFilters(FilterSet):
    """Filters of who is and was in a team."""

    STATES = (("now", "In it now"), ("past", "Was in it"))

    q = CharFilter(method="filter_text", label="Search")
    state = ChoiceFilter(choices=STATES, method="filter_state", label="State")

    class Meta:
        model = Membership
        fields: tuple[str, ...] = ()

    def filter_text(self, queryset: QuerySet[Membership], _name: str, value: str) -> QuerySet[Membership]:
        """Name or shown name of the person holds the text."""
        return queryset.filter(Q(person__name__icontains=value) | Q(person__shown_name__icontains=value))

    def filter_state(self, queryset: QuerySet[Membership], _name: str, value: str) -> QuerySet[Membership]:
        """Whether they are in it now."""
        present = Q(until__isnull=True, person__left_at__isnull=True)
        return queryset.filter(present if value == "now" else ~present)


class MembershipDecisionFilters(FilterSet):
    """Filters of what people decided about who is in a team."""

    holds = BooleanFilter(method="filter_holds", label="Holds")

    class Meta:
        model = MembershipDecision
        fields: tuple[str, ...] = ()

    def filter_holds(
        self, queryset: QuerySet[MembershipDecision], _name: str, value: bool
    ) -> QuerySet[MembershipDecision]:
        """Whether it was neither withdrawn nor is over."""
        return queryset.filter(ended_at__isnull=value)


class MergeFilters(FilterSet):
    """Filters of records that are one person, or look like it, in every state."""

    STATES = (
        ("proposed", "Waits for a person"),
        ("confirmed", "One person"),
        ("declined", "Two people"),
        ("ended", "Holds no more"),
    )

    q = CharFilter(method="filter_text", label="Search")
    state = ChoiceFilter(choices=STATES, method="filter_state", label="State")

    class Meta:
        model = PersonMerge
        fields: tuple[str, ...] = ()

    def filter_text(self, queryset: QuerySet[PersonMerge], _name: str, value: str) -> QuerySet[PersonMerge]:
        """One of the two refs, or the name that is shown, holds the text."""
        named = Person.records.filter(Q(ref__icontains=value) | Q(shown_name__icontains=value)).order_by().values("ref")
        return queryset.filter(Q(first_ref__in=named) | Q(second_ref__in=named))

    def filter_state(self, queryset: QuerySet[PersonMerge], _name: str, value: str) -> QuerySet[PersonMerge]:
        """Whether it waits, holds, was declined, or holds no more."""
        return filter_by_state(queryset, value)
