"""`/renames`: which ref is the old name of which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal, cast

from catalog.conflict_filters import RenameFilters
from catalog.models import Rename
from catalog.models.visibility import VisibleQuerySet
from catalog.selectors.renames import list_renames
from portal.api.base import ListView
from portal.api.shapes import Place, Shape
from portal.selectors.actors import ActorNames, get_actor_names


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameItem(Shape):
    """One ref that is, or looks like, the old name of another."""

    id: int
    old_ref: str
    new_ref: str
    state: Literal["proposed", "confirmed", "declined"]
    basis: Annotated[Literal["detected", "descriptor", "person"], "What it rests on."]
    repository: Annotated[Place | None, "Where it was seen."]
    path: str
    commit: str
    seen_at: datetime
    reason: str
    decided_by_ref: str
    decided_by_name: Annotated[str, "Empty while it is proposed."]
    decided_at: datetime | None
    ended_at: Annotated[datetime | None, "Since when it holds no more."]
    end_reason: str


class ListRenames(ListView):
    """Old names of what you may see, in every state. Ask for `state=confirmed` to see those that hold."""

    subject = "rename"
    answer = RenameItem
    filters = RenameFilters
    sorts = {"old_ref": ("old_ref", "pk"), "seen_at": ("seen_at", "pk")}

    def get_queryset(self) -> VisibleQuerySet[Rename]:
        """The renames."""
        return list_renames(self.actor)

    def describe(self, rows: Sequence[Rename]) -> list[RenameItem]:
        """At most two queries."""
        names = get_actor_names(row.decided_by_ref for row in rows)
        return [_describe(row, names) for row in rows]


def _describe(row: Rename, names: ActorNames) -> RenameItem:
    return RenameItem(
        id=row.pk,
        old_ref=row.old_ref,
        new_ref=row.new_ref,
        state=cast("Literal['proposed', 'confirmed', 'declined']", row.state),
        basis=cast("Literal['detected', 'descriptor', 'person']", row.basis),
        repository=Place(id=row.origin.pk, name=row.origin.name) if row.origin else None,
        path=row.path,
        commit=row.commit,
        seen_at=row.seen_at,
        reason=row.reason,
        decided_by_ref=row.decided_by_ref,
        decided_by_name=names[row.decided_by_ref] if row.decided_by_ref else "",
        decided_at=row.decided_at,
        ended_at=row.ended_at,
        end_reason=row.end_reason,
    )
