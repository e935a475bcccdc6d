"""Relations of an entity as rows, with the names at their other ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.core.access import Actor
from catalog.core.shown_names import say_words
from catalog.models import Edge
from portal.origins import document_url
from portal.selectors.names import Named, get_names


@dataclass(frozen=True, slots=True)
class RelationRow:
    """One relation. `target` is not known where nothing in the catalog has that ref: a dangling relation."""

    edge: Edge
    words: str
    target: Named
    declared_at: str

    @property
    def declared_in(self) -> str:
        """Repository and path of the descriptor that says so."""
        descriptor = self.edge.declared_by
        return f"{descriptor.origin.name}: {descriptor.path}"


def say_relation(type_: str) -> str:
    """The type of a relation in words: `dependsOn` is "depends on"; `providesApi` is "provides API"."""
    return say_words(type_)


def describe_edges(actor: Actor, edges: Sequence[Edge]) -> list[RelationRow]:
    """Rows in the order given. One query."""
    names = get_names(actor, {edge.target_ref for edge in edges})
    return [
        RelationRow(edge, say_relation(edge.type), names.as_written(edge.target_ref), _place(edge)) for edge in edges
    ]


def _place(edge: Edge) -> str:
    descriptor = edge.declared_by
    return document_url(descriptor)
