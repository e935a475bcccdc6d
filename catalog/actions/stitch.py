"""Stitching: the relations an entity has, and the entity as it is served, rebuilt where anything changed.

A consumer of pending changes. Stitchers come one after the other; they lock the version first and entities after it, in
the order of refs, so that they never wait in a circle with a reconciliation, which locks entities in that order alone.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

import orjson

from catalog.actions.serve import write_served
from catalog.actions.stitch_batch import Batch, list_moved, load_batch
from catalog.models import Entity, ServedVersion, Source
from catalog.models.bulk import among_ids, update_values

CONSUMER = "stitch"
REPOSITORY_PREFIX = "repository:"


def stitch_entities(refs: list[str], now: datetime) -> None:  # noqa: ARG001  # the form of a consumer
    """Rebuild what is derived of the entities among `refs`, in ref order, writing only rows that come out different.

    Of a repository among them: those of its entities whose address has changed. A group that owns 3,000 components is
    rebuilt once for all of them, because pending refs are gathered first. Call inside a transaction.
    """
    version = _lock_version()
    restricted = sorted(Source.objects.filter(is_restricted=True).values_list("pk", flat=True))
    moved = list_moved([int(ref.removeprefix(REPOSITORY_PREFIX)) for ref in refs if ref.startswith(REPOSITORY_PREFIX)])
    wanted = {ref for ref in refs if not ref.startswith(REPOSITORY_PREFIX)} | set(moved)
    batch = load_batch(wanted, restricted=frozenset(restricted), regrouped=set(restricted) ^ set(version.guarded))
    _write_entities(batch)
    write_served(batch, version, restricted)


def _lock_version() -> ServedVersion:
    """The one row, locked until the transaction ends."""
    locked = ServedVersion.objects.select_for_update()
    version = locked.filter(pk=1).first()
    if version is None:
        ServedVersion.objects.get_or_create(pk=1)
        version = locked.get(pk=1)
    return version


def _write_entities(batch: Batch) -> None:
    written = []
    for ref in sorted(batch.entities):
        entity = batch.entities[ref]
        relations = sorted({(type_, target) for type_, target, _ in batch.edges.get(ref, ())})
        text = orjson.dumps([{"type": type_, "targetRef": target} for type_, target in relations]).decode()
        etag = hashlib.sha1(f"{entity.body_json}\n{text}".encode(), usedforsecurity=False).hexdigest()
        if (entity.relations_json, entity.etag) != (text, etag):
            written.append((entity.id, text, etag))
    if written:
        ids = among_ids([row[0] for row in written])
        list(Entity.objects.filter(pk__in=ids).order_by("ref").select_for_update().values_list("pk"))
    update_values(Entity, ("relations_json", "etag"), written)
