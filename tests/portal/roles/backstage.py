"""The addresses of `/api/catalog` with what they need: rows of the table, see `tests.portal.roles.table`."""

from __future__ import annotations

from tests.portal.roles.rows import CATALOG, Need, Row
from tests.portal.roles.samples import (
    ENTITY,
)

BACKSTAGE = (
    Row("catalog:entities", "/api/catalog/entities"),
    Row("catalog:entities/by-name", f"/api/catalog/entities/by-name/{ENTITY}"),
    Row("catalog:entities/by-name/ancestry", f"/api/catalog/entities/by-name/{ENTITY}/ancestry"),
    Row("catalog:entities/by-query", "/api/catalog/entities/by-query"),
    Row("catalog:entities/by-query", "/api/catalog/entities/by-query", CATALOG, "POST", {}),
    Row("catalog:entities/by-refs", "/api/catalog/entities/by-refs", CATALOG, "POST", {"entityRefs": []}),
    Row("catalog:entities/by-uid", "/api/catalog/entities/by-uid/{uid}"),
    Row("catalog:entities/by-uid", "/api/catalog/entities/by-uid/{uid}", Need("catalog", "delete"), "DELETE", {}, 204),
    Row("catalog:entity-facets", "/api/catalog/entity-facets?facet=kind"),
    Row("catalog:entity-facets", "/api/catalog/entity-facets", CATALOG, "POST", {"facets": ["kind"]}),
    Row(
        "catalog:refresh",
        "/api/catalog/refresh",
        Need("scan", "create"),
        "POST",
        {"entityRef": "component:default/cart"},
    ),
    Row("catalog:locations", "/api/catalog/locations"),
    Row(
        "catalog:locations",
        "/api/catalog/locations",
        Need("source", "create", None),
        "POST",
        {"type": "url", "target": "https://example.org/more/catalog-info.yaml"},
        201,
    ),
    Row("catalog:locations/by-query", "/api/catalog/locations/by-query", CATALOG, "POST", {}),
    Row("catalog:locations/by-entity", "/api/catalog/locations/by-entity/{location_ref}"),
    Row("catalog:locations/by-id", "/api/catalog/locations/{location}"),
    Row(
        "catalog:locations/by-id",
        "/api/catalog/locations/{location}",
        Need("source", "change", None),
        "PUT",
        {"type": "url", "target": "https://example.org/moved/catalog-info.yaml"},
    ),
    Row(
        "catalog:locations/by-id",
        "/api/catalog/locations/{location}",
        Need("source", "delete", None),
        "DELETE",
        {},
        204,
    ),
    Row(
        "catalog:validate-entity",
        "/api/catalog/validate-entity",
        CATALOG,
        "POST",
        {
            "entity": {
                "apiVersion": "backstage.io/v1alpha1",
                "kind": "System",
                "metadata": {"name": "buying"},
                "spec": {"owner": "shop"},
            },
            "location": "url:https://example.org/a.yaml",
        },
    ),
    Row(
        "catalog:analyze-location",
        "/api/catalog/analyze-location",
        CATALOG,
        "POST",
        {"location": {"type": "url", "target": "https://example.org/a.yaml"}},
    ),
)
