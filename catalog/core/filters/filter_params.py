"""The filter language of query parameters: `filter=kind=component,spec.type` repeated, where one of them is enough.

Within one parameter every statement must hold: `a=b` (the key has this value), `a=` (it is empty), `a` (it is there).
A key that is named twice needs one of the values; source: Backstage's catalog API, as its client writes it.
"""

from __future__ import annotations

from collections.abc import Iterable

from catalog.core.filters.errors import InputError
from catalog.core.filters.predicates import All, Budget, Has, Is, Leaf, Predicate, Some


def parse_filters(texts: Iterable[str]) -> Predicate | None:
    """The condition of all `filter` parameters together, None if they say nothing. Raises InputError."""
    budget = Budget()
    sets = [leaves for leaves in (_parse_set(text, budget) for text in texts) if leaves]
    wanted: list[Predicate] = [leaves[0] if len(leaves) == 1 else All(tuple(leaves)) for leaves in sets]
    if not wanted:
        return None
    return wanted[0] if len(wanted) == 1 else Some(tuple(wanted))


def _parse_set(text: str, budget: Budget) -> list[Leaf]:
    values: dict[str, list[str]] = {}
    for statement in filter(None, (part.strip() for part in text.split(","))):
        budget.spend()
        key, equals, value = statement.partition("=")
        key = key.strip()
        if not key or key.startswith("$"):
            raise InputError(
                f"Invalid filter, '{statement}' is not a valid statement (expected a string on the form a=b or a= or a)"
            )
        found = values.setdefault(key, [])
        if equals:
            found.append(value.strip())
    return [Is(key, tuple(found)) if found else Has(key) for key, found in values.items()]
