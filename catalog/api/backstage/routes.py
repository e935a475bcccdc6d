"""Every path of the catalog API with its methods. Who mounts them gives each request its Actor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponse

from catalog.api.backstage import by_query, by_refs, entities, entity, facets, judging, locations, upkeep
from catalog.api.backstage.dispatch import by_method
from catalog.selectors.glance import Glance, glance_at_entity, glance_at_nothing, glance_at_view

NAME = "<str:kind>/<str:namespace>/<str:name>"


@dataclass(frozen=True, slots=True)
class Route:
    """A path relative to the API's root, as Django writes paths, and its view.

    `glance` says, from the parts of the path, what may be read in the statement that finds the token.
    """

    path: str
    view: Callable[..., HttpResponse]
    glance: Callable[..., Glance] = glance_at_nothing


ROUTES = (
    Route(f"entities/by-name/{NAME}", by_method({"GET": entity.get_by_name}), glance_at_entity),
    Route("entities", by_method({"GET": entities.list_entities}), glance_at_view),
    Route(
        "entities/by-query",
        by_method({"GET": by_query.query_by_parameters, "POST": by_query.query_by_body}),
        glance_at_view,
    ),
    Route("entities/by-refs", by_method({"POST": by_refs.list_entities_by_refs}), glance_at_view),
    Route("entities/by-uid/<str:uid>", by_method({"GET": entity.get_entity_by_uid, "DELETE": upkeep.remove_by_uid})),
    Route(f"entities/by-name/{NAME}/ancestry", by_method({"GET": entity.get_ancestry}), glance_at_view),
    Route(
        "entity-facets", by_method({"GET": facets.count_by_parameters, "POST": facets.count_by_body}), glance_at_view
    ),
    Route("refresh", by_method({"POST": upkeep.refresh})),
    Route("locations", by_method({"GET": locations.list_all, "POST": locations.create})),
    Route("locations/by-query", by_method({"POST": locations.query})),
    Route(f"locations/by-entity/{NAME}", by_method({"GET": locations.get_by_entity})),
    Route(
        "locations/<str:uid>",
        by_method({"GET": locations.get_by_id, "PUT": locations.change, "DELETE": locations.remove}),
    ),
    Route("validate-entity", by_method({"POST": judging.validate_entity})),
    Route("analyze-location", by_method({"POST": judging.analyze_location})),
)
