"""The change log, and who owned what when."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.fields.json import KT

from catalog.core.access import Actor
from catalog.models import ChangeLog, Entity, Ownership
from catalog.models.visibility import VisibleQuerySet

#: In the change log: what a person said about the owner, before and after.
OWNER = "(owner)"


def list_changes(actor: Actor, ref: str) -> VisibleQuerySet[ChangeLog]:
    """What changed about one entity, as far as the actor may see where, the latest first. Check that it is visible.

    What people said about its owner is left out where the actor may not see the team.
    """
    found = ChangeLog.objects.visible_to(actor).filter(subject_ref=ref.lower())
    if not actor.is_administrator:
        hidden = Entity.objects.exclude(pk__in=Entity.objects.visible_to(actor).values("pk"))
        for end in (0, 1):
            named = KT(f"fields__{OWNER}__{end}")
            found = found.alias(**{f"team_{end}": named}).exclude(Exists(hidden.filter(ref=OuterRef(f"team_{end}"))))
    return found.select_related("origin", "former_origin").order_by("-at", "-pk")


def get_entity_ever(actor: Actor, ref: str) -> Entity | None:
    """The entity with this ref, also one that was removed; None if there never was one or it is not visible.

    Administrators alone see one whose source was removed: it may have been a restricted one.
    """
    found = Entity.objects.visible_to(actor).filter(ref=ref.lower())
    if not actor.is_administrator:
        found = found.filter(Q(removed_at=None) | Q(source__isnull=False))
    return found.select_related("source").first()


def held_at(begin: datetime, end: datetime | None = None) -> Q:
    """The condition for ownership that held at a moment, or at any time from `begin` until `end`, `end` excluded."""
    started = Q(since__lte=begin) if end is None else Q(since__lt=end)
    return started & (Q(until=None) | Q(until__gt=begin))


def day_of(day: date) -> tuple[datetime, datetime]:
    """The first moment of a day in UTC, and that of the next day."""
    begin = datetime.combine(day, time(), UTC)
    return begin, begin + timedelta(days=1)


def get_owner_at(ref: str, at: datetime) -> Ownership | None:
    """What the claims about a subject came to at a moment; None before the first. Check that the subject is visible."""
    return Ownership.objects.filter(held_at(at), subject_ref=ref.lower()).first()


def list_owners_on(ref: str, day: date) -> QuerySet[Ownership]:
    """The same for a day in UTC, in order: several where it changed hands on it."""
    return Ownership.objects.filter(held_at(*day_of(day)), subject_ref=ref.lower()).order_by("since", "pk")
