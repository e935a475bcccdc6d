"""Filters of entities, repositories and scans: the same for the page and the API."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django_filters import BooleanFilter, CharFilter, ChoiceFilter, FilterSet, NumberFilter

from catalog.core.access import Actor
from catalog.core.refs import RefError, parse_ref
from catalog.instant_filter import InstantFilter
from catalog.models import Descriptor, Edge, Entity, Origin, Ownership, Scan

NOBODY = "nobody"
_BROKEN = Exists(Descriptor.objects.filter(origin=OuterRef("pk")).exclude(error=""))


def read_owner_ref(text: str) -> str:
    """The ref an owner filter means: a bare name is a Group's. A text that is no ref stays, and is nobody's."""
    try:
        return str(parse_ref(text.strip(), default_kind="group"))
    except RefError:
        return text.strip() or "?"


class EntityFilters(FilterSet):
    """Filters of the entities that exist now. Values are compared without case where Backstage does."""

    q = CharFilter(method="filter_text", label="Search")
    kind = CharFilter(lookup_expr="iexact", label="Kind")
    namespace = CharFilter(lookup_expr="iexact", label="Namespace")
    type = CharFilter(lookup_expr="iexact", label="Type")
    lifecycle = CharFilter(lookup_expr="iexact", label="Lifecycle")
    owner = CharFilter(method="filter_owner", label="Owner")
    in_error = BooleanFilter(method="filter_in_error", label="In error")

    class Meta:
        model = Entity
        fields: tuple[str, ...] = ()

    def filter_text(self, queryset: QuerySet[Entity], _name: str, value: str) -> QuerySet[Entity]:
        """Name, title or description holds the text."""
        return queryset.filter(Q(name__icontains=value) | Q(title__icontains=value) | Q(description__icontains=value))

    def filter_owner(self, queryset: QuerySet[Entity], _name: str, value: str) -> QuerySet[Entity]:
        """Accountable owner: a ref, the name of a team, or `nobody`."""
        current = Ownership.objects.filter(until__isnull=True)
        if value == NOBODY:
            return queryset.filter(~Exists(current.filter(subject_ref=OuterRef("ref")).exclude(owner_ref="")))
        return queryset.filter(ref__in=current.filter(owner_ref=read_owner_ref(value)).values("subject_ref"))

    def filter_in_error(self, queryset: QuerySet[Entity], _name: str, value: bool) -> QuerySet[Entity]:
        """Whether the last descriptor was refused or has no valid owner."""
        return queryset.exclude(error="") if value else queryset.filter(error="")


class RepositoryFilters(FilterSet):
    """Filters of the repositories of all sources."""

    STATES = (
        ("waiting", "Not looked at yet"),
        ("failed", "Could not be read"),
        ("broken", "Has broken files"),
        ("fine", "Read without an error"),
        ("archived", "Archived"),
        ("missing", "Missing from its source"),
    )

    q = CharFilter(field_name="name", lookup_expr="icontains", label="Search")
    source = NumberFilter(field_name="source_id", label="Source")
    state = ChoiceFilter(choices=STATES, method="filter_state", label="State")

    class Meta:
        model = Origin
        fields: tuple[str, ...] = ()

    def filter_state(self, queryset: QuerySet[Origin], _name: str, value: str) -> QuerySet[Origin]:
        """How the last look at the repository went."""
        conditions = {
            "waiting": Q(scanned_at__isnull=True, scan_error=""),
            "failed": ~Q(scan_error=""),
            "broken": Q(_BROKEN),
            "fine": Q(scanned_at__isnull=False, scan_error="") & ~Q(_BROKEN),
            "archived": Q(is_archived=True),
            "missing": Q(missing_since__isnull=False),
        }
        return queryset.filter(conditions[value])


class BrokenFileFilters(FilterSet):
    """Filters of descriptors that have an error."""

    q = CharFilter(method="filter_text", label="Search")
    repository = NumberFilter(field_name="origin_id", label="Repository")
    stage = CharFilter(lookup_expr="iexact", label="Stage")

    class Meta:
        model = Descriptor
        fields: tuple[str, ...] = ()

    def filter_text(self, queryset: QuerySet[Descriptor], _name: str, value: str) -> QuerySet[Descriptor]:
        """Path, repository, ref or error holds the text."""
        return queryset.filter(
            Q(path__icontains=value)
            | Q(origin__name__icontains=value)
            | Q(ref__icontains=value)
            | Q(error__icontains=value)
        )


class ScanFilters(FilterSet):
    """Filters of the records of scans."""

    repository = NumberFilter(field_name="origin_id", label="Repository")
    failed = BooleanFilter(method="filter_failed", label="Failed")
    since = InstantFilter(field_name="finished_at", lookup_expr="gte", label="Since")

    class Meta:
        model = Scan
        fields: tuple[str, ...] = ()

    def filter_failed(self, queryset: QuerySet[Scan], _name: str, value: bool) -> QuerySet[Scan]:
        """Whether the repository could not be read, or had broken files."""
        failed = ~Q(error="") | Q(broken__gt=0)
        return queryset.filter(failed) if value else queryset.exclude(failed)


class RelationFilters(FilterSet):
    """Filters of the relations of one entity."""

    q = CharFilter(field_name="target_ref", lookup_expr="icontains", label="Search")
    type = CharFilter(label="Relation")
    dangling = BooleanFilter(method="filter_dangling", label="Dangling")

    class Meta:
        model = Edge
        fields: tuple[str, ...] = ()

    def filter_dangling(self, queryset: QuerySet[Edge], _name: str, value: bool) -> QuerySet[Edge]:
        """Whether nothing in the catalog has the ref at the other end, as far as whoever asks may see."""
        target = has_target(self.request.actor)
        return queryset.filter(~target if value else target)


def has_target(actor: Actor) -> Exists:
    """Whether there is something at the other end of an edge that the actor may see."""
    visible = Entity.objects.visible_to(actor)
    return Exists(visible.filter(ref=OuterRef("target_ref"), removed_at__isnull=True))
