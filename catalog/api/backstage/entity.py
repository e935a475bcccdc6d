"""One entity: by name, by uid, and the Locations it came from."""

from __future__ import annotations

from urllib.parse import quote
from uuid import UUID

from django.http import HttpResponse

from catalog.api.backstage.dispatch import read_as, see_first
from catalog.api.backstage.requests import CatalogRequest, read_query
from catalog.api.backstage.responses import has_etag, json_text, moved, not_modified
from catalog.core.filters.errors import NotFoundError
from catalog.core.refs import EntityRef, parse_ref
from catalog.selectors.ancestry import list_ancestors
from catalog.selectors.glance import entity_in, view_in
from catalog.selectors.renames import find_present_ref
from catalog.selectors.served import ServedText, get_by_ref, get_by_uid
from catalog.selectors.views import EVERYTHING, View

BY_NAME = "/entities/by-name/"


def get_by_name(request: CatalogRequest, kind: str, namespace: str, name: str) -> HttpResponse:
    """The entity with this ref, whatever the case of its parts; for an old name a redirect to the present one."""
    read_query(request, ())
    ref = "" if _is_no_name(kind, namespace, name) else str(EntityRef(kind, namespace, name))
    found = _find(request, ref) if ref else None
    if found is not None:
        return _send(request, found)
    present_ref = find_present_ref(request.actor, ref) if ref else ""
    if present_ref:
        return _move(request, present_ref)
    raise NotFoundError(f"No entity named '{name}' found, with kind '{kind}' in namespace '{namespace}'")


def get_entity_by_uid(request: CatalogRequest, uid: str) -> HttpResponse:
    """The entity with this uid."""
    read_query(request, ())
    parsed = read_uid(uid)
    found = None if parsed is None else get_by_uid(_see(request), parsed)
    if found is None:
        raise NotFoundError(f"No entity with uid {uid}")
    return _send(request, found)


def get_ancestry(request: CatalogRequest, kind: str, namespace: str, name: str) -> HttpResponse:
    """The entity and the Locations that led to it, each with the refs of those it was named by."""
    read_query(request, ())
    ref = str(EntityRef(kind, namespace, name))

    def answer(view: View) -> HttpResponse:
        etag = view.etag(request.path_info)
        if has_etag(request, etag):
            return not_modified(etag)
        found = [] if _is_no_name(kind, namespace, name) else list_ancestors(view, ref)
        if not found:
            present_ref = "" if _is_no_name(ref) else find_present_ref(request.actor, ref)
            if present_ref:
                return _move(request, present_ref, "/ancestry")
            raise NotFoundError(f"No such entity {ref}")
        items = ",".join(f'{{"entity":{item.text},"parentEntityRefs":{item.parents_json}}}' for item in found)
        return json_text(f'{{"rootEntityRef":{found[0].ref_json},"items":[{items}]}}', etag)

    return read_as(request, answer)


def read_uid(text: str) -> UUID | None:
    """The uid, None if the text is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def _find(request: CatalogRequest, ref: str) -> ServedText | None:
    """The entity by what was read with the token; else, or where that does not say it, by another look."""
    if request.glanced is not None:
        view = view_in(request.glanced, request.actor)
        if not view.is_ungrouped:
            return entity_in(request.glanced, view)
    return get_by_ref(_see(request), ref)


def _see(request: CatalogRequest) -> View:
    """Administrators see everything: no need to ask what there is to see."""
    return EVERYTHING if request.actor.is_administrator else see_first(request)


def _move(request: CatalogRequest, ref: str, rest: str = "") -> HttpResponse:
    """A redirect to the same about the entity with this ref."""
    new = parse_ref(ref)
    name = "/".join(quote(part, safe="") for part in (new.kind, new.namespace, new.name))
    return moved(request.path.partition(BY_NAME)[0] + BY_NAME + name + rest)


def _is_no_name(*parts: str) -> bool:
    return any("\0" in part for part in parts)


def _send(request: CatalogRequest, found: ServedText) -> HttpResponse:
    return not_modified(found.etag) if has_etag(request, found.etag) else json_text(found.text, found.etag)
