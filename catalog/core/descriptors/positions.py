"""Where in the file something stands."""

from __future__ import annotations

from collections.abc import Mapping


class Lines:
    """Lines of a document by dotted path; what is not known there stands where its nearest known parent does."""

    __slots__ = ("_first", "_known")

    def __init__(self, known: Mapping[str, int], first: int) -> None:
        self._known = known
        self._first = first

    def find(self, path: str) -> int:
        """The 1-based line of a path, of its nearest located parent, or the first of the document."""
        while path:
            if path in self._known:
                return self._known[path]
            path = path.rpartition(".")[0]
        return self._first
