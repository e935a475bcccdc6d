"""`/entities`: everything in the catalog; one entity with its body and its relations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, ClassVar
from uuid import UUID

from django.db.models import Count, QuerySet
from django.http import Http404

from catalog.filters import EntityFilters
from catalog.models import Descriptor, Entity
from catalog.models.visibility import VisibleQuerySet
from catalog.selectors.entities import get_entity, list_descriptors, list_edges, list_entities
from catalog.selectors.renames import find_present_ref
from portal.api.addresses import entity_address, make_address, moved_address
from portal.api.base import FilteredView, ListView, ReadView
from portal.api.owners import get_brief_owners, get_full_owners
from portal.api.problems import MovedError
from portal.api.shapes import JsonText, OwnerBrief, OwnerFull, Place, Shape
from portal.host import file_at_host

COLUMNS = (
    "pk", "ref", "uid", "kind", "namespace", "name", "title", "description", "type", "lifecycle", "error",
    "first_seen_at", "changed_at",
)  # fmt: skip
FACETS = ("kind", "type", "lifecycle", "namespace")


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityBase(Shape):
    """One thing in the catalog."""

    ref: Annotated[str, "The canonical ref, in lower case."]
    uid: UUID
    kind: str
    namespace: str
    name: str
    title: str
    description: str
    type: str
    lifecycle: str
    error: Annotated[str, "Set where its last descriptor was refused, or names no valid owner."]
    first_seen_at: datetime
    changed_at: datetime
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityItem(EntityBase):
    """One thing in the catalog, with its accountable owner."""

    owner: OwnerBrief | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration(Shape):
    """Where a document stands that declares an entity."""

    repository: Place
    path: str
    line: int
    commit: str
    state: Annotated[str, "`in_force`, `contender` or `broken`."]
    error: str
    missing_since: Annotated[
        datetime | None, "Since when it is not in the file: another document of it is broken, or a person keeps it."
    ]
    web_url: Annotated[str | None, "The line at the host of the repository, where that is a known one."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation(Shape):
    """A relation to another entity, which need not exist."""

    type: str
    target_ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityLinks(Shape):
    """Where to read on about an entity."""

    relations: str
    claims: str
    ownership: str
    findings: str
    scores: str
    history: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityFull(EntityBase):
    """One entity as it was declared, with its relations and its owner."""

    owner: OwnerFull | None
    body: Annotated[JsonText, "The descriptor as it was read."]
    relations: list[Relation]
    declared_in: Annotated[list[Declaration], "The document in force first, then those that claim the same ref."]
    links: EntityLinks


def read_base(row: dict[str, Any]) -> dict[str, Any]:
    """The fields of `EntityBase` from the columns `COLUMNS`."""
    return {name: row[name] for name in COLUMNS[1:]} | {
        "href": make_address("entities", row["kind"].lower(), row["namespace"].lower(), row["name"].lower())
    }


class ListEntities(ListView):
    """The entities that exist now."""

    subject = "catalog"
    answer: ClassVar[type[Shape]] = EntityItem
    filters = EntityFilters
    columns = COLUMNS
    sorts = {"name": ("name", "pk"), "ref": ("ref",), "changed_at": ("changed_at", "pk")}

    def get_queryset(self) -> VisibleQuerySet[Entity]:
        """The entities."""
        return list_entities(self.actor)

    def describe(self, rows: Sequence[dict[str, Any]]) -> list[EntityItem]:
        """Two queries."""
        owners = get_brief_owners(self.actor, [row["ref"] for row in rows])
        return [EntityItem(**read_base(row), owner=owners.get(row["ref"])) for row in rows]


class GetEntity(ReadView):
    """One entity: body, relations, owner with reasons, and where it is declared."""

    subject = "catalog"
    answer = EntityFull
    may_move = True

    def read(self) -> EntityFull:
        """The entity. Six queries."""
        entity = get_visible_entity(self)
        edges = list_edges(self.actor, entity.ref).select_related(None).values_list("type", "target_ref")
        return EntityFull(
            **read_base({name: getattr(entity, name) for name in COLUMNS}),
            owner=get_full_owners(self.actor, [entity.ref]).get(entity.ref),
            body=JsonText(entity.body_json),
            relations=[Relation(type=type_, target_ref=ref) for type_, ref in sorted(set(edges))],
            declared_in=[_declare(each) for each in list_descriptors(self.actor, entity.ref).defer("body_json")],
            links=_link(entity.ref),
        )


def get_visible_entity(view: ReadView) -> Entity:
    """The entity that the path of a request names. Raises Http404 if there is none that the asker may see.

    Raises MovedError for an old name; that costs one more query.
    """
    ref = "{kind}:{namespace}/{name}".format_map(view.kwargs)
    entity = get_entity(view.actor, ref)
    if entity is not None:
        return entity
    present_ref = find_present_ref(view.actor, ref)
    if present_ref:
        raise MovedError(moved_address(view.request.get_full_path(), present_ref))
    raise Http404


def _declare(descriptor: Descriptor) -> Declaration:
    origin, commit = descriptor.origin, descriptor.commit
    return Declaration(
        repository=Place(id=origin.pk, name=origin.name),
        path=descriptor.path,
        line=descriptor.line,
        commit=commit,
        state=descriptor.state,
        error=descriptor.error,
        missing_since=descriptor.missing_since,
        web_url=file_at_host(origin, commit, descriptor.path, descriptor.line) or None,
    )


def _link(ref: str) -> EntityLinks:
    return EntityLinks(
        relations=f"{entity_address(ref)}/relations",
        claims=make_address("claims", subject=ref),
        ownership=make_address("ownership", subject=ref),
        findings=make_address("findings", subject=ref),
        scores=make_address("scores", subject=ref),
        history=f"{entity_address(ref)}/history",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue(Shape):
    """A value, and how many entities have it."""

    value: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets(Shape):
    """How many of the entities asked for have each value, the commonest first."""

    kind: list[FacetValue]
    type: list[FacetValue]
    lifecycle: list[FacetValue]
    namespace: list[FacetValue]


class GetEntityFacets(FilteredView):
    """How many entities there are of each kind, type, lifecycle and namespace. Takes the filters of `/entities`."""

    subject = "catalog"
    answer = Facets
    filters = EntityFilters

    def get_queryset(self) -> VisibleQuerySet[Entity]:
        """The entities."""
        return list_entities(self.actor)

    def read(self) -> Facets:
        """Four queries."""
        found = self.filter_rows()
        return Facets(**{name: _count(found, name) for name in FACETS})


def _count(found: QuerySet[Entity], field: str) -> list[FacetValue]:
    counted = found.order_by().exclude(**{field: ""}).values_list(field).annotate(number=Count("pk"))
    return [FacetValue(value=value, count=number) for value, number in counted.order_by("-number", field)]
