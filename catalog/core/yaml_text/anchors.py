"""What an anchor stands for, and how far its aliases multiply."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class Anchor:
    """A finished value that aliases may stand for; sizes are those of everything it stands for itself."""

    __slots__ = ("_inner", "_uses", "_weight", "height", "nodes", "size", "value")

    def __init__(self, value: Any, nodes: int, size: int, height: int, inner: Sequence[Anchor] = ()) -> None:
        self.value = value
        self.nodes = nodes
        self.size = size
        self.height = height
        self._inner = inner
        self._uses = 1
        self._weight = 0

    def use(self) -> int:
        """Count one more alias. Returns uses times those of the most used anchor inside, as Backstage's parser does."""
        self._uses += 1
        self._weight = self._weight or max([1, *(anchor.multiplied() for anchor in self._inner)])
        return self.multiplied()

    def multiplied(self) -> int:
        """Uses so far, times those inside."""
        return self._uses * self._weight
