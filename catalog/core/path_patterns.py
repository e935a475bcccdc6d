"""Patterns over paths, matched segment by segment in bounded time.

A pattern is a row of segments. A segment is a literal name, a name with wildcards, or ``ANY_FOLDERS``, which stands
for any number of segments, none included. Wildcards become rows of pieces of fixed width that are looked for from
left to right, so nothing here backtracks more than once per segment: matching costs at most the product of the two
numbers of segments, and within a segment of the two lengths. Nobody's text is ever run as a regular expression.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

LONGEST_PATTERN = 1024
LONGEST_PATH = 1024
# No file system stores a longer name.
LONGEST_NAME = 255


class _AnyFolders:
    """Any number of segments, none included."""

    def __repr__(self) -> str:
        return "ANY_FOLDERS"


ANY_FOLDERS: Final = _AnyFolders()


@dataclass(frozen=True)
class _Piece:
    """What stands between two stars: ``width`` characters, some of which may be ``?`` or a class."""

    width: int
    literal: str
    expression: re.Pattern[str] | None

    def find(self, name: str, start: int, end: int) -> int:
        """Where it is first found in ``name[start:end]``; -1 if nowhere."""
        if self.expression is None:
            return name.find(self.literal, start, end)
        found = self.expression.search(name, start, end)
        return found.start() if found else -1


@dataclass(frozen=True)
class NamePattern:
    """One segment: pieces with a star between each two of them."""

    pieces: tuple[_Piece, ...]

    @property
    def literal(self) -> str:
        """The only name that fits; empty if there are others."""
        only = self.pieces[0]
        return only.literal if len(self.pieces) == 1 and only.expression is None else ""

    def matches(self, name: str) -> bool:
        """Whether the whole name fits."""
        first, last = self.pieces[0], self.pieces[-1]
        end = len(name) - last.width
        if len(self.pieces) == 1:
            return end == 0 and first.find(name, 0, len(name)) == 0
        if end < first.width or len(name) > LONGEST_NAME:
            return False
        if first.find(name, 0, first.width) != 0 or last.find(name, end, len(name)) != end:
            return False
        return self._find_between(name, first.width, end)

    def _find_between(self, name: str, start: int, end: int) -> bool:
        for piece in self.pieces[1:-1]:
            found = piece.find(name, start, end)
            if found < 0:
                return False
            start = found + piece.width
        return True


Segment = NamePattern | _AnyFolders


@dataclass(frozen=True)
class PathPattern:
    """A pattern over whole paths, which have ``/`` between their segments and none in front."""

    segments: tuple[Segment, ...]

    @property
    def required_name(self) -> str | None:
        """A name that every fitting path has among its segments; ``None`` if there is none."""
        names = (segment.literal for segment in self.segments if isinstance(segment, NamePattern))
        return max((name for name in names if name), key=len, default=None)

    def matches(self, path: str) -> bool:
        """Whether the whole path fits; a path longer than ``LONGEST_PATH`` fits nothing."""
        return len(path) <= LONGEST_PATH and _match_segments(self.segments, path.split("/"))


class PatternIndex:
    """Many patterns in order, ready to be asked which of them fit a path.

    Most patterns of real files need a certain name, so only those whose name the path has are tried.
    """

    def __init__(self, patterns: Iterable[PathPattern]) -> None:
        """Sorts the patterns by the name they need."""
        self._patterns = tuple(patterns)
        self._by_name: dict[str | None, list[int]] = {}
        for number, pattern in enumerate(self._patterns):
            self._by_name.setdefault(pattern.required_name, []).append(number)

    def find(self, path: str) -> Iterator[int]:
        """The numbers (from 0) of the patterns that fit, the last first."""
        names: set[str | None] = {None, *path.split("/")}
        tried = [number for name in names for number in self._by_name.get(name, ())]
        for number in sorted(tried, reverse=True):
            if self._patterns[number].matches(path):
                yield number


def compile_name(text: str, *, classes: bool = False) -> NamePattern:
    r"""One segment in the language of shells: ``*``, ``?``, ``\x`` for x itself, with ``classes`` also ``[a-z]``."""
    pieces: list[list[str | re.Pattern[str]]] = [[]]
    at = 0
    while at < len(text):
        token, at = _take_token(text, at, classes=classes)
        if token is None:
            pieces.append([])
        else:
            pieces[-1].append(token)
    return NamePattern(tuple(_make_piece(piece) for piece in pieces))


def _take_token(text: str, at: int, *, classes: bool) -> tuple[str | re.Pattern[str] | None, int]:
    """The token that starts at ``at`` (``None`` for a star) and where the next one starts."""
    match text[at]:
        case "*":
            return None, at + 1
        case "?":
            return _ANY_CHARACTER, at + 1
        case "\\" if at + 1 < len(text):
            return text[at + 1], at + 2
        case "[" if classes and (end := text.find("]", at + 2)) > 0:
            return _compile_class(text[at + 1 : end]), end + 1
        case character:
            return character, at + 1


_ANY_CHARACTER = re.compile(".", re.DOTALL)


def _compile_class(content: str) -> re.Pattern[str]:
    is_negated = content[0] in "!^" and len(content) > 1
    content = content[1:] if is_negated else content
    items = []
    at = 0
    while at < len(content):
        if content[at + 1 : at + 2] == "-" and at + 2 < len(content):
            low, high = content[at], content[at + 2]
            items += [f"{re.escape(low)}-{re.escape(high)}"] if low <= high else []
            at += 3
        else:
            items.append(re.escape(content[at]))
            at += 1
    if not items:
        return re.compile("(?!)")
    return re.compile(f"[{'^' if is_negated else ''}{''.join(items)}]", re.DOTALL)


def _make_piece(tokens: Sequence[str | re.Pattern[str]]) -> _Piece:
    literal = "".join(token for token in tokens if isinstance(token, str))
    if len(literal) == len(tokens):
        return _Piece(len(tokens), literal, None)
    source = "".join(re.escape(token) if isinstance(token, str) else token.pattern for token in tokens)
    return _Piece(len(tokens), "", re.compile(source, re.DOTALL))


def _match_segments(segments: Sequence[Segment], names: Sequence[str]) -> bool:
    """Takes as little as possible for the last ``ANY_FOLDERS`` seen, and one segment more at each dead end."""
    at = begun = 0
    open_at = -1
    taken = 0
    while taken < len(names):
        segment = segments[at] if at < len(segments) else None
        if isinstance(segment, _AnyFolders):
            open_at, begun, at = at, taken, at + 1
        elif segment is not None and segment.matches(names[taken]):
            at, taken = at + 1, taken + 1
        elif open_at >= 0:
            begun += 1
            at, taken = open_at + 1, begun
        else:
            return False
    return all(isinstance(segment, _AnyFolders) for segment in segments[at:])
