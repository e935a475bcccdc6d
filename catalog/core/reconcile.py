"""What a fresh reading of one origin means for the descriptors already known there. Pure; the rules of DESIGN.md §3.

* Identity is the ref, not the path: a document that moved to another file is the same descriptor.
* A bad file loses nothing: a document that no longer reads keeps what it last said, marked with the error; while any
  document of a file is broken, the refs missing from that file are kept and marked too.
* A document that is refused because its source may not define such a thing is not bad: what it said before is gone,
  and its neighbours are as they are read.
* Absence from a commit that was fully read is proof, and immediate.
* What a person keeps although no file declares it stays, until a file does or the person's decision ends.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar


@dataclass(frozen=True, slots=True)
class Known:
    """A descriptor as stored. `ref` is empty for a document that never read well; `digest` is that of the document
    as last seen, broken or not; `is_kept`: it was missing from a broken file the last time. `is_stand_in`: a person
    keeps it although no file declares it.
    """

    id: int
    path: str
    doc_index: int
    ref: str
    digest: str
    is_kept: bool = False
    is_stand_in: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """A document as read now. `ref` is empty if it names none; `is_readable` says whether it yields an entity.

    `is_refused`: it was read well, and its source may not say such a thing.
    """

    path: str
    doc_index: int
    ref: str
    digest: str
    is_readable: bool
    is_refused: bool = False


RowT = TypeVar("RowT", Known, Seen)


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do. A known descriptor stands in `same`, `changed`, `marked`, `kept` or `gone`; `new` has no known row.

    `same`: nothing to write. `changed`: takes over what the document says. `marked`: its document is broken now, what
    it said stays. `kept`: missing from a file with a broken document, what it said stays. `still_kept`: as before.
    """

    same: list[tuple[Known, Seen]] = field(default_factory=list)
    changed: list[tuple[Known, Seen]] = field(default_factory=list)
    marked: list[tuple[Known, Seen]] = field(default_factory=list)
    kept: list[Known] = field(default_factory=list)
    still_kept: list[Known] = field(default_factory=list)
    gone: list[Known] = field(default_factory=list)
    new: list[Seen] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether nothing has to be written."""
        return not (self.changed or self.marked or self.kept or self.gone or self.new)


def plan_origin(known: Sequence[Known], seen: Sequence[Seen]) -> Plan:
    """Match what was read with what is stored. Both in any order; the plan's order is that of path and document."""
    matches, left, unmatched = _match_readable(_in_order(known), [s for s in _in_order(seen) if s.is_readable])
    plan = Plan(new=unmatched)
    for stored, document in matches:
        is_same = _is_same_place(stored, document) and stored.digest == document.digest and not stored.is_kept
        (plan.same if is_same else plan.changed).append((stored, document))
    left = _mark_broken(plan, left, [s for s in _in_order(seen) if not s.is_readable])
    broken_paths = {s.path for s in seen if not s.is_readable and not s.is_refused}
    for stored in left:
        if stored.is_stand_in:
            plan.still_kept.append(stored)
        elif stored.ref and stored.path in broken_paths:
            (plan.still_kept if stored.is_kept else plan.kept).append(stored)
        else:
            plan.gone.append(stored)
    return plan


def _in_order(rows: Iterable[RowT]) -> list[RowT]:
    return sorted(rows, key=lambda row: (row.path, row.doc_index))


def _match_readable(known: list[Known], seen: list[Seen]) -> tuple[list[tuple[Known, Seen]], list[Known], list[Seen]]:
    """By ref: first those at the same place, then in the same file, then wherever they moved."""
    by_ref: defaultdict[str, list[Known]] = defaultdict(list)
    for stored in known:
        if stored.ref:
            by_ref[stored.ref].append(stored)
    matched: dict[Seen, Known] = {}
    for is_close in (_is_same_place, _is_same_file, _is_anywhere):
        for document in seen:
            if document in matched:
                continue
            found = next((stored for stored in by_ref[document.ref] if is_close(stored, document)), None)
            if found is not None:
                by_ref[document.ref].remove(found)
                matched[document] = found
    taken = {stored.id for stored in matched.values()}
    pairs = [(stored, document) for document, stored in matched.items()]
    return pairs, [s for s in known if s.id not in taken], [d for d in seen if d not in matched]


def _mark_broken(plan: Plan, left: list[Known], broken: list[Seen]) -> list[Known]:
    """Give each broken document the stored one it most likely was: the same ref, else the same place."""
    for document in broken:
        found = next((stored for stored in left if _was(stored, document)), None)
        if found is None:
            plan.new.append(document)
            continue
        left = [stored for stored in left if stored.id != found.id]
        is_same = found.digest == document.digest and _is_same_place(found, document) and not found.is_kept
        (plan.same if is_same else plan.marked).append((found, document))
    return left


def _was(stored: Known, document: Seen) -> bool:
    if stored.path != document.path:
        return False
    if document.is_refused:
        return not stored.ref and stored.doc_index == document.doc_index
    if stored.is_stand_in:  # it stands for no document: only one that names its ref is its own
        return stored.ref == document.ref
    return stored.ref == document.ref if document.ref and stored.ref else stored.doc_index == document.doc_index


def _is_same_place(stored: Known, document: Seen) -> bool:
    return (stored.path, stored.doc_index) == (document.path, document.doc_index)


def _is_same_file(stored: Known, document: Seen) -> bool:
    return stored.path == document.path


def _is_anywhere(stored: Known, document: Seen) -> bool:
    return stored.ref == document.ref
