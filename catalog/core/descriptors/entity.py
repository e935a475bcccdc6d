"""The data of an accepted entity as Backstage stores it: namespace filled in, lists of refs sorted, JSON-safe."""

from __future__ import annotations

import math
from typing import Any

from catalog.core.descriptors.schema import Unread
from catalog.core.refs import DEFAULT_NAMESPACE

_SORTED_FIELDS = ("providesApis", "consumesApis", "dependsOn", "dependencyOf", "memberOf", "children", "members")


def finish_entity(data: dict[str, Any], *, has_unread: bool) -> dict[str, Any]:
    """A new entity from checked data. What aliases shared is copied where it is changed."""
    metadata = data["metadata"]
    if "namespace" not in metadata or not metadata.get("annotations", True):
        metadata = {**metadata, "namespace": metadata.get("namespace", DEFAULT_NAMESPACE)}
        if not metadata.get("annotations", True):
            metadata["annotations"] = {}
    entity = {**data, "metadata": metadata}
    if "spec" in entity:
        entity["spec"] = _sort_lists(entity["spec"])
    return _settle(entity) if has_unread else entity


def _sort_lists(spec: Any) -> Any:
    changed = {
        name: _sort_like_javascript(spec[name])
        for name in _SORTED_FIELDS
        if name in spec and isinstance(spec[name], list) and all(isinstance(item, str) for item in spec[name])
    }
    return {**spec, **changed} if changed else spec


def _sort_like_javascript(texts: list[str]) -> list[str]:
    """By UTF-16 code units, which differs from code points only beyond the basic plane."""
    return (
        sorted(texts, key=lambda text: text.encode("utf-16-be"))
        if max(map(max, filter(None, texts)), default="") > "\uffff"
        else sorted(texts)
    )


def _settle(value: Any) -> Any:
    """Plain text for content that nobody could look at."""
    if isinstance(value, dict):
        return {key: _settle(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_settle(item) for item in value]
    return str(value) if isinstance(value, Unread) else value


def without_non_finite(value: Any) -> Any:
    """Infinities and not-a-number as null, which is what JSON makes of them."""
    if isinstance(value, dict):
        return {key: without_non_finite(item) for key, item in value.items()}
    if isinstance(value, list):
        return [without_non_finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
