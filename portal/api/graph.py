"""`/entities/{kind}/{namespace}/{name}/graph`: what is around an entity, two relations far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from catalog.core.refs import RefError, parse_ref
from portal.api.addresses import entity_address
from portal.api.base import ReadView
from portal.api.entities import get_visible_entity
from portal.api.query import Parameter, text_parameter
from portal.api.shapes import Shape
from portal.selectors.graph import Graph, get_graph
from portal.selectors.names import Named

MOST_TYPES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphNode(Shape):
    """An entity in the picture."""

    ref: str
    name: Annotated[str, "The name people know it by."]
    kind: str
    type: str
    distance: Annotated[int, "How many relations it is from the entity asked for."]
    is_known: Annotated[bool, "Whether the catalog has it, as far as you may see."]
    href: Annotated[str | None, "Its address in this API."]
    page: Annotated[str | None, "The path of its page in the portal."]


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphLink(Shape):
    """A relation in the picture, once, in the direction in which it is usually declared."""

    source_ref: str
    type: str
    target_ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphRest(Shape):
    """Relations of one type that an entity has and that are not in the picture."""

    ref: str
    type: Annotated[str, "As seen from that entity: `ownerOf`, not `ownedBy`."]
    count: int
    page: Annotated[str | None, "The path of the list in the portal that has them."]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityGraph(Shape):
    """What is around an entity: never more than can be drawn, with how much was left out."""

    nodes: Annotated[list[GraphNode], "The entity asked for first."]
    links: list[GraphLink]
    rests: list[GraphRest]


class GetGraph(ReadView):
    """What is around an entity, two relations far."""

    subject = "catalog"
    answer = EntityGraph
    parameters: ClassVar[tuple[Parameter, ...]] = (
        text_parameter("relation", "Types of relations to follow, commas between them, in whichever direction."),
    )

    def read(self) -> EntityGraph:
        """The picture. Five to seven queries."""
        entity = get_visible_entity(self)
        types = [each.strip() for each in self.asked.get("relation", "").split(",") if each.strip()]
        return _describe(get_graph(self.actor, entity.ref, types[:MOST_TYPES]))


def _describe(graph: Graph) -> EntityGraph:
    return EntityGraph(
        nodes=[_describe_node(node.named, node.distance) for node in graph.nodes],
        links=[
            GraphLink(source_ref=link.source.ref, type=link.type, target_ref=link.target.ref) for link in graph.links
        ],
        rests=[
            GraphRest(ref=rest.of.ref, type=rest.type, count=rest.number, page=rest.url or None) for rest in graph.rests
        ],
    )


def _describe_node(named: Named, distance: int) -> GraphNode:
    return GraphNode(
        ref=named.ref,
        name=named.name,
        kind=named.kind,
        type=named.type,
        distance=distance,
        is_known=named.is_known,
        href=_address(named),
        page=named.url or None,
    )


def _address(named: Named) -> str | None:
    try:
        return entity_address(parse_ref(named.ref)) if named.is_known else None
    except RefError:
        return None
