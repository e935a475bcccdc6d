"""Keeping the sets of entities by search key and value in step with what is served. Only stitching calls this."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any, Generic, TypeVar

from django.db import models

from catalog.core.search.postings import change_posting
from catalog.core.search.rows import SearchRows
from catalog.models import SearchKey, SearchTerm
from catalog.models.bulk import delete_rows, find_values, insert_values, update_values

KeyT = TypeVar("KeyT", bound=tuple[Any, ...])


class _Changes(Generic[KeyT]):
    """Slots that join and leave sets, by set."""

    def __init__(self) -> None:
        self.joined: defaultdict[KeyT, list[int]] = defaultdict(list)
        self.left: defaultdict[KeyT, list[int]] = defaultdict(list)


class TermChanges:
    """Gathers what changes for many entities, to write it at once."""

    def __init__(self) -> None:
        self._terms = _Changes[tuple[str, str, str, int]]()
        self._keys = _Changes[tuple[str, int]]()
        self._touched: set[tuple[str, int]] = set()

    def replace(self, slot: int, before: SearchRows, after: SearchRows, guard: int = 0) -> None:
        """The entity in `slot` had the rows `before` and has `after`."""
        common = before.keys & after.keys
        joined, left = (after.rows - before.rows, before.rows - after.rows) if common else (after.rows, before.rows)
        for row in joined:
            self._terms.joined[*row, guard].append(slot)
        for row in left:
            self._terms.left[*row, guard].append(slot)
        for key in after.keys - common:
            self._keys.joined[key, guard].append(slot)
        for key in before.keys - common:
            self._keys.left[key, guard].append(slot)
        if common:
            self._touched |= {(row[0], guard) for row in joined | left if row[0] in common}

    def touch(self, key: str) -> None:
        """Something under the key changed that is no set."""
        self._touched.add((key, 0))

    def write(self, token: str) -> None:
        """Bring the tables to it; keys under which anything changed get `token`. Few queries."""
        is_first = not SearchKey.objects.exists()
        _write(SearchTerm, ("key", "value", "original", "guard"), self._terms, is_first=is_first)
        _write(SearchKey, ("key", "guard"), self._keys, self._touched, token, is_first=is_first)


def _write(
    model: type[models.Model],
    names: Sequence[str],
    changes: _Changes[KeyT],
    touched: Collection[KeyT] = (),
    token: str | None = None,
    *,
    is_first: bool,
) -> None:
    """Change the sets of a table; with a `token` write that too, and keep empty sets for the token's sake.

    `is_first`: there are none so far, so that a hundred thousand need not be looked for.
    """
    more = () if token is None else (token,)
    columns = ("posting",) if token is None else ("posting", "token")
    # in the order of their index, which then grows at its end and not all over
    pending = dict.fromkeys(sorted({*changes.joined, *changes.left, *touched}))
    stored = [] if is_first else find_values(model, names, list(pending), ("id", "posting", *names))
    changed, gone = [], []
    for pk, posting, *parts in stored:
        key: Any = tuple(parts)
        del pending[key]
        text = change_posting(posting, changes.joined.get(key, ()), changes.left.get(key, ()))
        if text or more:
            changed.append((pk, text, *more))
        else:
            gone.append(pk)
    update_values(model, columns, changed)
    delete_rows(model, gone)
    fresh = [
        (*key, change_posting("", changes.joined.get(key, ()), changes.left.get(key, ())), *more) for key in pending
    ]
    insert_values(model, (*names, *columns), [row for row in fresh if row[len(names)] or more])
