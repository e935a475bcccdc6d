"""The catalog API as OpenAPI, for generating requests and judging answers: the operations of Backstage's document."""

from __future__ import annotations

from typing import Any

TEXT = {"type": "string"}
OBJECT = {"type": "object"}
TEXTS = {"type": "array", "items": TEXT}
COUNT = {"type": "integer", "minimum": 0}


def ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def thing(required: tuple[str, ...], *, is_closed: bool = False, **properties: Any) -> dict[str, Any]:
    found = {"type": "object", "required": list(required), "properties": properties}
    return found | ({"additionalProperties": False} if is_closed else {})


def listed(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


ENTITY = thing(
    ("apiVersion", "kind", "metadata", "relations"),
    apiVersion=TEXT,
    kind=TEXT,
    metadata=thing(
        ("name", "uid", "etag"), name=TEXT, uid={"type": "string", "format": "uuid"}, etag=TEXT, annotations=OBJECT
    ),
    spec=OBJECT,
    relations=listed(thing(("type", "targetRef"), is_closed=True, type=TEXT, targetRef=TEXT)),
)
LOCATION = thing(("id", "type", "target", "entityRef"), is_closed=True, id=TEXT, type=TEXT, target=TEXT, entityRef=TEXT)
PAGE_INFO = {"type": "object", "additionalProperties": False, "properties": {"nextCursor": TEXT, "prevCursor": TEXT}}
LOCATIONS = listed(LOCATION)
ERROR_LIST = listed(thing(("name", "message"), name=TEXT, message=TEXT, cause=OBJECT))
PAGE = ("items", "totalItems", "pageInfo")
SCHEMAS = {
    "Entity": ENTITY,
    "Location": LOCATION,
    "Error": thing(
        ("error", "request", "response"),
        is_closed=True,
        error=thing(("name", "message"), is_closed=True, name=TEXT, message=TEXT),
        request=thing(("method", "url"), is_closed=True, method=TEXT, url=TEXT),
        response=thing(("statusCode",), is_closed=True, statusCode={"type": "integer", "minimum": 400, "maximum": 499}),
    ),
    "Errors": thing(("errors",), is_closed=True, errors=ERROR_LIST),
    # with `fields` an entity may be any part of itself
    "Page": thing(PAGE, is_closed=True, items=listed(OBJECT), totalItems=COUNT, pageInfo=PAGE_INFO),
    "Facets": thing(
        ("facets",),
        is_closed=True,
        facets={
            "type": "object",
            "additionalProperties": listed(thing(("value", "count"), is_closed=True, value=TEXT, count=COUNT)),
        },
    ),
    "Ancestry": thing(
        ("rootEntityRef", "items"),
        is_closed=True,
        rootEntityRef=TEXT,
        items=listed(thing(("entity", "parentEntityRefs"), entity=ref("Entity"), parentEntityRefs=TEXTS)),
    ),
    "Batch": thing(("items",), is_closed=True, items=listed({"anyOf": [OBJECT, {"type": "null"}]})),
    "LocationPage": thing(PAGE, items=LOCATIONS, totalItems=COUNT, pageInfo=PAGE_INFO),
    "Registered": thing(("location", "entities"), location=thing(LOCATION["required"]), entities=listed(OBJECT)),
    "Analysis": thing(
        ("existingEntityFiles", "generateEntities"), existingEntityFiles=listed(OBJECT), generateEntities=listed(OBJECT)
    ),
}  # fmt: skip


def query(name: str, schema: dict[str, Any], *, is_required: bool = False) -> dict[str, Any]:
    explode = name not in ("fields", "fullTextFilterFields")
    return {"name": name, "in": "query", "required": is_required, "schema": schema, "style": "form", "explode": explode}


LIMIT, OFFSET, FIELDS = query("limit", COUNT), query("offset", COUNT), query("fields", TEXTS)
FILTER = query("filter", TEXTS)
PATHS: dict[str, dict[str, tuple[list[dict[str, Any]], dict[str, Any] | None, dict[str, dict[str, Any] | None]]]] = {
    "/entities": {
        "get": (
            [FIELDS, LIMIT, FILTER, OFFSET, query("after", TEXT), query("order", TEXTS)], None, {"200": listed(OBJECT)}
        ),
    },
    "/entities/by-query": {
        "get": (
            [
                FIELDS, LIMIT, OFFSET, FILTER, query("orderField", TEXTS), query("cursor", TEXT),
                query("totalItems", {"enum": ["include", "exclude"]}), query("fullTextFilterTerm", TEXT),
                query("fullTextFilterFields", TEXTS),
            ],
            None,
            {"200": ref("Page")},
        ),
        "post": (
            [],
            thing(
                (),
                cursor=TEXT,
                limit=COUNT,
                offset=COUNT,
                orderBy=listed(thing(("field", "order"), field=TEXT, order={"enum": ["asc", "desc"]})),
                fullTextFilter=thing((), term=TEXT, fields=TEXTS),
                fields=TEXTS,
                totalItems={"enum": ["include", "exclude"]},
                query=OBJECT,
            ),
            {"200": ref("Page")},
        ),
    },
    "/entities/by-refs": {
        "post": ([FILTER], thing(("entityRefs",), entityRefs=TEXTS, fields=TEXTS, query=OBJECT), {"200": ref("Batch")}),
    },
    "/entities/by-uid/{uid}": {"get": ([], None, {"200": ref("Entity")}), "delete": ([], None, {"204": None})},
    "/entities/by-name/{kind}/{namespace}/{name}": {"get": ([], None, {"200": ref("Entity")})},
    "/entities/by-name/{kind}/{namespace}/{name}/ancestry": {"get": ([], None, {"200": ref("Ancestry")})},
    "/entity-facets": {
        "get": ([query("facet", TEXTS, is_required=True), FILTER], None, {"200": ref("Facets")}),
        "post": ([], thing(("facets",), facets=TEXTS, query=OBJECT), {"200": ref("Facets")}),
    },
    "/refresh": {"post": ([], thing(("entityRef",), entityRef=TEXT, authorizationToken=TEXT), {"200": None})},
    "/locations": {
        "get": ([], None, {"200": listed(thing(("data",), is_closed=True, data=ref("Location")))}),
        "post": (
            [query("dryRun", TEXT), query("onConflict", {"enum": ["refresh", "reject"]})],
            thing(("type", "target"), type=TEXT, target=TEXT),
            {"201": ref("Registered")},
        ),
    },
    "/locations/by-query": {
        "post": ([], thing((), cursor=TEXT, limit=COUNT, query=OBJECT), {"200": ref("LocationPage")}),
    },
    "/locations/{uid}": {
        "get": ([], None, {"200": ref("Location")}),
        "put": ([], thing(("type", "target"), type=TEXT, target=TEXT), {"200": ref("Location")}),
        "delete": ([], None, {"204": None}),
    },
    "/locations/by-entity/{kind}/{namespace}/{name}": {"get": ([], None, {"200": ref("Location")})},
    "/analyze-location": {
        "post": (
            [],
            thing(("location",), catalogFilename=TEXT, location=thing(("type", "target"), type=TEXT, target=TEXT)),
            {"200": ref("Analysis")},
        ),
    },
    "/validate-entity": {
        "post": ([], thing(("location", "entity"), location=TEXT, entity=OBJECT), {"200": None}),
    },
}  # fmt: skip


def make_schema() -> dict[str, Any]:
    """The OpenAPI document."""
    paths = {
        path: {method: _operation(path, method, *given) for method, given in methods.items()}
        for path, methods in PATHS.items()
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Catalog API", "version": "1"},
        "servers": [{"url": "/api/catalog"}],
        "paths": paths,
        "components": {"schemas": SCHEMAS},
    }


def _operation(
    path: str,
    method: str,
    parameters: list[dict[str, Any]],
    body: dict[str, Any] | None,
    answers: dict[str, dict[str, Any] | None],
) -> dict[str, Any]:
    names = [part.strip("{}") for part in path.split("/") if part.startswith("{")]
    given = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}} for name in names
    ]
    responses = {status: _answer(schema) for status, schema in answers.items()} | {"308": _answer(None)}
    wrong = {"anyOf": [ref("Error"), ref("Errors")]} if path == "/validate-entity" else ref("Error")
    responses |= {status: _answer(wrong) for status in ("400", "403", "404", "405", "409", "413")}
    operation = {"operationId": f"{method} {path}", "parameters": [*given, *parameters], "responses": responses}
    return operation | ({"requestBody": {"required": True, **_content(body)}} if body is not None else {})


def _answer(schema: dict[str, Any] | None) -> dict[str, Any]:
    return {"description": "answer"} | ({} if schema is None else _content(schema))


def _content(schema: dict[str, Any]) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}
