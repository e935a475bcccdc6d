"""What is around an entity, as a picture and as the table beside it: the same content for page and API."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from catalog.core.access import Actor
from catalog.core.neighbourhood import Link, Rest
from catalog.selectors.neighbourhood import get_neighbourhood
from portal.links import entity_url
from portal.selectors.names import Named, Names, get_names
from portal.selectors.relations import say_relation


@dataclass(frozen=True, slots=True)
class GraphNode:
    """An entity in the picture, and how many relations it is from the centre."""

    named: Named
    distance: int


@dataclass(frozen=True, slots=True)
class GraphLink:
    """A relation in the picture, in the direction in which it is declared."""

    source: Named
    target: Named
    type: str

    @property
    def words(self) -> str:
        """The relation in words."""
        return say_relation(self.type)


@dataclass(frozen=True, slots=True)
class GraphRest:
    """Relations that are left out: of which entity, of which type, how many, and the list that has them."""

    of: Named
    type: str
    number: int
    url: str

    @property
    def words(self) -> str:
        """The relation in words, from the end that has them."""
        return say_relation(self.type)


@dataclass(frozen=True, slots=True)
class Graph:
    """The picture. The first node is the centre, whose own relations stand first."""

    nodes: Sequence[GraphNode]
    links: Sequence[GraphLink]
    rests: Sequence[GraphRest]


def get_graph(actor: Actor, ref: str, types: Collection[str] = ()) -> Graph:
    """Two relations far around an entity that the actor may see; four to six queries, whatever its size."""
    found = get_neighbourhood(actor, ref, types)
    names = get_names(actor, found.nodes)
    own_first = sorted(found.links, key=lambda link: ref.lower() not in (link.source_ref, link.target_ref))
    return Graph(
        [GraphNode(names.as_written(each), distance) for each, distance in found.nodes.items()],
        [_show_link(link, names) for link in own_first],
        [_show_rest(rest, names) for rest in found.rests],
    )


def _show_link(link: Link, names: Names) -> GraphLink:
    return GraphLink(names.as_written(link.source_ref), names.as_written(link.target_ref), link.type)


def _show_rest(rest: Rest, names: Names) -> GraphRest:
    of = names.as_written(rest.ref)
    page = entity_url(rest.ref, "relations") if of.is_known else ""
    return GraphRest(of, rest.type, rest.number, f"{page}?{urlencode({'type': rest.type})}" if page else "")
