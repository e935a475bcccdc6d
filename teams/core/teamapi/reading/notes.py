"""What was not understood of a document, told with its line and nothing left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from catalog.core.descriptors.policies import shorten
from catalog.core.descriptors.positions import Lines
from teams.core.teamapi.document import Problem, Severity

MOST_NOTES = 100
ReadT = TypeVar("ReadT")


class Notes:
    """Collects notes while a document is read."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._found: list[Problem] = []

    def read(self, path: str, what: str, text: str, read: Callable[[str], ReadT | None]) -> ReadT | None:
        """The value of a text by `read`; a note, and None, where there is a text and `read` makes nothing of it."""
        value = read(text) if text else None
        if text and not value:
            self.add(path, f'{path}: "{shorten(text)}" is not understood as {what}')
        return value or None

    def read_at(self, line: int, what: str, text: str, read: Callable[[str], ReadT | None]) -> ReadT | None:
        """The same for a text that stands at a line."""
        value = read(text) if text else None
        if text and not value:
            self.add("", f'"{shorten(text)}" is not understood as {what}', line)
        return value or None

    def add(self, path: str, message: str, line: int = 0, severity: Severity = Severity.NOTE) -> None:
        """One note; without a line it stands where the path does."""
        self._found.append(Problem(message, line or self._lines.find(path), path, severity))

    def add_left(self, paths: Iterable[str]) -> None:
        """A note for each path that nobody took."""
        for path in paths:
            self.add(path, f"{shorten(path)} is not understood and was left out")

    def as_problems(self) -> tuple[Problem, ...]:
        """The first hundred notes, in the order of their lines."""
        return tuple(sorted(self._found, key=lambda note: note.line)[:MOST_NOTES])
