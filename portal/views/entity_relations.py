"""The tab Relations of an entity: what its own descriptor says it is tied to, as a list."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponseBase

from catalog.core.access import Actor
from catalog.filters import RelationFilters
from catalog.models import Edge
from catalog.selectors.entities import count_edges_by_type, list_edges
from portal.http import PortalRequest
from portal.lists import Choices, Column, ListSpec, show_list
from portal.selectors.relations import RelationRow, describe_edges, say_relation
from portal.views.entity_frame import Frame


def _relation_cells(row: RelationRow) -> Sequence[object]:
    edge = row.edge
    return (edge.source_ref, edge.type, edge.target_ref, "yes" if row.target.is_known else "no", row.declared_in)


def _relations(actor: Actor, ref: str) -> ListSpec[Edge, RelationRow]:
    def list_choices(_actor: Actor) -> dict[str, Choices]:
        counted = count_edges_by_type(actor, ref)
        return {"type": [(type_, f"{say_relation(type_)} ({number})") for type_, number in counted.items()]}

    return ListSpec(
        name="relations",
        columns=(
            Column("type", "Relation", "type"),
            Column("target", "To", "target_ref"),
            Column("declared", "Declared in", "declared_by__origin__name"),
        ),
        sort="type",
        filters=RelationFilters,
        describe=describe_edges,
        csv_heads=("source", "type", "target", "in the catalog", "declared in"),
        cells=_relation_cells,
        choices=list_choices,
    )


def show_relations(request: PortalRequest, frame: Frame) -> HttpResponseBase:
    """A page of the edges, or all of them as CSV."""
    edges = list_edges(request.actor, frame.entity.ref)
    spec = _relations(request.actor, frame.entity.ref)
    return show_list(request, spec, edges, "pages/entity_relations.html", {"frame": frame})
