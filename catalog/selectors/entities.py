"""Reads of entities, their descriptors and their relations."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Count, Q

from catalog.core.access import Actor
from catalog.models import Descriptor, Edge, Entity
from catalog.models.visibility import VisibleQuerySet


def list_entities(actor: Actor) -> VisibleQuerySet[Entity]:
    """The entities that exist now and that this actor may see, without their bodies."""
    return Entity.objects.visible_to(actor).filter(removed_at__isnull=True).defer("body_json", "relations_json")


def list_services(actor: Actor) -> VisibleQuerySet[Entity]:
    """The Services: Components of a configured type."""
    return list_entities(actor).filter(is_service())


def is_service(prefix: str = "") -> Q:
    """The condition for a Service on rows that reach an Entity through `prefix`, such as `entity__`."""
    return Q(**{f"{prefix}kind__iexact": "component", f"{prefix}type__in": settings.SERVICE_TYPES})


def get_entity(actor: Actor, ref: str) -> Entity | None:
    """The entity with this ref, whole; None if there is none now or it is not visible."""
    found = Entity.objects.visible_to(actor).filter(ref=ref.lower(), removed_at__isnull=True)
    return found.select_related("source").first()


def list_descriptors(actor: Actor, ref: str) -> VisibleQuerySet[Descriptor]:
    """The documents that declare a ref: the one in force first, then contenders in the order they were seen."""
    found = Descriptor.objects.visible_to(actor).filter(ref=ref.lower()).select_related("origin")
    return found.order_by("-state", "first_seen_at", "pk")


def list_edges(actor: Actor, ref: str) -> VisibleQuerySet[Edge]:
    """Relations from this ref, in both directions: each has its reverse as a row of its own."""
    found = Edge.objects.visible_to(actor).filter(source_ref=ref.lower())
    return found.select_related("declared_by__origin")


def count_edges_by_type(actor: Actor, ref: str) -> dict[str, int]:
    """How many relations of each type, the commonest first."""
    counted = list_edges(actor, ref).order_by().values_list("type").annotate(number=Count("pk"))
    return dict(counted.order_by("-number", "type"))


def count_by_field(actor: Actor, field: str) -> list[tuple[str, int]]:
    """How many entities have each value of `kind`, `type`, `lifecycle` or `namespace`, by value."""
    counted = list_entities(actor).order_by().values_list(field).annotate(number=Count("pk"))
    return [(str(value), number) for value, number in counted.order_by(field) if value]
