"""From bytes to the texts of single documents, each with its place in the file.

A document is cut out before any parser sees it, so that a fault in one leaves its neighbours alone. Inside a
document ``---`` and ``...`` at column 0 always end it (YAML 1.2.2, section 9.1), also within quotes and brackets,
which is what makes cutting by lines exact.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from catalog.core.yaml_text.limits import YamlLimits, YamlRefused

_MARKER = re.compile(r"^(?:---|\.\.\.)(?=[ \t\r\n]|\Z)", re.MULTILINE)
_PRELUDE = re.compile(r"(?:%[^\n]*\n|[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]*(?:#[^\n]*)?")  # directives, comments, blanks
_EMPTY = re.compile(r"(?:---)?(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]*(?:#[^\n]*)?\Z")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Segment:
    """The text of one document, its directives included; ``line`` is 1-based, where the text starts in the file."""

    text: str
    line: int

    @property
    def is_empty(self) -> bool:
        """Whether it holds nothing but its marker, blanks and comments."""
        return _EMPTY.match(self.text) is not None


def decode(content: bytes, limits: YamlLimits) -> str:
    """Strict UTF-8 within the size limit, without a byte order mark; raises YamlRefused."""
    if len(content) > limits.file_bytes:
        raise YamlRefused(f"the file has more than {limits.file_bytes} bytes", 1)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise YamlRefused(f"the file is not UTF-8: byte {content[error.start]:#04x} on this line", line) from None
    return text.removeprefix("\ufeff")


def check_characters(segment: Segment) -> None:
    """Refuse characters no document needs and databases, terminals and e-mails choke on."""
    found = _CONTROL.search(segment.text)
    if found:
        line = segment.line + segment.text.count("\n", 0, found.start())
        raise YamlRefused(f"the control character U+{ord(found.group()):04X} is not allowed", line)


def split(text: str) -> Iterator[Segment]:
    """The documents of a file in order; one that is empty but for its marker or a comment is among them."""
    start, line, opened = 0, 1, False  # opened: by ``---``, so it is a document whatever it holds
    for marker in _MARKER.finditer(text):
        cut = marker.start()
        ends = marker.group() == "..."  # and where nothing is open it stands for an empty document
        if opened or ends or not _holds_only_prelude(text, start, cut):
            yield Segment(text[start:cut], line)
            line, start = line + text.count("\n", start, cut), cut
        opened = not ends
        if ends:
            start = marker.end()
    if opened or not _holds_only_prelude(text, start, len(text)):
        yield Segment(text[start:], line)


def _holds_only_prelude(text: str, start: int, end: int) -> bool:
    found = _PRELUDE.match(text, start, end)
    return found is not None and found.end() == end
