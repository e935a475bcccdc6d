"""`/entities/{kind}/{namespace}/{name}/history`: who or what changed each field, when, and at which commit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from catalog.history_filters import ChangeFilters
from catalog.models import ChangeLog
from catalog.models.visibility import VisibleQuerySet
from catalog.selectors.history import get_entity_ever, list_changes
from portal.api.base import ListView
from portal.api.entities import get_visible_entity
from portal.api.shapes import JsonObject, Place, Shape
from portal.host import commit_at_host
from portal.selectors.actors import get_actor_names


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeItem(Shape):
    """One change of one entity."""

    id: int
    at: datetime
    action: Annotated[str, "added, changed, removed, revived, decided, withdrawn or purged."]
    changes: Annotated[
        JsonObject,
        "Dotted path -> [old value, new value]; null: not there. A name in brackets is no field of the file.",
    ]
    actor_ref: Annotated[str, "Who or what did it: `scan`, `account:<id>`, `token:<id>`, `command`, `system`, ..."]
    actor_name: str
    repository: Annotated[Place | None, "Where what counts since then stands, or where what is gone stood."]
    commit: str
    path: str
    commit_url: Annotated[str | None, "The commit at the host of the repository, where that is a known one."]


class ListChanges(ListView):
    """What changed about one entity, the latest first; also of one that was removed."""

    subject = "catalog"
    answer = ChangeItem
    may_move = True
    filters = ChangeFilters
    sorts = {"at": ("at", "pk")}
    sort = "-at"

    def get_queryset(self) -> VisibleQuerySet[ChangeLog]:
        """The changes. One query to see whether the entity is there, or was."""
        ref = "{kind}:{namespace}/{name}".format_map(self.kwargs)
        entity = get_entity_ever(self.actor, ref)
        if entity is None:
            entity = get_visible_entity(self)
        return list_changes(self.actor, entity.ref)

    def describe(self, rows: Sequence[ChangeLog]) -> list[ChangeItem]:
        """At most two queries."""
        names = get_actor_names(row.actor_ref for row in rows)
        return [_describe(row, names[row.actor_ref]) for row in rows]


def _describe(row: ChangeLog, name: str) -> ChangeItem:
    origin = row.origin
    return ChangeItem(
        id=row.pk,
        at=row.at,
        action=row.action,
        changes=row.fields,
        actor_ref=row.actor_ref,
        actor_name=name,
        repository=Place(id=origin.pk, name=origin.name) if origin else None,
        commit=row.commit,
        path=row.path,
        commit_url=(commit_at_host(origin, row.commit) or None) if origin and row.commit else None,
    )
