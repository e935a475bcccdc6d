"""What YAML 1.2 forbids and libyaml lets pass, so that a file means the same here and in Backstage.

libyaml was written for YAML 1.1: inside quotes and brackets it ignores indentation, and it takes ``"x"#y`` for a
value and a comment. Each function returns the 0-based line of the fault within the document's text, or None.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

BAD_INDENT = "text in quotes or brackets must be indented deeper than the key it belongs to"
NO_SPACE = "a comment needs a space in front of its #, and nothing else may follow a closing quote or bracket"

LOOSE_KEY = "a key that begins with a bracket can only be the first of its mapping; put quotes around it"


def is_loose_key(rows: Sequence[str], event: Any) -> bool:
    """Whether the `yaml` package refuses the collection that starts with `event` as a key that is not the first one.

    It does where blanks, a comment or an empty line stand in front of it, but neither tag, anchor nor question mark.
    """
    start = event.start_mark
    is_marked = event.anchor is not None or event.tag is not None or bool(rows[start.line][: start.column].strip())
    before = rows[start.line - 1] if start.line else ""
    is_apart = start.column > 0 or not before.strip() or before.startswith("#")
    return bool(event.flow_style) and not is_marked and is_apart


def find_shallow_quote(rows: Sequence[str], first: int, last: int, column: int) -> int | None:
    """Line on which a quoted text continues no deeper than ``column``, that of the collection it stands in."""
    for number in range(first + 1, last + 1):
        row = rows[number].rstrip("\r")
        if _indent(row) <= column and row.lstrip(" "):
            return number
    return None


def find_shallow_flow(rows: Sequence[str], first: int, end: tuple[int, int], column: int) -> int | None:
    """The same for brackets, which close at the line and column ``end``.

    Comments may stand anywhere, the last closing bracket also in the column of the key.
    """
    last, closing = end
    for number in range(first + 1, last + 1):
        row = rows[number].strip(" \t\r")
        indent = _indent(rows[number])
        if not row or row[0] == "#" or indent > column:
            continue
        if not (number == last and indent == column == closing):
            return number
    return None


def _indent(row: str) -> int:
    return len(row) - len(row.lstrip(" "))
