"""Bringing the catalog to what one origin says now, in one transaction with a fixed number of queries.

Entities are locked in the order of their refs, so two origins that declare the same refs never wait for each other in
a circle. The other ends of changed edges are not locked: they are written down as pending changes and stitched later.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from catalog.actions.pending import Change, queue_all
from catalog.actions.reconcile_descriptors import Look, change_descriptors
from catalog.actions.reconcile_entities import EntityChanges, lock_entities, settle_entities
from catalog.core.reading import OriginReading
from catalog.core.reconcile import Known, plan_origin
from catalog.models import Descriptor, Keeping, Origin


@dataclass(slots=True)
class Reconciled:
    """What a reconciliation did: refs by what happened to them, and how many documents are broken now."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    broken: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether the catalog already said this."""
        return not (self.added or self.changed or self.removed)


def reconcile_origin(
    origin: Origin,
    reading: OriginReading,
    seen_at: datetime,
    now: datetime,
    *,
    actor_ref: str = "scan",
    drop_kept: bool = False,
) -> Reconciled:
    """Make descriptors, entities and edges of `origin` say what `reading` says. Call inside a transaction.

    `seen_at` is when the pass was asked for: descriptors first seen in the same pass are ordered by repository, path
    and document, whichever worker was faster. Nothing is written where nothing changed. `drop_kept`: what people keep
    although no file declares it goes as well.
    """
    stored = {row.pk: row for row in Descriptor.objects.filter(origin=origin)}
    seen = [document.as_seen() for document in reading.documents]
    plan = plan_origin([_known(row, drop_kept=drop_kept) for row in stored.values()], seen)
    broken = sum(1 for document in reading.documents if document.error)
    if plan.is_empty:
        return Reconciled(broken=broken)
    look = Look(origin, reading.commit, seen_at, now, actor_ref)
    changes = change_descriptors(look, plan, stored, {(d.path, d.doc_index): d for d in reading.documents})
    entities = lock_entities(changes.refs, now)
    changes.write()
    gone, former_paths = changes.gone, changes.former_paths
    del stored, seen, changes  # tens of megabytes of a large origin, which settling reads anew
    settled = settle_entities(look, entities, gone, former_paths=former_paths)
    settled.moved |= {seen.ref for _, seen in plan.changed}  # claims name the line as well
    tell_settled(settled, now)
    return Reconciled(settled.added, settled.changed, settled.removed, broken)


def tell_settled(settled: EntityChanges, now: datetime) -> None:
    """Write down who still has to look at what was settled."""
    entities = {*settled.added, *settled.changed, *settled.removed, *settled.moved}
    queue_all({Change.ENTITY: entities, Change.RELATIONS: settled.edge_ends}, now)


def _known(row: Descriptor, *, drop_kept: bool) -> Known:
    ref = row.ref if row.state != Descriptor.State.BROKEN else ""
    is_stand_in = row.stage == Keeping.STAGE and not drop_kept
    return Known(row.pk, row.path, row.doc_index, ref, row.digest, row.missing_since is not None, is_stand_in)
