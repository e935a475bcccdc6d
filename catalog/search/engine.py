"""What a database must be able to do for the search box."""

from __future__ import annotations

from typing import Protocol

from django.db.models import Q, QuerySet

from catalog.models import SearchEntry

#: Shorter texts have no trigram of their own; the database then looks at every row.
TRIGRAM = 3
#: How many names are fetched to choose the likest from.
CANDIDATES = 200


class SearchEngine(Protocol):
    """Texts given are folded (`catalog.core.text_search.fold`) and not empty."""

    def hold(self, text: str) -> Q:
        """The condition on `SearchEntry` that anything in it holds the text, also within words."""
        ...

    def list_near(self, rows: QuerySet[SearchEntry], text: str) -> list[tuple[int, str]]:
        """Those of `rows` whose names share trigrams with the text, as (id, names): the nearest `CANDIDATES`."""
        ...

    def settle(self) -> None:
        """Bring what was just written to where searching is fast. Call in the transaction of the writing."""
        ...

    def rebuild(self) -> None:
        """Make the text index anew from the rows. Call inside a transaction."""
        ...
