"""A mapping on its way to a document: takes values by name, and knows what nobody took.

Whatever is not taken is told to the team as not understood, so nothing is dropped in silence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from catalog.core.descriptors.positions import Lines
from catalog.core.yaml_text.scalars import number_text


@dataclass(frozen=True, slots=True)
class Node:
    """A mapping at a dotted path. Values of another type than the one asked for count as not there and not taken.

    A method with several names takes the first of them that holds something.
    """

    data: dict[str, Any]
    lines: Lines
    path: str = ""
    _taken: set[str] = field(default_factory=set)

    @property
    def line(self) -> int:
        """The 1-based line of the mapping."""
        return self.lines.find(self.path)

    def line_of(self, *names: str) -> int:
        """The line of the first of these fields that is there, else of the mapping."""
        return next((self.lines.find(self._at(name)) for name in names if name in self.data), self.line)

    def text(self, *names: str) -> str:
        """A text without blanks around it; a number as its text."""
        for name in names:
            value = self.data.get(name)
            if isinstance(value, str) or (isinstance(value, int | float) and not isinstance(value, bool)):
                self._taken.add(self._at(name))
                if written := value.strip() if isinstance(value, str) else number_text(value):
                    return written
        return ""

    def texts(self, *names: str) -> tuple[str, ...]:
        """The texts of a list, or of a single text."""
        for name in names:
            value = self.data.get(name)
            if isinstance(value, str):
                return (written,) if (written := self.text(name)) else ()
            if isinstance(value, list) and all(isinstance(item, str) for item in value):
                self._taken.update((self._at(name), *(f"{self._at(name)}.{number}" for number in range(len(value)))))
                return tuple(written for item in value if (written := item.strip()))
        return ()

    def number(self, name: str) -> float | None:
        """A number."""
        value = self.data.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        self._taken.add(self._at(name))
        return value

    def whole_number(self, name: str) -> int | None:
        """A whole number."""
        value = self.data.get(name)
        if isinstance(value, bool) or not isinstance(value, int):
            return None
        self._taken.add(self._at(name))
        return value

    def flag(self, name: str) -> bool | None:
        """True or false."""
        value = self.data.get(name)
        if not isinstance(value, bool):
            return None
        self._taken.add(self._at(name))
        return value

    def child(self, name: str) -> Node:
        """The mapping under a name, empty where there is none."""
        value = self.data.get(name)
        if not isinstance(value, dict):
            return Node({}, self.lines, self._at(name), self._taken)
        self._taken.add(self._at(name))
        return Node(value, self.lines, self._at(name), self._taken)

    def children(self, name: str) -> tuple[Node, ...]:
        """The mappings in the list under a name; what is no mapping in it is not taken."""
        value = self.data.get(name)
        if not isinstance(value, list):
            return ()
        self._taken.add(self._at(name))
        return tuple(
            self._item(f"{self._at(name)}.{number}", item)
            for number, item in enumerate(value)
            if isinstance(item, dict)
        )

    def list_left(self) -> Iterator[str]:
        """The dotted paths of all that is there and was not taken, but for fields that start with `x-`."""
        yield from _list_left(self.data, self.path, self._taken)

    def _item(self, path: str, value: dict[str, Any]) -> Node:
        self._taken.add(path)
        return Node(value, self.lines, path, self._taken)

    def _at(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name


def _list_left(value: Any, path: str, taken: set[str]) -> Iterator[str]:
    if isinstance(value, dict):
        inside = [(f"{path}.{name}" if path else name, item) for name, item in value.items() if name[:2] != "x-"]
    else:
        inside = [(f"{path}.{number}", item) for number, item in enumerate(value)]
    for at, item in inside:
        if at not in taken:
            if item not in (None, "", [], {}):
                yield at
        elif isinstance(item, dict | list):
            yield from _list_left(item, at, taken)
