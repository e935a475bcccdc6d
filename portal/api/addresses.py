"""Addresses of the API's own resources, from the root of the host on."""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode

from django.urls import get_script_prefix

from catalog.core.refs import EntityRef, parse_ref

_ENTITY = re.compile(r"^.*?/entities/[^/?]+/[^/?]+/[^/?]+(.*)$", re.DOTALL)


def make_address(*parts: str | int, **query: str) -> str:
    """The address under `/api/v1/` with these parts and this query."""
    path = "/".join(quote(str(part), safe="") for part in parts)
    return f"{get_script_prefix()}api/v1/{path}{'?' + urlencode(query) if query else ''}"


def entity_address(ref: str | EntityRef) -> str:
    """The address of an entity, by its canonical ref."""
    found = parse_ref(ref) if isinstance(ref, str) else ref
    return make_address("entities", found.kind.lower(), found.namespace.lower(), found.name.lower())


def moved_address(address: str, ref: str) -> str:
    """An address of something about an entity, with its query, when the entity is called `ref` now."""
    return _ENTITY.sub(lambda found: f"{entity_address(ref)}{found[1]}", address, count=1)


def member_address(collection: str, ref: str) -> str:
    """The address of a team or a person: their kind is implied."""
    found = parse_ref(ref)
    return make_address(collection, found.namespace, found.name)
