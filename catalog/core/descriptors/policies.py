"""The policies every entity must meet whatever its kind: shape, no foreign fields at the root, spelling.

Source: Entity and EntityMeta schemas, NoForeignRootFieldsEntityPolicy and FieldFormatEntityPolicy of catalog-model.
The location annotations are left out: Backstage writes them itself before it looks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from catalog.core.descriptors import formats
from catalog.core.descriptors.schema import Check, Violation, any_text, fields, list_of, mapping, text, texts
from catalog.core.descriptors.urls import is_url

ROOT_FIELDS = frozenset({"apiVersion", "kind", "metadata", "spec"})
_WRITTEN_BY_BACKSTAGE = {"backstage.io/managed-by-location", "backstage.io/managed-by-origin-location"}
# JavaScript's String.trim() and Python's str.strip() differ in a few characters.
_JS_SPACE = "\t\n\v\f\r \xa0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x200B)))

_LINK = fields(("url",), {"url": text, "title": text, "icon": text, "type": text})
_METADATA: dict[str, Check] = {
    "uid": text,
    "etag": text,
    "title": text,
    "description": any_text,
    "labels": mapping,
    "tags": texts,
    "links": list_of(_LINK),
}


def check_policies(data: dict[str, Any]) -> list[Violation]:
    """Everything about an entity that is refused for every kind. The envelope must be in order."""
    found = [Violation(name, "is not a field of an entity") for name in data if name not in ROOT_FIELDS]
    if "spec" in data:
        mapping(data["spec"], "spec", found)
    metadata = data["metadata"]
    for name, check in _METADATA.items():
        if name in metadata:
            check(metadata[name], f"metadata.{name}", found)
    _check_names(data, metadata, found)
    if not found:  # spelling is judged once the shapes are right
        _check_pairs(metadata, "annotations", any_text, found)
        _check_pairs(metadata, "labels", _label_value, found)
        _check_lists(metadata, found)
    return found


def _check_names(data: dict[str, Any], metadata: dict[str, Any], found: list[Violation]) -> None:
    _demand(formats.is_api_version, data["apiVersion"], "apiVersion", formats.API_VERSION_RULE, found)
    _demand(formats.is_kind, data["kind"], "kind", formats.KIND_RULE, found)
    _demand(formats.is_name, metadata["name"], "metadata.name", formats.NAME_RULE, found)
    if "namespace" in metadata:
        _demand(formats.is_namespace, metadata["namespace"], "metadata.namespace", formats.NAMESPACE_RULE, found)


def _check_pairs(metadata: dict[str, Any], name: str, check_value: Check, found: list[Violation]) -> None:
    pairs = metadata.get(name)
    for key, value in pairs.items() if isinstance(pairs, dict) else ():
        if key in _WRITTEN_BY_BACKSTAGE and name == "annotations":
            continue
        path = f"metadata.{name}.{key}"
        if not formats.is_key(key):
            found.append(Violation(path, f"its key must be {formats.KEY_RULE}"))
        check_value(value, path, found)


def _label_value(value: Any, path: str, found: list[Violation]) -> None:
    any_text(value, path, found)
    if isinstance(value, str) and not formats.is_label_value(value):
        found.append(Violation(path, f'"{shorten(value)}" must be empty or {formats.NAME_RULE}'))


def _check_lists(metadata: dict[str, Any], found: list[Violation]) -> None:
    for number, tag in _items(metadata, "tags"):
        _demand(formats.is_tag, tag, f"metadata.tags.{number}", formats.TAG_RULE, found)
    for number, link in _items(metadata, "links"):
        if isinstance(link, dict):
            _check_link(link, f"metadata.links.{number}", found)


def _check_link(link: dict[str, Any], path: str, found: list[Violation]) -> None:
    _demand(is_url, link["url"], f"{path}.url", "an absolute URL", found)
    blank = (name for name in ("title", "icon") if name in link and not link[name].strip(_JS_SPACE))
    found.extend(Violation(f"{path}.{name}", "must not be blank") for name in blank)


def _items(metadata: dict[str, Any], name: str) -> Iterable[tuple[int, Any]]:
    value = metadata.get(name)
    return enumerate(value) if isinstance(value, list) else ()


def _demand(valid: Callable[[str], bool], value: str, path: str, rule: str, found: list[Violation]) -> None:
    if type(value) is str and not valid(value):
        found.append(Violation(path, f'"{shorten(value)}" must be {rule}'))


def shorten(value: str, most: int = 80) -> str:
    """A value fit for a message: one line, not longer than ``most`` characters."""
    value = " ".join(value.split())
    return value if len(value) <= most else f"{value[: most - 3]}..."
