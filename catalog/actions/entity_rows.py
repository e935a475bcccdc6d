"""One entity's row: made for a ref, filled from the descriptor in force, and how it differs from before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

import orjson

from catalog.actions.reconcile_descriptors import Look
from catalog.core.changes import diff_entities
from catalog.core.refs import parse_ref
from catalog.core.shown_names import clean_name
from catalog.models import ChangeLog, Descriptor, Entity

ENTITY_WRITTEN = (
    "kind", "namespace", "name", "title", "description", "type", "lifecycle", "owner_text", "source_id", "body_json",
    "error", "changed_at", "removed_at",
)  # fmt: skip
NEW_ENTITY = ("ref", "kind", "namespace", "name", "first_seen_at", "changed_at", "removed_at")
Action = ChangeLog.Action
#: in the change log of what was removed: where in its file it stood, at which commit
PLACE = "(place)"
#: in the change log of what is declared in another place than before: repository and path, then and now
FILE = "(file)"
_PLACE_FIELDS = ("commit", "line", "owner_line", "doc_index")


class Former(NamedTuple):
    """The descriptor that was in force before, and the path that its file had."""

    descriptor: Descriptor
    path: str


def new_entity(ref: str, now: datetime) -> tuple[Any, ...]:
    """The values `NEW_ENTITY` of a ref seen for the first time; it is removed until a descriptor is in force."""
    parts = parse_ref(ref)
    return ref, parts.kind[:63], parts.namespace[:63], parts.name[:63], now, now, now


def fill_entity(entity: Entity, holder: Descriptor | None, now: datetime) -> None:
    """Let the row say what the descriptor in force says; without one it is removed and keeps what it last said."""
    if holder is None:
        entity.removed_at = entity.removed_at or now
        return
    body = orjson.loads(holder.body_json)
    metadata, spec = body.get("metadata") or {}, body.get("spec") or {}
    entity.kind = str(body.get("kind", entity.kind))[:63]
    entity.namespace = str(metadata.get("namespace", entity.namespace))[:63]
    entity.name = str(metadata.get("name", entity.name))[:63]
    entity.title = clean_name(_text(metadata.get("title"), 500))
    entity.description = _text(metadata.get("description"), 5000)
    entity.type, entity.lifecycle = _text(spec.get("type"), 200), _text(spec.get("lifecycle"), 200)
    entity.owner_text = _text(spec.get("owner"), 500)
    entity.source_id = holder.origin.source_id
    entity.body_json, entity.error = holder.body_json, holder.error
    entity.removed_at = None


def describe_change(
    before: Mapping[str, Any], entity: Entity, holder: Descriptor | None, former: Former | None, look: Look
) -> ChangeLog | None:
    """The entry of the change log for what `fill_entity` did to the row, or None if it did nothing.

    `former` is the descriptor that was in force before, if any. One that says the same in another place has an entry
    of its own, and leaves the row as it was.
    """
    moved = _say_move(holder, former)
    if not is_as_before(before, entity):
        entity.changed_at = look.now
        action, fields = _say_change(before, entity, former, look)
    elif moved:
        action, fields = Action.CHANGED, {}
    else:
        return None
    return ChangeLog(
        subject_ref=entity.ref,
        action=action,
        fields=fields | moved,
        actor_ref=look.actor_ref,
        **_place(holder, former, look),
        at=look.now,
    )


def _say_change(
    before: Mapping[str, Any], entity: Entity, former: Former | None, look: Look
) -> tuple[ChangeLog.Action, dict[str, Any]]:
    """What happened, and which fields say something else."""
    if entity.removed_at:
        place = {name: getattr(former.descriptor, name) for name in _PLACE_FIELDS} if former is not None else None
        return Action.REMOVED, {PLACE: [place, None]} if place else {}
    if before["removed_at"]:
        return (Action.ADDED if entity.first_seen_at == look.now else Action.REVIVED), {}
    fields: dict[str, Any] = diff_entities(orjson.loads(before["body_json"]), orjson.loads(entity.body_json))
    if before["error"] != entity.error:
        fields["(error)"] = [before["error"], entity.error]
    return Action.CHANGED, fields


def is_as_before(before: Mapping[str, Any], entity: Entity) -> bool:
    """Whether the row says what it said before."""
    return all(getattr(entity, name) == value for name, value in before.items())


def _say_move(holder: Descriptor | None, former: Former | None) -> dict[str, Any]:
    """From which file of which repository to which; nothing where it is the same one."""
    if holder is None or former is None:
        return {}
    before, path = former
    if (holder.origin_id, holder.path) == (before.origin_id, path):
        return {}
    return {FILE: [_name_file(before, path), _name_file(holder, holder.path)]}


def _name_file(descriptor: Descriptor, path: str) -> str:
    return f"{descriptor.origin.name}: {path}" if path else descriptor.origin.name


def _place(holder: Descriptor | None, former: Former | None, look: Look) -> dict[str, Any]:
    """Where what counts now stands, or where what is gone stood; and whose descriptor counted before, if another's."""
    before = former.descriptor if former is not None else None
    shown = holder or before
    if shown is None:
        return {"origin": look.origin, "commit": look.commit}
    return {
        "origin": shown.origin,
        "former_origin": before.origin if before is not None and before.origin_id != shown.origin_id else None,
        "commit": look.commit if shown.origin_id == look.origin.pk else shown.commit,
        "path": shown.path,
    }


def _text(value: Any, limit: int) -> str:
    return value[:limit] if isinstance(value, str) else ""
