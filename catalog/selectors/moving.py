"""What moving over compares with: entities, registered URLs and scanned repositories of this catalog."""

from __future__ import annotations

from typing import Any

import orjson

from catalog.core.access import Actor
from catalog.core.moving.entities import LOCATION
from catalog.core.remotes import RemoteAddress, parse_remote
from catalog.models import Descriptor, Entity, Origin


def list_declared_entities(actor: Actor) -> list[dict[str, Any]]:
    """Entities with their relations and the place they come from, in the form in which the catalog API has them."""
    rows = Entity.objects.visible_to(actor).filter(removed_at=None).order_by("ref")
    places = _list_places()
    found = []
    for ref, body, relations in rows.values_list("ref", "body_json", "relations_json").iterator():
        entity = orjson.loads(body)
        metadata = entity.get("metadata", {})
        annotations = metadata.get("annotations", {}) | {LOCATION: places.get(ref, "")}
        found.append(
            entity | {"metadata": metadata | {"annotations": annotations}, "relations": orjson.loads(relations)}
        )
    return found


def list_registered_urls() -> set[str]:
    """The URLs that are registered."""
    return set(Origin.objects.filter(kind=Origin.Kind.URL, removed_at=None).values_list("location", flat=True))


def list_scanned_repositories() -> set[RemoteAddress]:
    """The addresses of the repositories that are scanned, where they have one."""
    origins = Origin.objects.filter(kind=Origin.Kind.REPOSITORY, removed_at=None).exclude(remote_url="")
    addresses = (parse_remote(url) for url in origins.values_list("remote_url", flat=True))
    return {address for address in addresses if address is not None}


def _list_places() -> dict[str, str]:
    in_force = Descriptor.objects.filter(state=Descriptor.State.IN_FORCE).values_list("ref", "origin__name", "path")
    return {ref: _join(name, path) for ref, name, path in in_force}


def _join(name: str, path: str) -> str:
    """Where a file stands: in a repository, or at the URL that a registered one led to."""
    return path if "://" in path else f"{name}/{path}" if path and path != name else name
