"""The envelope: what every document must have before anything else is looked at (EntityEnvelope in catalog-model)."""

from __future__ import annotations

from typing import Any

from catalog.core.descriptors.schema import Violation, name_type, text
from catalog.core.refs import DEFAULT_NAMESPACE, EntityRef


def check_envelope(data: dict[str, Any]) -> list[Violation]:
    """What keeps the document from having a ref: apiVersion, kind, metadata.name and, if given, its namespace."""
    found: list[Violation] = []
    for name in ("apiVersion", "kind"):
        _require_text(data, name, name, found)
    metadata = data.get("metadata")
    if not isinstance(metadata, dict):
        missing = "is missing" if "metadata" not in data else f"must be a mapping, not {name_type(metadata)}"
        return [*found, Violation("metadata", missing)]
    _require_text(metadata, "name", "metadata.name", found)
    if "namespace" in metadata:
        text(metadata["namespace"], "metadata.namespace", found)
    annotations = metadata.get("annotations")
    if isinstance(annotations, list) or (annotations and not isinstance(annotations, dict)):
        found.append(Violation("metadata.annotations", f"must be a mapping, not {name_type(annotations)}"))
    return found


def _require_text(data: dict[str, Any], name: str, path: str, found: list[Violation]) -> None:
    if name not in data:
        found.append(Violation(path, "is missing"))
    else:
        text(data[name], path, found)


def entity_ref(data: dict[str, Any]) -> EntityRef:
    """The ref of a document whose envelope is in order."""
    metadata = data["metadata"]
    return EntityRef(data["kind"], metadata.get("namespace") or DEFAULT_NAMESPACE, metadata["name"])
