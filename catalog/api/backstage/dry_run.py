"""What registering a URL would come to, without registering it."""

from __future__ import annotations

from typing import Any

import orjson
from django.conf import settings

from catalog.actions.placeholder_files import may_include
from catalog.actions.scan import fetch_url
from catalog.core.filters.errors import InputError
from catalog.core.reading import ReadDocument
from catalog.core.registered import location_ref, name_location
from catalog.core.served.entity import annotate_entity
from catalog.core.served.places import Place
from catalog.http.errors import GoneError
from catalog.selectors.locations import TYPE, find_location
from catalog.sources.registered import read_registered


def try_location(url: str) -> dict[str, Any]:
    """The answer to a dry run: the Location and the entities it leads to. Raises InputError where one is broken."""
    name = name_location(url)
    reading = read_registered(name, url, (), _fetch, may_include=may_include, rules=settings.DESCRIPTOR_RULES)
    seen: set[str] = set()
    for document in reading.documents:
        if document.error:
            raise InputError(_describe(document))
        if document.ref in seen:
            raise InputError(f"Duplicate nested entity: {document.ref}")
        seen.add(document.ref)
    entities = [
        annotate_entity(orjson.loads(document.body.json), Place(document.path or url, registered_url=url))
        for document in reading.documents
        if document.body is not None
    ]
    if len(entities) == 1:  # the Location that stands for the URL itself
        raise InputError(f"{url} holds no entity: no document with apiVersion, kind and metadata")
    location = {"type": TYPE, "target": url, "id": f"{TYPE}:{url}", "entityRef": location_ref(name)}
    return {"exists": find_location(url) is not None, "location": location, "entities": entities}


def _fetch(url: str) -> bytes:
    """As for a registered URL; what is missing is told in the words of Backstage."""
    try:
        return fetch_url(url)
    except GoneError:
        raise GoneError(f"NotFoundError: Unable to read url, no matching files found for {url}") from None


def _describe(document: ReadDocument) -> str:
    where = f"{document.ref or document.path}: " if document.path and document.stage != "file" else ""
    return f"{where}{document.error}"
