"""One entity as it is served: what its descriptor says, with relations, identity, annotations and status."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import orjson

from catalog.core.descriptors.kinds import CUSTOM_REFS, find_kind
from catalog.core.descriptors.relations import RelationFault, find_relations
from catalog.core.descriptors.schema import Violation
from catalog.core.refs import EntityRef
from catalog.core.served.places import EDIT_URL, VIEW_URL, Place, list_annotations

PROCESSING = "backstage.io/catalog-processing"
#: type and target ref
Relation = tuple[str, str]

_REF = EntityRef("component", "default", "any")  # whose owner is read does not matter
_SHA1 = re.compile(r"[0-9a-f]{40}")
# A link that runs a script when it is clicked on; browsers skip the characters between.
_SCRIPT = re.compile(r"[\x00-\x20]*" + r"[\t\n\r]*".join("javascript:"), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Served:
    """An entity ready to be sent. `etag` changes with anything in `text`."""

    entity: dict[str, Any]
    text: str
    etag: str


def serve_entity(body: dict[str, Any], uid: str, place: Place, relations: Iterable[Relation], error: str) -> Served:
    """The entity whose descriptor says `body`; with an `error` it carries `status.items`, as in Backstage."""
    entity = {**annotate_entity(body, place), "relations": _write_relations(relations)}
    if error:
        entity["status"] = {"items": [_status_item(error)]}
    entity["metadata"].pop("uid", None)
    return _seal(entity, uid)


def annotate_entity(body: dict[str, Any], place: Place) -> dict[str, Any]:
    """The entity with its annotations alone, as before anything else is known of it."""
    return {**body, "metadata": {**body["metadata"], "annotations": _annotate(body["metadata"], place)}}


def serve_last_good(text: str, relations: Iterable[Relation], error: str) -> Served:
    """The entity as it was served last, `text`, with the relations it has now and what is wrong with its descriptor."""
    entity = orjson.loads(text)
    uid, etag = entity["metadata"].pop("uid"), entity["metadata"].pop("etag")
    if not _SHA1.fullmatch(etag):
        entity["metadata"]["etag"] = etag  # given by the descriptor
    entity["relations"] = _write_relations(relations)
    entity["status"] = {"items": [_status_item(error)]}
    return _seal(entity, uid)


def _seal(entity: dict[str, Any], uid: str) -> Served:
    etag = hashlib.sha1(orjson.dumps(entity, option=orjson.OPT_SORT_KEYS), usedforsecurity=False).hexdigest()
    entity["metadata"] = {**entity["metadata"], "uid": uid, "etag": entity["metadata"].get("etag") or etag}
    return Served(entity, orjson.dumps(entity).decode(), etag)


def merge_relations(text: str, etag: str, relations: Iterable[Relation]) -> tuple[str, str]:
    """Text and etag of a served entity with further relations, for those who may see them."""
    entity = orjson.loads(text)
    known = {(item["type"], item["targetRef"]) for item in entity["relations"]}
    merged = sorted(known | set(relations))
    if len(merged) == len(known):
        return text, etag
    entity["relations"] = _write_relations(merged)
    new = hashlib.sha1(orjson.dumps([etag, merged]), usedforsecurity=False).hexdigest()
    if entity["metadata"]["etag"] == etag:
        entity["metadata"]["etag"] = new
    return orjson.dumps(entity).decode(), new


def is_refused_for_owner(body: dict[str, Any]) -> bool:
    """Whether Backstage would refuse the entity because of its owner: missing, empty, or no reference."""
    kind, spec = find_kind(body["apiVersion"], body["kind"]), body.get("spec")
    refs = kind.refs if kind is not None else CUSTOM_REFS
    owner = [field for field in refs if field.name == "owner"]
    if kind is not None and kind.needs_owner:
        found: list[Violation] = []
        kind.check(spec, "spec", found)
        if any(violation.path == "spec.owner" for violation in found):
            return True
    try:
        find_relations(_REF, spec if isinstance(spec, dict) else {}, owner)
    except RelationFault:
        return True
    return False


def _annotate(metadata: dict[str, Any], place: Place) -> dict[str, Any]:
    always, otherwise = list_annotations(place)
    given = metadata.get("annotations") or {}
    dangerous = [key for key in (VIEW_URL, EDIT_URL) if _SCRIPT.match(str(given.get(key, "")))]
    return {**otherwise, **{key: value for key, value in given.items() if key not in dangerous}, **always}


def _write_relations(relations: Iterable[Relation]) -> list[dict[str, str]]:
    return [{"type": type_, "targetRef": target} for type_, target in sorted(set(relations))]


def _status_item(error: str) -> dict[str, Any]:
    return {
        "type": PROCESSING,
        "level": "error",
        "message": f"InputError: {error}",
        "error": {"name": "InputError", "message": error},
    }
