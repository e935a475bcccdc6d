"""What stitching looks at together, read with a number of queries that does not depend on how many refs there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import orjson
from django.db.models import Q, QuerySet

from catalog.core.descriptors.stored import relations_of
from catalog.core.served.entity import is_refused_for_owner
from catalog.core.served.places import Place
from catalog.models import Descriptor, Edge, Entity, Origin, ServedEntity
from catalog.models.bulk import among, among_ids

#: type, target ref, id of the source it was read in (0: none)
SourcedRelation = tuple[str, str, int]
IN_FORCE = Q(state=Descriptor.State.IN_FORCE)


class EntityState(NamedTuple):
    """An entity as its row says."""

    id: int
    ref: str
    uid: UUID
    body_json: str
    relations_json: str
    etag: str
    source_id: int | None
    error: str
    removed_at: datetime | None

    def is_refused(self) -> bool:
        """Whether Backstage would not have the entity as it stands, and would go on with what it had before."""
        return self.removed_at is None and bool(self.error) and is_refused_for_owner(orjson.loads(self.body_json))


class ServedState(NamedTuple):
    """An entity as it is served."""

    id: int
    slot: int
    ref: str
    source_key: int
    etag: str
    text: str
    guarded: str
    last_good: str
    place: str
    search_text: str


@dataclass(slots=True)
class Batch:
    """By ref: entities as they are, how they are served, where they are declared, which relations they have.

    `last_good` holds, of entities that Backstage would refuse as they stand now, what was served before. `kept` are
    relations that these said. `restricted` are the ids of the sources not open to everyone.
    """

    restricted: frozenset[int]
    entities: dict[str, EntityState] = field(default_factory=dict)
    served: dict[str, ServedState] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    edges: dict[str, set[SourcedRelation]] = field(default_factory=dict)
    kept: dict[str, set[SourcedRelation]] = field(default_factory=dict)
    last_good: dict[str, str] = field(default_factory=dict)


def load_batch(refs: set[str], *, restricted: frozenset[int], regrouped: set[int]) -> Batch:
    """Read what concerns `refs`, and the refs with relations read in the sources `regrouped`."""
    batch, wanted = Batch(restricted), set(refs)
    if regrouped:
        edges = Edge.objects.filter(declared_by__origin__source__in=regrouped)
        wanted |= set(edges.values_list("source_ref", flat=True).distinct())
    _load_entities(batch, wanted)
    _load_last_good(batch, wanted)
    batch.places = _list_places(Descriptor.objects.filter(IN_FORCE, ref__in=among(sorted(wanted))))
    batch.edges = _list_edges(wanted)
    return batch


def list_moved(origin_ids: Collection[int]) -> list[str]:
    """Refs of entities whose repository has another address or branch than when they were served last."""
    if not origin_ids:
        return []
    in_force = Descriptor.objects.filter(IN_FORCE, origin__in=among_ids(origin_ids))
    served = ServedEntity.objects.filter(entity__descriptors__in=in_force)
    before = dict(served.values_list("ref", "place"))
    return [ref for ref, place in _list_places(in_force).items() if before.get(ref, "") not in ("", place.location_ref)]


def _list_places(rows: QuerySet[Descriptor]) -> dict[str, Place]:
    """Where documents stand, by ref."""
    names = ("ref", "path", "commit", "origin__kind", "origin__name", "origin__location", "origin__remote_url")
    found = {}
    for ref, path, commit, kind, name, location, remote_url, branch in rows.values_list(*names, "origin__branch"):
        if kind == Origin.Kind.URL:
            found[ref] = Place(path or location, registered_url=location)
        else:
            found[ref] = Place(path, name, remote_url, branch or commit)
    return found


def _load_entities(batch: Batch, refs: Iterable[str]) -> None:
    wanted = among(sorted(refs))
    entities = Entity.objects.filter(ref__in=wanted).values_list(*EntityState._fields)
    batch.entities |= {row[1]: EntityState._make(row) for row in entities}
    served = ServedEntity.objects.filter(ref__in=wanted).values_list(*ServedState._fields)
    batch.served |= {row[2]: ServedState._make(row) for row in served}


def _load_last_good(batch: Batch, wanted: set[str]) -> None:
    """Find last good states, and let `wanted` grow by the other ends of relations that come or go with one."""
    rows = list(ServedEntity.objects.exclude(last_good="").values_list("ref", "last_good", "source_key"))
    stored = {ref: text for ref, text, _ in rows}
    sources = {ref: source_key for ref, _, source_key in rows}
    texts = {ref: text for ref, text in stored.items() if ref not in wanted}
    for ref in wanted & batch.served.keys():
        entity = batch.entities.get(ref)
        if entity is not None and entity.is_refused():
            row = batch.served[ref]
            batch.last_good[ref] = texts[ref] = row.last_good or row.text
            sources[ref] = row.source_key
    before = {ref: set(relations_of(orjson.loads(text))) for ref, text in stored.items()}
    after = {ref: set(relations_of(orjson.loads(text))) for ref, text in texts.items()}
    changed = {edge for ref in before.keys() | after.keys() for edge in before.get(ref, set()) ^ after.get(ref, set())}
    ends = {edge[0] for edge in changed} - wanted
    if ends:
        _load_entities(batch, ends)
        wanted |= ends
    kept: defaultdict[str, set[SourcedRelation]] = defaultdict(set)
    for ref, relations in after.items():
        for source_ref, type_, target_ref in relations:
            kept[source_ref].add((type_, target_ref, sources[ref]))
    batch.kept = kept


def _list_edges(refs: Iterable[str]) -> dict[str, set[SourcedRelation]]:
    found: defaultdict[str, set[SourcedRelation]] = defaultdict(set)
    rows = Edge.objects.filter(source_ref__in=among(sorted(refs)))
    names = ("source_ref", "type", "target_ref", "declared_by__origin__source_id")
    for source_ref, type_, target_ref, source_id in rows.values_list(*names):
        found[source_ref].add((type_, target_ref, source_id or 0))
    return found
