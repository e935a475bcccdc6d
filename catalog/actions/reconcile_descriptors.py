"""The rows of one origin's descriptors, brought to what a plan says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from catalog.core.reading import ReadDocument
from catalog.core.reconcile import Plan
from catalog.models import Descriptor, Origin
from catalog.models.bulk import insert_rows, update_rows

KEPT_MESSAGE = "Missing from a file of which another document is broken; what it last said is kept."
WRITTEN = (
    "path", "doc_index", "location_ref", "ref", "digest", "line", "owner_line", "commit", "body_json", "stage", "error",
    "error_line", "error_commit", "warnings", "missing_since",
)  # fmt: skip

Documents = Mapping[tuple[str, int], ReadDocument]


@dataclass(slots=True)
class DescriptorChanges:
    """Rows to insert, to write and to delete; `refs` are those whose entities may change.

    `former_paths` are those of rows whose file has another path now, by id.
    """

    new: list[Descriptor] = field(default_factory=list)
    written: list[Descriptor] = field(default_factory=list)
    gone: list[Descriptor] = field(default_factory=list)
    former_paths: dict[int, str] = field(default_factory=dict)

    @property
    def refs(self) -> list[str]:
        """Refs that have or had an entity, ordered, without duplicates."""
        rows = [*self.new, *self.written, *self.gone]
        return sorted({row.ref for row in rows if row.state != Descriptor.State.BROKEN})

    def write(self) -> None:
        """Insert and update; what is gone is deleted with its edges, later."""
        insert_rows(self.new)
        update_rows(self.written, WRITTEN)


@dataclass(frozen=True, slots=True)
class Look:
    """One look at one origin: at which commit, in which pass, when, and on whose account."""

    origin: Origin
    commit: str
    seen_at: datetime
    now: datetime
    actor_ref: str = "scan"


def change_descriptors(
    look: Look, plan: Plan, stored: Mapping[int, Descriptor], documents: Documents
) -> DescriptorChanges:
    """The rows that `plan` adds, alters and drops. Writes nothing."""
    changes = DescriptorChanges()
    pairs = [*plan.changed, *plan.marked]
    changes.former_paths = {known.id: known.path for known, seen in pairs if known.path != seen.path}
    for known, seen in plan.changed:
        changes.written.append(_take_over(stored[known.id], documents[seen.path, seen.doc_index], look))
    for known, seen in plan.marked:
        changes.written.append(_mark(stored[known.id], documents[seen.path, seen.doc_index], look))
    for known in plan.kept:
        row = stored[known.id]
        row.missing_since, row.error_commit = look.now, look.commit
        row.stage, row.error, row.error_line = "kept", KEPT_MESSAGE, 0
        changes.written.append(row)
    changes.gone.extend(stored[known.id] for known in plan.gone)
    for seen in plan.new:
        document = documents[seen.path, seen.doc_index]
        state = Descriptor.State.BROKEN if document.body is None else Descriptor.State.CONTENDER
        row = Descriptor(origin=look.origin, state=state, first_seen_at=look.seen_at)
        changes.new.append(_take_over(row, document, look))
    return changes


def _take_over(row: Descriptor, document: ReadDocument, look: Look) -> Descriptor:
    row.ref, row.line, row.owner_line = document.ref, document.line, document.owner_line
    row.body_json = document.body.json if document.body is not None else "{}"
    row.warnings = list(document.warnings)
    row.commit, row.missing_since = look.commit, None
    return _mark(row, document, look)


def _mark(row: Descriptor, document: ReadDocument, look: Look) -> Descriptor:
    row.path, row.doc_index, row.digest = document.path, document.doc_index, document.digest
    row.location_ref = document.location_ref[:500]
    row.stage, row.error, row.error_line = document.stage, document.error, document.error_line
    row.error_commit = look.commit if document.error else ""
    row.missing_since = None
    return row
