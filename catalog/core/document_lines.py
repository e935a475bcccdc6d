"""Which lines of a YAML file are one of its documents."""

from __future__ import annotations

import re
from collections.abc import Sequence

_BOUNDARY = re.compile(r"(?:---|\.\.\.)(?:\s|$)")


def find_document(lines: Sequence[str], line: int) -> tuple[int, int]:
    """The first and the last line, from 1 on, of the document that `line` is in; a boundary belongs to what follows it.

    Blank lines at the end are left out. All lines where there is no such line.
    """
    if not 1 <= line <= len(lines):
        return (1, len(lines))
    first = line
    while first > 1 and not _BOUNDARY.match(lines[first - 1]):
        first -= 1
    if _BOUNDARY.match(lines[first - 1]) and first < len(lines):
        first += 1
    last = max(first, line)
    while last < len(lines) and not _BOUNDARY.match(lines[last]):
        last += 1
    while last > first and not lines[last - 1].strip():
        last -= 1
    return (first, last)
