"""Entities as a live catalog serves them: what names them, where they come from, and what their descriptors said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalog.core.descriptors.stored import relations_of
from catalog.core.refs import DEFAULT_NAMESPACE, EntityRef

LOCATION = "backstage.io/managed-by-location"
ORIGIN_LOCATION = "backstage.io/managed-by-origin-location"
GENERATED = "generated-"
_ADDED_ANNOTATIONS = frozenset(
    {LOCATION, ORIGIN_LOCATION, "backstage.io/view-url", "backstage.io/edit-url", "backstage.io/orphan"}
)
SOURCE_LOCATION = "backstage.io/source-location"
_ADDED_METADATA = frozenset({"uid", "etag", "generation"})
_ADDED_FIELDS = frozenset({"relations", "status"})


def name_entity(entity: Mapping[str, Any]) -> str:
    """The canonical ref; empty for what is no entity."""
    metadata = _mapping(entity, "metadata")
    kind, name = entity.get("kind"), metadata.get("name")
    namespace = metadata.get("namespace") or DEFAULT_NAMESPACE
    if not all(isinstance(part, str) and part for part in (kind, name, namespace)):
        return ""
    return str(EntityRef(str(kind), namespace, str(name)))


def get_annotation(entity: Mapping[str, Any], key: str) -> str:
    """One annotation, empty where there is none."""
    value = _mapping(_mapping(entity, "metadata"), "annotations").get(key)
    return value if isinstance(value, str) else ""


def list_relations(entity: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Type and target of every relation, both as served and with refs in lower case."""
    relations = entity.get("relations")
    rows = [row for row in relations if isinstance(row, dict)] if isinstance(relations, list) else []
    return {(str(row.get("type", "")), str(row.get("targetRef", "")).lower()) for row in rows}


def list_named(entity: Mapping[str, Any]) -> set[str]:
    """The refs that the entity's own spec names; relations as served also have what others say of it."""
    ref = name_entity(entity)
    if not ref or not isinstance(entity.get("apiVersion"), str) or not _mapping(entity, "spec"):
        return set()
    return {target for source, _, target in relations_of(dict(entity)) if source == ref}


def is_generated(entity: Mapping[str, Any]) -> bool:
    """Whether it is a Location that stands for a place and is written in no file."""
    return entity.get("kind") == "Location" and str(_mapping(entity, "metadata").get("name", "")).startswith(GENERATED)


def as_declared(entity: Mapping[str, Any], *, may_say_source: bool = True) -> dict[str, Any]:
    """What the descriptor said, without what a catalog adds. It adds a source location where there is none."""
    metadata = {key: value for key, value in _mapping(entity, "metadata").items() if key not in _ADDED_METADATA}
    dropped = _ADDED_ANNOTATIONS if may_say_source else _ADDED_ANNOTATIONS | {SOURCE_LOCATION}
    kept = {key: value for key, value in _mapping(metadata, "annotations").items() if key not in dropped}
    metadata.pop("annotations", None)
    declared = {key: value for key, value in entity.items() if key not in _ADDED_FIELDS and value != {}}
    return declared | {"metadata": metadata | ({"annotations": kept} if kept else {})}


def _mapping(value: Mapping[str, Any], key: str) -> dict[str, Any]:
    inner = value.get(key)
    return inner if isinstance(inner, dict) else {}
