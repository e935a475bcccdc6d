"""Refs that several documents declare, and what people decided about them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from catalog.core.access import Actor
from catalog.models import Descriptor, DescriptorChoice, Entity
from catalog.models.bulk import among
from catalog.models.visibility import VisibleQuerySet

State = Descriptor.State
IS_DECIDED = Exists(DescriptorChoice.objects.filter(ref=OuterRef("ref"), ended_at=None))


def list_contested(actor: Actor) -> QuerySet[Entity]:
    """Entities that a document declares which does not count and which this actor may see.

    The entity itself may be hidden: then show nothing of it but its ref.
    """
    contenders = Descriptor.objects.visible_to(actor).filter(state=State.CONTENDER)
    return Entity.objects.filter(ref__in=contenders.values("ref"))


def list_claimants(actor: Actor, refs: Iterable[str]) -> VisibleQuerySet[Descriptor]:
    """The documents that declare these refs and that this actor may see: in force first, then as they were seen."""
    found = Descriptor.objects.visible_to(actor).filter(ref__in=among(refs)).exclude(state=State.BROKEN)
    return found.select_related("origin__source").order_by("ref", "-state", "first_seen_at", "pk")


def list_all_claimants(refs: Iterable[str]) -> QuerySet[Descriptor]:
    """The same whoever asks: for what must not depend on who asks, such as who may decide."""
    return Descriptor.objects.filter(ref__in=among(refs)).exclude(state=State.BROKEN)


def list_choices(actor: Actor, refs: Iterable[str]) -> VisibleQuerySet[DescriptorChoice]:
    """What people decided about these refs, the latest first; also what holds no more."""
    found = DescriptorChoice.objects.visible_to(actor).filter(ref__in=among(refs))
    return found.select_related("origin").order_by("-decided_at", "-pk")


def count_undecided(actor: Actor) -> int:
    """How many refs are declared several times and wait for somebody to decide or to remove a file."""
    return list_contested(actor).filter(~Q(IS_DECIDED)).count()
