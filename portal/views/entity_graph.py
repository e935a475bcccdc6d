"""The tab Graph of an entity: what is around it, two relations far, drawn and as a table with the same content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from catalog.core.access import Actor
from catalog.core.neighbourhood import shown_type
from catalog.selectors.entities import count_edges_by_type
from portal.http import PortalRequest
from portal.selectors.graph import Graph, get_graph
from portal.selectors.relations import say_relation
from portal.views.entity_frame import Frame

PARAMETER = "relation"
MOST_TYPES = 20


@dataclass(frozen=True, slots=True)
class TypeSwitch:
    """A relation to show or to leave out, and the address that does the other."""

    words: str
    url: str
    is_on: bool


def show_graph(request: PortalRequest, frame: Frame) -> HttpResponse:
    """The picture and the table. `?relation=` has the types to show, commas between them. Seven queries at most."""
    entity = frame.entity
    asked = request.GET.get(PARAMETER, "").replace("\0", "").split(",")
    chosen = {shown_type(each.strip()) for each in asked[:MOST_TYPES] if each.strip()}
    graph = get_graph(request.actor, entity.ref, chosen)
    names = [part.lower() for part in (entity.kind, entity.namespace, entity.name)]
    context = {
        "frame": frame,
        "graph": graph,
        "switches": _list_switches(request.actor, entity.ref, graph, chosen),
        "is_narrowed": bool(chosen),
        "data_url": f"{reverse('api:graph', args=names)}{_query(chosen)}",
    }
    return render(request, "pages/entity_graph.html", context)


def _list_switches(actor: Actor, ref: str, graph: Graph, chosen: set[str]) -> Sequence[TypeSwitch]:
    """Relations of the entity itself, those in the picture, and those chosen."""
    own = {shown_type(type_) for type_ in count_edges_by_type(actor, ref)}
    every = own | {link.type for link in graph.links} | chosen
    return [
        TypeSwitch(say_relation(type_), _query(chosen ^ {type_}) or "?", type_ in chosen) for type_ in sorted(every)
    ]


def _query(types: set[str]) -> str:
    return f"?{urlencode({PARAMETER: ','.join(sorted(types))}, safe=',')}" if types else ""
