"""Which of several descriptors of one ref is in force. Pure; the rule of DESIGN.md §3, "Conflicts"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Candidate:
    """A descriptor that declares the ref. `seen_at` is the pass in which it was first seen.

    `is_stand_in`: no file declares the ref any more and a person keeps the entity; it gives way to any that does.
    """

    id: int
    seen_at: datetime
    origin: str
    path: str
    doc_index: int
    is_in_force: bool = False
    is_new: bool = False
    origin_id: int = 0
    is_stand_in: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """The descriptor that a person decided for. Its repository and the ref are what makes it the same one.

    `path` and `doc_index` say where it stood then: they only tell apart two descriptors within that repository.
    """

    origin_id: int
    path: str = ""
    doc_index: int = 0


def choose_in_force(candidates: Sequence[Candidate], chosen: Chosen | None = None) -> int | None:
    """The id of the descriptor that is to be in force, or None without candidates.

    A person's choice comes first, for as long as its repository declares the ref. Otherwise the first seen stays in
    force. First seen in the same pass: order of repository, path, document; so a new one may still take over from one
    that a faster worker wrote a moment ago, but never from one of an earlier pass. Where the one in force vanished,
    the oldest contender is promoted.
    """
    declared = [candidate for candidate in candidates if not candidate.is_stand_in] or candidates
    preferred = _list_preferred(declared, chosen) if chosen else ()
    return _choose_first(preferred or declared)


def _list_preferred(candidates: Sequence[Candidate], chosen: Chosen) -> Sequence[Candidate]:
    """The descriptor a person chose: where it stood, else (it moved) any of its repository."""
    same = [candidate for candidate in candidates if candidate.origin_id == chosen.origin_id]
    place = (chosen.path, chosen.doc_index)
    return [candidate for candidate in same if (candidate.path, candidate.doc_index) == place] or same


def _choose_first(candidates: Sequence[Candidate]) -> int | None:
    holders = [c for c in candidates if c.is_in_force]
    pool = [*holders, *(c for c in candidates if c.is_new)] if holders else candidates
    return min(pool, key=_order).id if pool else None


def _order(candidate: Candidate) -> tuple[datetime, str, str, int, int]:
    return candidate.seen_at, candidate.origin, candidate.path, candidate.doc_index, candidate.id
