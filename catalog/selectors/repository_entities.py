"""Entities by the repository that declares them."""

from __future__ import annotations

from typing import Any

import orjson

from catalog.core.access import Actor
from catalog.core.remotes import RemoteAddress, parse_remote
from catalog.models import Descriptor, Origin
from catalog.selectors.served import list_by_refs
from catalog.selectors.views import CatalogMovedError, get_view

TRIES = 3


def list_files_of(actor: Actor, repository: RemoteAddress) -> list[dict[str, Any]]:
    """Each entity declared in a repository at this address, with its location, as `/analyze-location` tells of them."""
    known = Origin.objects.visible_to(actor).filter(kind=Origin.Kind.REPOSITORY, removed_at=None).exclude(remote_url="")
    origins = [pk for pk, url in known.values_list("pk", "remote_url") if parse_remote(url) == repository]
    if not origins:
        return []
    declared = Descriptor.objects.filter(origin__in=origins, state=Descriptor.State.IN_FORCE).order_by(
        "path", "doc_index"
    )
    refs = list(declared.values_list("ref", flat=True))
    for _ in range(TRIES):
        try:
            texts = list_by_refs(get_view(actor), refs)
        except CatalogMovedError:
            continue
        return [_describe(orjson.loads(texts[ref][1])) for ref in refs if ref in texts]
    return []


def _describe(entity: dict[str, Any]) -> dict[str, Any]:
    type_, _, target = entity["metadata"]["annotations"]["backstage.io/managed-by-location"].partition(":")
    return {"location": {"type": type_, "target": target}, "isRegistered": True, "entity": entity}
