"""Entities and edges of the refs that a reconciliation touched: who is in force, and what that changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from catalog.actions.ended_decisions import end_choices, end_keepings
from catalog.actions.entity_rows import (
    ENTITY_WRITTEN,
    NEW_ENTITY,
    Former,
    describe_change,
    fill_entity,
    is_as_before,
    new_entity,
)
from catalog.actions.reconcile_descriptors import Look
from catalog.core.contention import Candidate, Chosen, choose_in_force
from catalog.core.descriptors.stored import relations_of
from catalog.models import ChangeLog, Descriptor, DescriptorChoice, Edge, Entity, Keeping
from catalog.models.bulk import among, among_ids, delete_rows, insert_rows, insert_values, update_rows

EdgeKey = tuple[str, str, str]
State = Descriptor.State


@dataclass(slots=True)
class EntityChanges:
    """What happened to entities, by ref, and the ends of edges that came or went.

    `moved` are those that say the same as before at another place.
    """

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    moved: set[str] = field(default_factory=set)
    edge_ends: set[str] = field(default_factory=set)


def lock_entities(refs: Sequence[str], now: datetime) -> dict[str, Entity]:
    """The rows of `refs`, made where missing (as removed, until something is in force) and locked in ref order."""
    insert_values(Entity, NEW_ENTITY, [new_entity(ref, now) for ref in refs], ignore_conflicts=True)
    rows = Entity.objects.filter(ref__in=among(refs)).order_by("ref").select_for_update()
    return {row.ref: row for row in rows}


def settle_entities(
    look: Look,
    entities: Mapping[str, Entity],
    gone: Sequence[Descriptor],
    *,
    afresh: bool = False,
    former_paths: Mapping[int, str] | None = None,
) -> EntityChanges:
    """Decide who is in force for each locked ref and write descriptors' states, edges, entities and the change log.

    A person's decision whose object is gone ends here. `afresh`: as if none of the descriptors were in force yet.
    `former_paths`: those of descriptors whose file was moved, by id.
    """
    stored = Descriptor.objects.filter(ref__in=among(entities)).exclude(state=State.BROKEN)
    rows = list(stored.prefetch_related("origin"))  # joined, each would get an origin of its own
    former = {row.ref: _at(row, former_paths or {}) for row in rows if row.state == State.IN_FORCE}
    gone_ids = {row.pk for row in gone}
    present: defaultdict[str, list[Descriptor]] = defaultdict(list)
    for row in rows:
        if row.pk not in gone_ids:
            present[row.ref].append(row)
    choices = end_choices(look, entities, present)
    holders = {ref: _holder(look, present[ref], choices.get(ref), afresh=afresh) for ref in entities}
    gone = [*gone, *_drop_stand_ins(holders, present)]
    end_keepings(look, entities, present)
    changes = EntityChanges()
    changes.edge_ends = _settle_edges(holders, [*gone, *(row for rows in present.values() for row in rows)])
    delete_rows(Descriptor, sorted(row.pk for row in gone))
    _settle_states(holders, present, entities)
    _write_entities(look, entities, holders, former, changes)
    return changes


def _at(row: Descriptor, former_paths: Mapping[int, str]) -> Former:
    return Former(row, former_paths.get(row.pk, row.path))


def _drop_stand_ins(
    holders: Mapping[str, Descriptor | None], present: Mapping[str, list[Descriptor]]
) -> list[Descriptor]:
    """Take out what a person kept of each ref that a file declares now."""
    dropped = []
    for ref, rows in present.items():
        holder = holders.get(ref)
        if holder is not None and holder.stage != Keeping.STAGE:
            dropped += [row for row in rows if row.stage == Keeping.STAGE]
            rows[:] = [row for row in rows if row.stage != Keeping.STAGE]
    return dropped


def _holder(
    look: Look, rows: Sequence[Descriptor], choice: DescriptorChoice | None, *, afresh: bool
) -> Descriptor | None:
    candidates = [
        Candidate(
            id=row.pk,
            seen_at=row.first_seen_at,
            origin=row.origin.name,
            path=row.path,
            doc_index=row.doc_index,
            is_in_force=row.state == State.IN_FORCE and not afresh,
            is_new=row.entity_id is None and row.origin_id == look.origin.pk,
            origin_id=row.origin_id,
            is_stand_in=row.stage == Keeping.STAGE,
        )
        for row in rows
    ]
    chosen = Chosen(choice.origin_id, choice.path, choice.doc_index) if choice and choice.origin_id else None
    found = choose_in_force(candidates, chosen)
    return next((row for row in rows if row.pk == found), None)


def _settle_edges(holders: Mapping[str, Descriptor | None], rows: Iterable[Descriptor]) -> set[str]:
    """Give each descriptor in force its edges and take them from the others; returns the ends of what changed."""
    stored: defaultdict[int, set[EdgeKey]] = defaultdict(set)
    declared = Edge.objects.filter(declared_by__in=among_ids([row.pk for row in rows]))
    edges = list(declared.values_list("pk", "declared_by_id", "source_ref", "type", "target_ref"))
    for _, declarer, *key in edges:
        stored[declarer].add((key[0], key[1], key[2]))
    wanted = {row.pk: set(relations_of(orjson.loads(row.body_json))) for row in holders.values() if row is not None}
    differing = {pk for pk in stored.keys() | wanted.keys() if stored.get(pk, set()) != wanted.get(pk, set())}
    if not differing:
        return set()
    delete_rows(Edge, [pk for pk, declarer, *_ in edges if declarer in differing])
    fresh = [(pk, *key) for pk in sorted(differing) for key in sorted(wanted.get(pk, ()))]
    insert_values(Edge, ("declared_by_id", "source_ref", "type", "target_ref"), fresh)
    return {end for pk in differing for key in stored[pk] ^ wanted.get(pk, set()) for end in (key[0], key[2])}


def _settle_states(
    holders: Mapping[str, Descriptor | None],
    present: Mapping[str, Sequence[Descriptor]],
    entities: Mapping[str, Entity],
) -> None:
    """First those that give way, then those that take over: one in force per ref is a constraint at every moment."""
    lost: list[Descriptor] = []
    won: list[Descriptor] = []
    for ref, entity in entities.items():
        for row in present.get(ref, ()):
            holder = holders[ref]
            state = State.IN_FORCE if holder is not None and row.pk == holder.pk else State.CONTENDER
            if (row.state, row.entity_id) != (state, entity.pk):
                row.state, row.entity_id = state, entity.pk
                (won if state == State.IN_FORCE else lost).append(row)
    update_rows(lost, ("state", "entity_id"))
    update_rows(won, ("state", "entity_id"))


def _write_entities(
    look: Look,
    entities: Mapping[str, Entity],
    holders: Mapping[str, Descriptor | None],
    former: Mapping[str, Former],
    changes: EntityChanges,
) -> None:
    written: list[Entity] = []
    log: list[ChangeLog] = []
    for ref, entity in entities.items():
        before: dict[str, Any] = {name: getattr(entity, name) for name in ENTITY_WRITTEN}
        fill_entity(entity, holders[ref], look.now)
        change = describe_change(before, entity, holders[ref], former.get(ref), look)
        log += [change] if change else []
        if change is None or is_as_before(before, entity):
            changes.moved |= {ref} if _is_another(holders[ref], former.get(ref)) else set()
            continue
        written.append(entity)
        match change.action:
            case ChangeLog.Action.ADDED | ChangeLog.Action.REVIVED:
                changes.added.append(ref)
            case ChangeLog.Action.REMOVED:
                changes.removed.append(ref)
            case _:
                changes.changed.append(ref)
    update_rows(written, ENTITY_WRITTEN)
    insert_rows(log)


def _is_another(holder: Descriptor | None, former: Former | None) -> bool:
    return holder is not None and former is not None and holder.pk != former.descriptor.pk
