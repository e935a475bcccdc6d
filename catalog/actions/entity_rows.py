"""One entity's row: made for a ref, filled from the descriptor in force, and how it differs from before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson

from catalog.actions.reconcile_descriptors import Look
from catalog.core.changes import diff_entities
from catalog.core.refs import parse_ref
from catalog.models import ChangeLog, Descriptor, Entity

ENTITY_WRITTEN = (
    "kind", "namespace", "name", "title", "description", "type", "lifecycle", "owner_text", "source_id", "body_json",
    "error", "changed_at", "removed_at",
)  # fmt: skip
NEW_ENTITY = ("ref", "kind", "namespace", "name", "first_seen_at", "changed_at", "removed_at")
Action = ChangeLog.Action
#: in the change log of what was removed: where in its file it stood, at which commit
PLACE = "(place)"
_PLACE_FIELDS = ("commit", "line", "owner_line", "doc_index")


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
    entity.title = _text(metadata.get("title"), 500)
    entity.description = _text(metadata.get("description"), 5000)
    entity.type, entity.lifecycle = _text(spec.get("type"), 200), _text(spec.get("lifecycle"), 200)
    entity.owner_text = _text(spec.get("owner"), 500)
    entity.source_id = holder.origin.source_id
    entity.body_json, entity.error = holder.body_json, holder.error
    entity.removed_at = None


def describe_change(
    before: Mapping[str, Any], entity: Entity, holder: Descriptor | None, former: Descriptor | None, look: Look
) -> ChangeLog | None:
    """The entry of the change log for what `fill_entity` did to the row, or None if it did nothing.

    `former` is the descriptor that was in force before, if any.
    """
    if all(getattr(entity, name) == value for name, value in before.items()):
        return None
    entity.changed_at = look.now
    fields: dict[str, Any] = {}
    if entity.removed_at:
        action = Action.REMOVED
        if former is not None:
            fields[PLACE] = [{name: getattr(former, name) for name in _PLACE_FIELDS}, None]
    elif before["removed_at"]:
        action = Action.ADDED if entity.first_seen_at == look.now else Action.REVIVED
    else:
        action = Action.CHANGED
        fields = diff_entities(orjson.loads(before["body_json"]), orjson.loads(entity.body_json))
        if before["error"] != entity.error:
            fields["(error)"] = [before["error"], entity.error]
    return ChangeLog(
        subject_ref=entity.ref,
        action=action,
        fields=fields,
        actor_ref=look.actor_ref,
        **_place(holder, former, look),
        at=look.now,
    )


def _place(holder: Descriptor | None, former: Descriptor | None, look: Look) -> dict[str, Any]:
    """Where what counts now stands, or where what is gone stood; and whose descriptor counted before, if another's."""
    shown = holder or former
    if shown is None:
        return {"origin": look.origin, "commit": look.commit}
    return {
        "origin": shown.origin,
        "former_origin": former.origin if former is not None and former.origin_id != shown.origin_id else None,
        "commit": look.commit if shown.origin_id == look.origin.pk else shown.commit,
        "path": shown.path,
    }


def _text(value: Any, limit: int) -> str:
    return value[:limit] if isinstance(value, str) else ""
