"""`/refresh`, and taking one entity out."""

from __future__ import annotations

from django.http import HttpResponse

from catalog.actions.jobs import request_scans
from catalog.actions.locations import look_at_url
from catalog.actions.remove_entity import remove_entity
from catalog.api.backstage.dispatch import see
from catalog.api.backstage.entity import read_uid
from catalog.api.backstage.requests import CatalogRequest, need, read_body, read_query, require
from catalog.api.backstage.responses import empty
from catalog.core.access import Subject
from catalog.core.filters.errors import NotFoundError
from catalog.models import Descriptor, Origin
from catalog.models.clock import database_now
from catalog.selectors.ownership import get_owners
from catalog.selectors.served import get_by_ref, get_by_uid


def refresh(request: CatalogRequest) -> HttpResponse:
    """Have an entity's origin looked at: a registered URL before this answers, a repository by the next free worker."""
    read_query(request, ())
    ref = str(need(read_body(request), "entityRef", str, "string")).lower()
    found = None if "\0" in ref else get_by_ref(see(request.actor), ref)
    if found is None:
        raise NotFoundError(f"Entity {ref} not found")
    owner = get_owners([ref]).get(ref)
    require(request, "create", Subject("scan", team_ref=owner.owner_ref if owner is not None else None))
    in_force = Descriptor.objects.filter(state=Descriptor.State.IN_FORCE, ref=ref)
    for origin_id, kind in in_force.values_list("origin_id", "origin__kind"):
        if kind == Origin.Kind.URL:
            look_at_url(origin_id)
        else:
            request.look_now(request_scans([origin_id], database_now(), by_person=True))
    return empty(200)


def remove_by_uid(request: CatalogRequest, uid: str) -> HttpResponse:
    """Take an entity out until its origin is looked at next; also 204 for one that is not there."""
    read_query(request, ())
    require(request, "delete", Subject("catalog"))
    parsed = read_uid(uid)
    if parsed is not None and get_by_uid(see(request.actor), parsed) is not None:
        remove_entity(parsed, request.actor.ref, database_now())
    return empty(204)
