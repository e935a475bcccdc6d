"""Conditions on entities: what the filter language and the predicate language both come to.

Source: the entity filters of @backstage/plugin-catalog-backend 4.0 as observed. A condition looks at search rows
(`catalog.core.search.rows`): keys and values are compared without case; a key may have many values, and one is enough.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from catalog.core.filters.errors import InputError

MOST_TERMS = 5000
DEEPEST = 32


@dataclass(frozen=True, slots=True)
class Is:
    """The key has one of these values; no values: never."""

    key: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Has:
    """The key is there, whatever its value."""

    key: str


@dataclass(frozen=True, slots=True)
class Starts:
    """A value of the key begins with this text."""

    key: str
    prefix: str


@dataclass(frozen=True, slots=True)
class Not:
    """The condition does not hold."""

    part: Predicate


@dataclass(frozen=True, slots=True)
class All:
    """Every condition holds; none: always."""

    parts: tuple[Predicate, ...] = ()


@dataclass(frozen=True, slots=True)
class Some:
    """At least one condition holds; none: never."""

    parts: tuple[Predicate, ...] = ()


Leaf: TypeAlias = Is | Has | Starts
Predicate: TypeAlias = Leaf | Not | All | Some


@dataclass(slots=True)
class Budget:
    """How much of a condition there may still be: a request must not cost more than the catalog it asks about."""

    terms: int = field(default=MOST_TERMS)

    def spend(self, terms: int = 1) -> None:
        """Count terms. Raises InputError once there are too many."""
        self.terms -= terms
        if self.terms < 0:
            raise InputError(f"The filter has more than {MOST_TERMS} terms")


def combine(*predicates: Predicate | None) -> Predicate | None:
    """All those given, None if there are none."""
    parts = tuple(part for part in predicates if part is not None)
    return parts[0] if len(parts) == 1 else All(parts) if parts else None


def list_leaves(predicate: Predicate) -> Iterator[Leaf]:
    """The conditions at its ends, in order."""
    match predicate:
        case Not(part):
            yield from list_leaves(part)
        case All(parts) | Some(parts):
            for part in parts:
                yield from list_leaves(part)
        case _:
            yield predicate
