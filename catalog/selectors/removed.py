"""What no file declares any more: what was removed within 30 days, and what people keep."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from catalog.core.access import Actor
from catalog.core.retention import SOFT_FOR
from catalog.models import ChangeLog, Entity, Keeping, Ownership
from catalog.models.bulk import among
from catalog.models.visibility import VisibleQuerySet


def list_removed(actor: Actor, now: datetime) -> VisibleQuerySet[Entity]:
    """Entities that were removed and can still be brought back, with their bodies.

    Administrators alone see those whose source was removed: it may have been a restricted one.
    """
    found = Entity.objects.visible_to(actor).filter(removed_at__gt=now - SOFT_FOR).exclude(body_json="{}")
    return found if actor.is_administrator else found.filter(source__isnull=False)


def get_removed(actor: Actor, ref: str, now: datetime) -> Entity | None:
    """One of them, or None if there is none that this actor may see."""
    return list_removed(actor, now).filter(ref=ref.lower()).first()


def list_keepings(actor: Actor) -> VisibleQuerySet[Keeping]:
    """What people keep now, and kept, the latest first."""
    return Keeping.objects.visible_to(actor).select_related("origin").order_by("ended_at", "-decided_at", "-pk")


def get_keeping(actor: Actor, ref: str) -> Keeping | None:
    """The decision by which a ref is in the catalog now, if it is one."""
    return list_keepings(actor).filter(ref=ref.lower(), ended_at=None).first()


def get_last_owners(refs: Iterable[str]) -> dict[str, str]:
    """The team that each ref belongs to, or belonged to last; refs without any are left out. One query."""
    rows = Ownership.objects.filter(subject_ref__in=among(refs)).exclude(owner_ref="").order_by("since", "pk")
    return dict(rows.values_list("subject_ref", "owner_ref"))


def get_removals(actor: Actor, refs: Iterable[str]) -> dict[str, ChangeLog]:
    """How each ref was removed the last time, with its origin, as far as the actor may see it. One query."""
    removed = ChangeLog.objects.visible_to(actor).filter(subject_ref__in=among(refs), action=ChangeLog.Action.REMOVED)
    return {row.subject_ref: row for row in removed.select_related("origin__source").order_by("pk")}
