"""Which entities a condition selects, as set algebra over postings: sets of entities, each an integer of bits."""

from __future__ import annotations

from typing import Protocol

from catalog.core.filters.predicates import All, Has, Is, Not, Predicate, Some, Starts


class Postings(Protocol):
    """Sets of entities, bit n for the entity in slot n. Keys and values are lower-case here."""

    @property
    def everything(self) -> int:
        """All entities there are to see."""
        ...

    def having(self, key: str) -> int:
        """Those with this key."""
        ...

    def equal(self, key: str, value: str) -> int:
        """Those that have this value of the key."""
        ...

    def starting(self, key: str, prefix: str) -> int:
        """Those that have a value of the key which begins with the prefix."""
        ...


def select(predicate: Predicate | None, postings: Postings) -> int:
    """The entities for which the condition holds; all for None."""
    everything = postings.everything
    return everything if predicate is None else _select(predicate, postings, everything)


def _select(predicate: Predicate, postings: Postings, among: int) -> int:
    """Those of `among` for which the condition holds."""
    match predicate:
        case Is(key, values):
            key, found = key.lower(), 0
            for value in values:
                found |= postings.equal(key, value.lower())
            return found & among
        case Has(key):
            return postings.having(key.lower()) & among
        case Starts(key, prefix):
            return postings.starting(key.lower(), prefix.lower()) & among
        case Not(part):
            return among & ~_select(part, postings, among)
        case All(parts):
            for part in parts:
                among = _select(part, postings, among)
            return among
        case Some(parts):
            found = 0
            for part in parts:
                found |= _select(part, postings, among)
            return found
