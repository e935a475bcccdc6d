"""`/removed-entities`: what no file declares any more and can still be brought back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from django.utils import timezone

from catalog.core.retention import purged_at
from catalog.history_filters import RemovedFilters
from catalog.models import ChangeLog, Entity
from catalog.models.visibility import VisibleQuerySet
from catalog.selectors.removed import get_last_owners, get_removals, list_removed
from catalog.selectors.subjects import list_hidden_refs
from portal.api.addresses import entity_address
from portal.api.base import ListView
from portal.api.owners import show_ref
from portal.api.shapes import Place, Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovedItem(Shape):
    """An entity that was removed within 30 days."""

    ref: str
    kind: str
    title: str
    removed_at: datetime | None
    forgotten_at: Annotated[datetime | None, "Until when a person can bring it back."]
    last_owner_ref: Annotated[str | None, "The team that was accountable for it last."]
    actor_ref: Annotated[str, "What removed it."]
    repository: Annotated[Place | None, "Where it was declared."]
    path: str
    commit: Annotated[str, "The commit at which it was gone."]
    history: str


class ListRemovedEntities(ListView):
    """The entities that were removed within 30 days, the latest first."""

    subject = "removal"
    answer = RemovedItem
    filters = RemovedFilters
    sorts = {"removed_at": ("removed_at", "pk"), "ref": ("ref",)}
    sort = "-removed_at"

    def get_queryset(self) -> VisibleQuerySet[Entity]:
        """The entities, without their bodies."""
        return list_removed(self.actor, timezone.now()).defer("body_json", "relations_json")

    def describe(self, rows: Sequence[Entity]) -> list[RemovedItem]:
        """Three queries."""
        refs = [row.ref for row in rows]
        removals, owners = get_removals(self.actor, refs), get_last_owners(refs)
        hidden = list_hidden_refs(self.actor, owners.values())
        return [_describe(row, removals.get(row.ref), show_ref(owners.get(row.ref), hidden)) for row in rows]


def _describe(row: Entity, removal: ChangeLog | None, owner_ref: str | None) -> RemovedItem:
    origin = removal.origin if removal is not None else None
    return RemovedItem(
        ref=row.ref,
        kind=row.kind,
        title=row.title,
        removed_at=row.removed_at,
        forgotten_at=purged_at(row.removed_at) if row.removed_at else None,
        last_owner_ref=owner_ref,
        actor_ref=removal.actor_ref if removal is not None else "",
        repository=Place(id=origin.pk, name=origin.name) if origin else None,
        path=removal.path if removal is not None else "",
        commit=removal.commit if removal is not None else "",
        history=f"{entity_address(row.ref)}/history",
    )
