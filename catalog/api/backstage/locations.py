"""`/locations`: the URLs that are registered, and registering, changing and removing them."""

from __future__ import annotations

import base64
from typing import Any

import orjson
from django.db import transaction
from django.http import HttpResponse

from catalog.actions.locations import (
    LocationExistsError,
    change_location,
    change_trust,
    look_at_url,
    register_location,
    remove_location,
)
from catalog.api.backstage.dry_run import try_location
from catalog.api.backstage.requests import CatalogRequest, check, need, read_body, read_query, require, single
from catalog.api.backstage.responses import empty, json_value
from catalog.core.access import Subject
from catalog.core.filters.cursors import decode_object
from catalog.core.filters.errors import ConflictError, InputError, NotFoundError
from catalog.core.filters.predicates import Predicate, list_leaves
from catalog.core.filters.query_json import parse_query
from catalog.core.refs import EntityRef
from catalog.core.registered import check_url
from catalog.models.clock import database_now
from catalog.selectors.locations import (
    TYPE,
    Location,
    filter_locations,
    find_location,
    get_location,
    get_location_of,
    list_locations,
)
from catalog.selectors.served import get_by_ref
from catalog.selectors.views import get_view

DEFAULT_LIMIT = 1000
MOST_WANTED = 100_000
CONFLICTS = ("refresh", "reject")
SOURCE = Subject("source")
FIELDS = ("id", "type", "target", "entityRef")
_FIELDS = frozenset(name.lower() for name in FIELDS)


def list_all(request: CatalogRequest) -> HttpResponse:
    """Every location this actor may see."""
    read_query(request, ())
    return json_value(request, [{"data": location.as_json()} for location in list_locations(request.actor)])


def get_by_id(request: CatalogRequest, uid: str) -> HttpResponse:
    """One location."""
    read_query(request, ())
    return json_value(request, _find(request, uid).as_json())


def get_by_entity(request: CatalogRequest, kind: str, namespace: str, name: str) -> HttpResponse:
    """The location that led to an entity."""
    ref = str(EntityRef(kind, namespace, name))
    if "\0" in ref or get_by_ref(get_view(request.actor), ref) is None:
        raise NotFoundError(f"found no entity for ref {ref}")
    location = get_location_of(request.actor, ref)
    if location is None:
        raise NotFoundError(f"Found no registered location that led to {ref}")
    return json_value(request, location.as_json())


def query(request: CatalogRequest) -> HttpResponse:
    """Pages of locations that meet a condition."""
    read_query(request, ())
    body = read_body(request)
    cursor = check(body, "cursor", str, "string")
    if cursor == "":
        raise InputError("Cursor cannot be empty")
    asked = body if cursor is None else decode_object(cursor)
    limit = _read_limit(asked.get("limit", DEFAULT_LIMIT if cursor is None else None))
    condition, after = check(asked, "query", dict, "object"), asked.get("afterId", "")
    if not isinstance(after, str):
        raise InputError("Malformed cursor: afterId must be text")
    predicate = None if condition is None else _read_condition(condition)
    found = filter_locations(list_locations(request.actor), predicate)
    rest = [location for location in found if location.id > after]
    info: dict[str, Any] = {}
    if len(rest) > limit:
        following = {"limit": limit, "afterId": rest[limit - 1].id}
        following |= {"query": condition} if condition is not None else {}
        info["nextCursor"] = base64.b64encode(orjson.dumps(following)).decode()
    items = [location.as_json() for location in rest[:limit]]
    return json_value(request, {"items": items, "totalItems": len(found), "pageInfo": info})


def create(request: CatalogRequest) -> HttpResponse:
    """Register a URL, with `trusted` one whose Groups and Users count; with `dryRun` only say what would come of it."""
    parameters = read_query(request, ("dryRun", "onConflict", "trusted"))
    on_conflict = single(parameters, "onConflict")
    if on_conflict not in (None, *CONFLICTS):
        raise InputError(f"request/query/onConflict must be equal to one of the allowed values: {', '.join(CONFLICTS)}")
    is_trusted = _is_set(single(parameters, "trusted"))
    target = _read_target(request)
    require(request, "create", SOURCE)
    if _is_set(single(parameters, "dryRun")):
        return json_value(request, try_location(target), status=201)
    try:
        with transaction.atomic():
            register_location(target, request.actor.ref, database_now(), is_trusted=is_trusted)
            request.record("location-registered", target, trusted=is_trusted)
    except LocationExistsError as error:
        if on_conflict != CONFLICTS[0]:
            raise _conflict(error) from None
    location = find_location(target)
    if location is None:
        raise NotFoundError(f"The location {target} was removed while it was registered")
    look_at_url(location.origin_id)
    return json_value(request, {"location": location.as_json(), "entities": []}, status=201)


def change(request: CatalogRequest, uid: str) -> HttpResponse:
    """Let a location stand for another URL; its entity keeps its name. `trusted` says whether its Groups count."""
    trusted = single(read_query(request, ("trusted",)), "trusted")
    target = _read_target(request)
    require(request, "change", SOURCE)
    location = _find(request, uid)
    try:
        with transaction.atomic():
            change_location(location.origin_id, target)
            if target != location.target:
                request.record("location-changed", target, was=location.target)
            if trusted is not None:
                _change_trust(request, location.origin_id, target, is_trusted=_is_set(trusted))
    except LocationExistsError as error:
        raise _conflict(error) from None
    look_at_url(location.origin_id)
    return json_value(request, _find(request, uid).as_json())


def remove(request: CatalogRequest, uid: str) -> HttpResponse:
    """Take a location out, with everything that only it declares."""
    require(request, "delete", SOURCE)
    location = _find(request, uid)
    with transaction.atomic():
        remove_location(location.origin_id, request.actor.ref, database_now())
        request.record("location-removed", location.target)
    return empty(204)


def _change_trust(request: CatalogRequest, origin_id: int, target: str, *, is_trusted: bool) -> None:
    if change_trust(origin_id, is_trusted=is_trusted, now=database_now()):
        request.record("location-trusted" if is_trusted else "location-trust-withdrawn", target)


def _is_set(value: str | None) -> bool:
    return (value or "").lower() in ("true", "1", "yes", "y")


def _find(request: CatalogRequest, uid: str) -> Location:
    location = None if "\0" in uid else get_location(request.actor, uid)
    if location is None:
        raise NotFoundError(f"Found no location with ID {uid}")
    return location


def _read_target(request: CatalogRequest) -> str:
    body = read_body(request)
    target: str = need(body, "target", str, "string")
    type_ = need(body, "type", str, "string")
    if unknown := sorted(body.keys() - {"type", "target", "presence"}):
        raise InputError(f"Malformed request: unrecognized key(s) {', '.join(unknown)}")
    if type_ != TYPE:
        raise InputError(f'Registered locations must be of an allowed type ["{TYPE}"]')
    if problem := check_url(target):
        raise InputError(f"Malformed request: {problem}")
    return target


def _read_condition(value: dict[str, Any]) -> Predicate:
    predicate = parse_query(value)
    for leaf in list_leaves(predicate):
        if leaf.key.lower() not in _FIELDS:
            raise InputError(f"Invalid query: a location has {', '.join(FIELDS)}, and no '{leaf.key}'")
    return predicate


def _read_limit(value: object) -> int:
    if type(value) is not int or not 1 <= value <= MOST_WANTED:
        raise InputError("Limit must be a positive integer >= 1")
    return value


def _conflict(error: LocationExistsError) -> ConflictError:
    return ConflictError(f"Location {TYPE}:{error.location.target} already exists")
