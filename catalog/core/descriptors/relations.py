"""The relations an entity declares, each in both directions, as Backstage's processors emit them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal

from catalog.core.descriptors.kinds import RefField
from catalog.core.descriptors.model import LocationTarget, Relation
from catalog.core.descriptors.schema import Unread
from catalog.core.refs import EntityRef, RefError, parse_ref


class RelationFault(Exception):  # noqa: N818 - a fault of the file, not of the program
    """A reference that cannot be read; ``path`` is the dotted path it stands at."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(message)
        self.path = path
        self.message = message


def find_relations(ref: EntityRef, spec: dict[str, Any], fields: Sequence[RefField]) -> dict[Relation, str]:
    """All relations of an entity, every one once, with the dotted path at which it is named first.

    Raises RelationFault at the first reference that cannot be read.
    """
    own = str(ref)
    found: dict[Relation, str] = {}
    for field in fields:
        for path, target in _targets(ref, spec, field):
            found.setdefault(Relation(field.forward, own, target), path)
            found.setdefault(Relation(field.backward, target, own), path)
    return found


def _targets(ref: EntityRef, spec: dict[str, Any], field: RefField) -> Iterator[tuple[str, str]]:
    value = spec.get(field.name)
    if isinstance(value, Unread) or not (value or isinstance(value, dict)):
        return
    for path, item in _flatten(value, f"spec.{field.name}"):
        try:
            yield path, str(_read_target(item, field, ref.namespace))
        except RefError as error:
            raise RelationFault(path, str(error)) from None


def _flatten(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """The items of a list, or the value itself, with their paths."""
    if isinstance(value, list):
        yield from ((f"{path}.{number}", item) for number, item in enumerate(value))
    else:
        yield path, value


def _read_target(item: Any, field: RefField, namespace: str) -> EntityRef:
    """A reference as text, or as a mapping of its parts where no schema forbids that."""
    if isinstance(item, str):
        return parse_ref(item, field.default_kind, namespace)
    parts = item if isinstance(item, dict) else {}
    kind, name = parts.get("kind") or field.default_kind, parts.get("name")
    namespace = parts.get("namespace") or namespace
    if not (isinstance(kind, str) and isinstance(namespace, str) and isinstance(name, str) and name):
        raise RefError("a reference must be text such as component:default/name")
    return EntityRef(kind, namespace, name)


def find_locations(spec: dict[str, Any]) -> tuple[LocationTarget, ...]:
    """The targets of a Location as written, those of ``target`` first."""
    presence: Literal["optional", "required"] = "optional" if spec.get("presence") == "optional" else "required"
    targets = [spec.get("target"), *(_list(spec.get("targets")))]
    return tuple(LocationTarget(spec.get("type"), target, presence) for target in targets if _is_plain_text(target))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _is_plain_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value) and not isinstance(value, Unread)
