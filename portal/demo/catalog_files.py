"""Entities as the text of a catalog file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from portal.demo.model import RawDocument

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portal.demo.model import Document, Entity

WIDTH = 100


def format_catalog(documents: Iterable[Document]) -> str:
    """The documents in one file, parted by `---`."""
    return "---\n".join(_format_document(document) for document in documents)


def format_yaml(data: object) -> str:
    """Data as YAML in the order given, in block style."""
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=WIDTH)


def _format_document(document: Document) -> str:
    return document.text if isinstance(document, RawDocument) else format_yaml(_make_document(document))


def _make_document(entity: Entity) -> dict[str, object]:
    metadata: dict[str, object] = {
        "name": entity.name,
        "title": entity.title,
        "description": entity.description,
        "annotations": dict(entity.annotations),
        "labels": dict(entity.labels),
        "tags": list(entity.tags),
        "links": [{"url": url, "title": title} for url, title in entity.links],
    }
    return {
        "apiVersion": entity.api_version,
        "kind": entity.kind,
        "metadata": {name: value for name, value in metadata.items() if value},
        "spec": dict(entity.spec),
    }
