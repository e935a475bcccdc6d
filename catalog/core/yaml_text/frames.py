"""The open collections while a document is built: where the next value goes, and where its key stands in the file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from catalog.core.yaml_text.anchors import Anchor
from catalog.core.yaml_text.limits import YamlRefused
from catalog.core.yaml_text.scalars import key_text

LINES_DEPTH = 4  # keys are located down to metadata.links.0.url

_NO_KEY: Any = object()


class Frame:
    """A collection under construction.

    ``prefix`` is the dotted path in front of its keys, None where they lie too deep to be located; ``column`` that of
    the innermost block collection, -1 at the root; ``height`` how many collections lie inside each other below it.
    """

    # Files open thousands of collections and most keep these, so that only what differs is written.
    flow = False
    height = 1
    first_line = nodes = size = 0
    anchor: str | None = None
    aliased: Sequence[Anchor] = ()

    def __init__(self, data: Any, column: int, depth: int, prefix: str | None) -> None:
        self.data = data
        self.column = column
        self.depth = depth
        self.prefix = prefix

    def wants_key(self) -> bool:
        """Whether what comes next is the key of a pair."""
        return False

    def put(self, value: Any, line: int, lines: dict[str, int]) -> None:
        """Take the next node; ``lines`` receives the place of a key or list item."""
        raise NotImplementedError

    def child_prefix(self) -> str | None:
        """The dotted path in front of what the collection now starting will hold."""
        return None


class RootFrame(Frame):
    """The document itself: takes one value."""

    def put(self, value: Any, line: int, lines: dict[str, int]) -> None:  # noqa: ARG002 - a root has no key to locate
        """Take the value of the document."""
        self.data = value

    def child_prefix(self) -> str | None:
        """Nothing stands in front of the first keys."""
        return ""


class ListFrame(Frame):
    """A sequence."""

    def put(self, value: Any, line: int, lines: dict[str, int]) -> None:
        """Take the next item."""
        if self.prefix is not None:
            lines[f"{self.prefix}{len(self.data)}"] = line
        self.data.append(value)

    def child_prefix(self) -> str | None:
        """The prefix with the number of the next item."""
        return None if self.prefix is None or self.depth >= LINES_DEPTH else f"{self.prefix}{len(self.data)}."


class MapFrame(Frame):
    """A mapping: takes a key and a value in turn, and refuses a key it has."""

    key: Any = _NO_KEY
    _kinds: dict[str, set[type]] | None = None  # only where keys are not all text

    def wants_key(self) -> bool:
        """Whether the last pair is complete."""
        return self.key is _NO_KEY

    def put(self, value: Any, line: int, lines: dict[str, int]) -> None:
        """Take a key or the value of the last one. Raises YamlRefused for a key that is there already."""
        if self.key is not _NO_KEY:
            self.data[self.key] = value
            self.key = _NO_KEY
            return
        if type(value) is not str or self._kinds is not None or value in self.data:
            value = self._take_unusual_key(value, line)
        self.key = value
        if self.prefix is not None:
            lines[self.prefix + value] = line

    def put_made_key(self, key: str, line: int, lines: dict[str, int]) -> None:
        """Take a key that is an alias or a collection: it equals no other, whatever text it becomes."""
        kinds = self._kinds = self._kinds or {}
        kinds.setdefault(key, {str} if key in self.data else set())
        self.key = key
        if self.prefix is not None:
            lines[self.prefix + key] = line

    def _take_unusual_key(self, value: Any, line: int) -> str:
        """Keys are equal if their values are, so 1 and '1' may stand together; the later one wins, as in an object."""
        key, kind = key_text(value), float if type(value) is int else type(value)
        kinds = self._kinds = self._kinds or {}
        known = kinds.setdefault(key, {str} if key in self.data else set())
        if kind in known:
            raise YamlRefused(f'the key "{key}" stands twice in one mapping', line)
        known.add(kind)
        return key

    def child_prefix(self) -> str | None:
        """The prefix with the key whose value comes next."""
        return None if self.prefix is None or self.depth >= LINES_DEPTH else f"{self.prefix}{self.key}."
