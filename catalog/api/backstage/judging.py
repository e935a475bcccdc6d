"""`/validate-entity` and `/analyze-location`: what the catalog would make of something it does not have."""

from __future__ import annotations

from typing import Any

import orjson
from django.conf import settings
from django.http import HttpResponse

from catalog.api.backstage.requests import CatalogRequest, check, need, read_body, read_query
from catalog.api.backstage.responses import JSON, empty, json_value
from catalog.core.code_urls import parse_code_url
from catalog.core.descriptors import Document, parse_file
from catalog.core.filters.errors import InputError
from catalog.core.host_links import HostKind, get_host_kind
from catalog.core.registered import check_url
from catalog.core.remotes import RemoteAddress, parse_remote
from catalog.selectors.repository_entities import list_files_of

SLUGS = {HostKind.GITHUB: "github.com", HostKind.GITLAB: "gitlab.com", HostKind.BITBUCKET: "bitbucket.org"}
_SHAPE_STAGES = ("yaml", "envelope")


def validate_entity(request: CatalogRequest) -> HttpResponse:
    """200 and nothing where the catalog would take the entity, else 400 with what is wrong, in a form of its own."""
    read_query(request, ())
    body = read_body(request)
    location: str = need(body, "location", str, "string")
    entity = need(body, "entity", dict, "object")
    if not location.removeprefix("url:") or not location.startswith("url:"):
        message = f"Invalid location ref {location}, only 'url:<target>' is supported, e.g. url:https://host/path"
        return _refuse({"name": "TypeError", "message": message})
    documents = parse_file("entity.yaml", orjson.dumps(entity), options=settings.DESCRIPTOR_RULES).documents
    if not documents:
        return _refuse({"name": "TypeError", "message": "The entity is empty"})
    return _refuse(_describe(documents[0])) if documents[0].error else empty(200)


def analyze_location(request: CatalogRequest) -> HttpResponse:
    """The entities the catalog has from a repository, or one to begin with."""
    read_query(request, ())
    body = read_body(request)
    location = need(body, "location", dict, "object")
    target, type_ = location.get("target"), location.get("type")
    if not isinstance(target, str) or not isinstance(type_, str):
        raise InputError("request/body/location must have required properties 'type' and 'target'")
    check(body, "catalogFilename", str, "string")
    found = parse_code_url(target)
    repository = found.repository if found is not None else parse_remote(target)
    if repository is None or check_url(target):
        raise InputError("The given location.target is not a URL")
    existing = list_files_of(request.actor, repository)
    generated = [] if existing else [{"entity": _suggest(repository), "fields": []}]
    return json_value(request, {"existingEntityFiles": existing, "generateEntities": generated})


def _describe(document: Document) -> dict[str, Any]:
    error = document.error
    if error is None:
        return {}
    message = error.message
    if error.stage in _SHAPE_STAGES:
        return {"name": "TypeError", "message": message}
    if error.stage == "unknown-kind":
        return {"name": "InputError", "message": f"{document.ref} is of a kind that nobody here knows: {message}"}
    cause = {"name": "Error" if error.stage == "policy" else "TypeError", "message": message}
    return {
        "name": "InputError",
        "message": f"{document.ref} is refused; caused by {cause['name']}: {message}",
        "cause": cause,
    }


def _refuse(error: dict[str, Any]) -> HttpResponse:
    response = HttpResponse(orjson.dumps({"errors": [error]}), content_type=JSON, status=400)
    response.headers["Cache-Control"] = "no-store"
    return response


def _suggest(repository: RemoteAddress) -> dict[str, Any]:
    owner, _, name = repository.path.rpartition("/")
    metadata: dict[str, Any] = {"name": name}
    slug = SLUGS.get(get_host_kind(repository) or HostKind.GITEA)
    if slug:
        metadata["annotations"] = {f"{slug}/project-slug": f"{owner}/{name}"}
    return {
        "apiVersion": "backstage.io/v1alpha1",
        "kind": "Component",
        "metadata": metadata,
        "spec": {"type": "other", "lifecycle": "unknown"},
    }
