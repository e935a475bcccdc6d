"""Keeping the sets of entities by search key and value in step with what is served. Only stitching calls this."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import models

from catalog.core.search.postings import change_posting
from catalog.core.search.rows import SearchRows
from catalog.models import SearchKey, SearchTerm
from catalog.models.bulk import delete_rows, find_values, insert_values, update_values

KeyT = TypeVar("KeyT", bound=tuple[Any, ...])


@dataclass(slots=True)
class Change:
    """Slots that join and leave one set."""

    joined: list[int] = field(default_factory=list)
    left: list[int] = field(default_factory=list)


class TermChanges:
    """Gathers what changes for many entities, to write it at once."""

    def __init__(self) -> None:
        self._terms: defaultdict[tuple[str, str, str, int], Change] = defaultdict(Change)
        self._keys: defaultdict[tuple[str, int], Change] = defaultdict(Change)
        self._touched: set[tuple[str, int]] = set()

    def replace(self, slot: int, before: SearchRows, after: SearchRows, guard: int = 0) -> None:
        """The entity in `slot` had the rows `before` and has `after`."""
        terms, keys, common = self._terms, self._keys, before.keys & after.keys
        joined, left = (after.rows - before.rows, before.rows - after.rows) if common else (after.rows, before.rows)
        for row in joined:
            terms[(*row, guard)].joined.append(slot)
        for row in left:
            terms[(*row, guard)].left.append(slot)
        for key in after.keys - common:
            keys[key, guard].joined.append(slot)
        for key in before.keys - common:
            keys[key, guard].left.append(slot)
        if common:
            self._touched |= {(row[0], guard) for row in joined | left if row[0] in common}

    def touch(self, key: str) -> None:
        """Something under the key changed that is no set."""
        self._touched.add((key, 0))

    def write(self, token: str) -> None:
        """Bring the tables to it; keys under which anything changed get `token`. Few queries."""
        for holder in self._touched - self._keys.keys():
            self._keys[holder] = Change()
        _write(SearchTerm, ("key", "value", "original", "guard"), self._terms)
        _write(SearchKey, ("key", "guard"), self._keys, token)


def _write(
    model: type[models.Model], names: Sequence[str], changes: dict[KeyT, Change], token: str | None = None
) -> None:
    """Change the sets of a table; with a `token` write that too, and keep empty sets for the token's sake."""
    more = () if token is None else (token,)
    columns = ("posting",) if token is None else ("posting", "token")
    changed, gone, pending = [], [], dict(changes)
    for pk, posting, *key in find_values(model, names, list(changes), ("id", "posting", *names)):
        change = pending.pop(tuple(key))
        text = change_posting(posting, change.joined, change.left)
        if text or more:
            changed.append((pk, text, *more))
        else:
            gone.append(pk)
    update_values(model, columns, changed)
    delete_rows(model, gone)
    fresh = [(*key, change_posting("", change.joined, change.left), *more) for key, change in pending.items()]
    insert_values(model, (*names, *columns), [row for row in fresh if row[len(names)] or more])
