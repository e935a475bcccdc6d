"""Serving entities: what the catalog API is answered from, brought to what a batch says. Only stitching calls this."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

import orjson

from catalog.actions.search_terms import TermChanges
from catalog.actions.stitch_batch import Batch, EntityState, ServedState
from catalog.core.search.rows import SearchRows, list_relation_rows, list_search_rows
from catalog.core.served.entity import Relation, serve_entity, serve_last_good
from catalog.core.served.texts import list_texts
from catalog.models import ServedEntity, ServedVersion
from catalog.models.bulk import delete_rows, insert_values, update_values
from catalog.models.served import SOURCE_KEY, TEXT_KEY

_COMPARED = ("source_key", "etag", "text", "guarded", "last_good", "place", "search_text")
_IDENTITY = ("slot", "entity_id", "ref", "uid")

#: guard, type, target ref
GuardedRelation = tuple[int, str, str]


@dataclass(slots=True)
class Result:
    """How an entity is to be served. `written` are the columns `_COMPARED`: the text is a tenth of its data."""

    entity: EntityState
    guarded: list[GuardedRelation]
    written: tuple[int, str, str, str, str, str, str]


def write_served(batch: Batch, version: ServedVersion, restricted: list[int]) -> None:
    """Serve the entities of the batch as they are now; what comes out as before is not written."""
    writer = _Writer()
    for ref in sorted(batch.entities.keys() | batch.served.keys()):
        writer.settle(batch.served.get(ref), _serve(ref, batch))
    if writer.has_changes or restricted != version.guarded:
        version.token, version.guarded = secrets.token_hex(8), restricted
        writer.write(version.token)
        version.save()


def _serve(ref: str, batch: Batch) -> Result | None:
    """How the entity is to be served; None if it is not."""
    entity, place = batch.entities.get(ref), batch.places.get(ref)
    if entity is None or entity.removed_at is not None or place is None:
        return None
    own_source = entity.source_id or 0
    shown, guarded = _group_relations(ref, batch, own_source)
    last_good = batch.last_good.get(ref, "")
    if last_good:
        served = serve_last_good(last_good, shown, entity.error)
    elif entity.is_refused():
        return None
    else:
        served = serve_entity(orjson.loads(entity.body_json), str(entity.uid), place, shown, entity.error)
    guarded_json = orjson.dumps(guarded).decode() if guarded else ""
    texts = list_texts(served.entity)
    written = (own_source, served.etag, served.text, guarded_json, last_good, place.location_ref, texts)
    return Result(entity, guarded, written)


def _group_relations(ref: str, batch: Batch, own_source: int) -> tuple[set[Relation], list[GuardedRelation]]:
    """Relations that whoever sees the entity sees, and those only to be seen by who may see the source as well.

    One that is declared in an open source too is open.
    """
    relations = batch.edges.get(ref, set()) | batch.kept.get(ref, set())
    is_guarded = {key: key[2] in batch.restricted and key[2] != own_source for key in relations}
    shown = {(type_, target) for (type_, target, _), guarded in is_guarded.items() if not guarded}
    hidden = {(source, type_, target) for (type_, target, source), guarded in is_guarded.items() if guarded}
    return shown, sorted(relation for relation in hidden if relation[1:] not in shown)


class _Writer:
    """Gathers what differs, and writes it at once."""

    def __init__(self) -> None:
        self._terms = TermChanges()
        self._new: list[Result] = []
        self._changed: list[tuple[Any, ...]] = []
        self._gone: list[int] = []

    @property
    def has_changes(self) -> bool:
        """Whether anything differs."""
        return bool(self._new or self._changed or self._gone)

    def settle(self, before: ServedState | None, after: Result | None) -> None:
        """Compare one entity as it is served with how it is to be served."""
        if before is None:
            if after is not None:
                self._new.append(after)
        elif after is None:
            self._gone.append(before.id)
            self._index(before.slot, before, None)
        elif before[3:] != after.written:
            self._changed.append((before.id, *after.written))
            self._index(before.slot, before, after)

    def write(self, token: str) -> None:
        """Write entities and search terms."""
        slots = self._find_slots() if self._new else []
        for slot, result in zip(slots, self._new, strict=True):
            self._index(slot, None, result)
        delete_rows(ServedEntity, self._gone)
        update_values(ServedEntity, _COMPARED, self._changed)
        rows = [
            (slot, new.entity.id, new.entity.ref, new.entity.uid, *new.written)
            for slot, new in zip(slots, self._new, strict=True)
        ]
        insert_values(ServedEntity, (*_IDENTITY, *_COMPARED), rows)
        self._terms.write(token)

    def _find_slots(self) -> list[int]:
        """The lowest slots that are free, one for each new entity."""
        gone = set(self._gone)
        taken = {slot for pk, slot in ServedEntity.objects.values_list("pk", "slot") if pk not in gone}
        free = (slot for slot in range(len(taken) + len(self._new)) if slot not in taken)
        return list(islice(free, len(self._new)))

    def _index(self, slot: int, before: ServedState | None, after: Result | None) -> None:
        old = SearchRows() if before is None else _rows(orjson.loads(before.text), before.source_key)
        new = SearchRows() if after is None else _rows(orjson.loads(after.written[2]), after.written[0])
        self._terms.replace(slot, old, new)
        guarded_before = _group(orjson.loads(before.guarded) if before is not None and before.guarded else ())
        guarded_after = _group(after.guarded if after is not None else ())
        for guard in guarded_before.keys() | guarded_after.keys():
            old, new = guarded_before.get(guard, SearchRows()), guarded_after.get(guard, SearchRows())
            self._terms.replace(slot, old, new, guard)
        if (before.search_text if before else "") != (after.written[-1] if after else ""):
            self._terms.touch(TEXT_KEY)


def _rows(entity: dict[str, Any], source_key: int) -> SearchRows:
    found = list_search_rows(entity)
    found.keys.add(SOURCE_KEY)
    found.rows.add((SOURCE_KEY, str(source_key), str(source_key)))
    return found


def _group(relations: Iterable[GuardedRelation]) -> dict[int, SearchRows]:
    by_guard: defaultdict[int, list[Relation]] = defaultdict(list)
    for guard, type_, target in relations:
        by_guard[guard].append((type_, target))
    return {guard: list_relation_rows(found) for guard, found in by_guard.items()}
