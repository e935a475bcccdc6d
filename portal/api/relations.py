"""`/entities/{kind}/{namespace}/{name}/relations`: what an entity is tied to, and who says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from django.db.models import QuerySet

from catalog.filters import RelationFilters, has_target
from catalog.selectors.entities import list_edges
from portal.api.base import ListView
from portal.api.entities import get_visible_entity
from portal.api.shapes import Place, Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationItem(Shape):
    """One relation as one document declares it; both directions of a relation are there."""

    type: str
    target_ref: str
    is_dangling: Annotated[bool, "Whether the catalog has nothing of that ref, as far as you may see."]
    repository: Annotated[Place, "Where the document stands that declares it."]
    path: str
    line: int


class ListRelations(ListView):
    """The relations of one entity."""

    subject = "catalog"
    answer = RelationItem
    may_move = True
    filters = RelationFilters
    sorts = {"type": ("type", "target_ref", "pk")}
    columns = (
        "pk", "type", "target_ref", "has_target", "declared_by__origin_id", "declared_by__origin__name",
        "declared_by__path", "declared_by__line",
    )  # fmt: skip

    def get_queryset(self) -> QuerySet[Any]:
        """The relations. One query to see whether the entity is there."""
        entity = get_visible_entity(self)
        return list_edges(self.actor, entity.ref).annotate(has_target=has_target(self.actor))

    def describe(self, rows: Sequence[dict[str, Any]]) -> list[RelationItem]:
        """No query."""
        return [
            RelationItem(
                type=row["type"],
                target_ref=row["target_ref"],
                is_dangling=not row["has_target"],
                repository=Place(id=row["declared_by__origin_id"], name=row["declared_by__origin__name"]),
                path=row["declared_by__path"],
                line=row["declared_by__line"],
            )
            for row in rows
        ]
