"""What of a Markdown text is meant: without comments and fenced code, which are instructions and examples.

Reads every character once, so that a text of nothing but openings costs no more than another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_FENCE = re.compile(r" {0,3}(```|~~~)")
_OPEN, _CLOSE = "<!--", "-->"


def hide_comments(lines: Iterable[str], *, keeps_code: bool = False) -> Iterator[str]:
    """Each line without what stands in comments; one never closed hides the rest. Lines of fenced code are empty, or
    stay as they are where `keeps_code`.
    """
    closing = ""
    for line in lines:
        if closing and closing != _CLOSE:
            closing = "" if line.strip().startswith(closing) else closing
            yield line if keeps_code else ""
            continue
        seen, is_open = _without_comments(line, is_open=bool(closing))
        closing = _CLOSE if is_open else ""
        fence = None if is_open else _FENCE.match(seen)
        closing = fence[1] if fence else closing
        yield "" if fence and not keeps_code else seen


def drop_comments(text: str) -> str:
    """A text, of any number of lines, without what stands in comments; examples in code keep theirs."""
    return "\n".join(hide_comments(text.splitlines(), keeps_code=True))


def _without_comments(text: str, *, is_open: bool) -> tuple[str, bool]:
    """What of a text stands outside of comments, and whether one is open at its end."""
    kept, at = [], 0
    while at < len(text):
        mark = _CLOSE if is_open else _OPEN
        found = text.find(mark, at)
        end = len(text) if found < 0 else found
        if not is_open:
            kept.append(text[at:end])
        if found < 0:
            break
        is_open = not is_open
        at = found + len(mark)
    return "".join(kept), is_open
