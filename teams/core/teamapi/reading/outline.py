"""A Markdown text as the sections, list items and table rows that Team API templates are made of, each with its line.

Reads line by line and in linear time. Fenced code and comments are examples and instructions, quotes are the template's
own help texts: none of them is anybody's answer. Everything stays available as it was written through `Section.raw`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]|\Z)")
_ITEM = re.compile(r"([ \t]*)(?:[-*+]|\d{1,3}[.)])[ \t]+(.*)", re.ASCII)
_FENCE = re.compile(r" {0,3}(```|~~~)")
_RULE_ROW = re.compile(r"[\s|:-]+")
_CELL_END = re.compile(r"(?<!\\)\|")
_LINK = re.compile(r"\[([^\[\]]{0,500})\]\(([^()\s]{1,2000})\)")
_EMPHASIS = re.compile(r"\*\*|__|`|(?<!\w)[*_](?=\w)|(?<=[\w.!?])[*_](?!\w)")
_LONGEST_LINE = 5_000


@dataclass(frozen=True, slots=True)
class Line:
    """A text at a 1-based line: a paragraph's line, or a list item. `depth` is how far an item is indented."""

    text: str
    line: int
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row of a table."""

    cells: tuple[str, ...]
    line: int


@dataclass(slots=True)
class Section:
    """What stands under one heading, up to the next. Level 0 is what stands in front of the first."""

    title: str
    level: int
    line: int
    paragraphs: list[Line] = field(default_factory=list)
    items: list[Line] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The section as it was written, its heading included."""
        return "\n".join(self.raw).strip("\n")

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands under the heading."""
        return not any(line.strip() for line in self.raw[1 if self.level else 0 :])


def read_outline(text: str, first_line: int = 1) -> list[Section]:
    """The sections of a Markdown text in order; `first_line` is where the text starts in its file."""
    sections = [Section("", 0, first_line)]
    closing = ""
    for number, line in enumerate(text.splitlines(), first_line):
        heading = None if closing else _HEADING.match(line[:_LONGEST_LINE])
        if heading:
            title = line[heading.end() : _LONGEST_LINE].strip().rstrip("#")
            sections.append(Section(to_plain(title), len(heading[1]), number))
        section = sections[-1]
        section.raw.append(line)
        was_closing, closing = closing, _find_closing(line, closing)
        if not (heading or closing or was_closing) and line.strip():
            _take(section, line[:_LONGEST_LINE], number)
    return sections


def _find_closing(line: str, closing: str) -> str:
    """What will end the code or the comment this line is in; empty outside."""
    if closing:
        return "" if (closing in line if closing == "-->" else line.strip().startswith(closing)) else closing
    fence = _FENCE.match(line)
    if fence:
        return fence[1]
    return "-->" if line.lstrip().startswith("<!--") and "-->" not in line else ""


def _take(section: Section, line: str, number: int) -> None:
    stripped = line.strip()
    if stripped.startswith((">", "<!--")):
        return
    item = _ITEM.fullmatch(line)
    if stripped.startswith("|"):
        if not _RULE_ROW.fullmatch(stripped):
            section.rows.append(Row(tuple(_split_row(stripped)), number))
    elif item:
        section.items.append(Line(item[2].strip(), number, len(item[1].expandtabs(4))))
    elif section.items and line[:1] in " \t" and len(section.items[-1].text) < _LONGEST_LINE:
        last = section.items[-1]
        section.items[-1] = Line(f"{last.text} {stripped}", last.line, last.depth)
    else:
        section.paragraphs.append(Line(stripped, number))


def _split_row(row: str) -> Iterator[str]:
    inner = row[1:-1] if row.endswith("|") and not row.endswith("\\|") else row[1:]
    for cell in _CELL_END.split(inner):
        yield to_plain(cell.replace("\\|", "|"))


def to_plain(text: str) -> str:
    """A line without the marks of emphasis, code and links."""
    return _EMPHASIS.sub("", _LINK.sub(r"\1", text)).strip()


def find_link(text: str) -> tuple[str, str] | None:
    """The text and the address of the first link in a line."""
    found = _LINK.search(text)
    return (to_plain(found[1]), found[2]) if found else None


def split_label(text: str) -> tuple[str, str]:
    """`**Chat**: #payments` as label and value; the label is empty where the line has none."""
    label, colon, value = to_plain(text).partition(":")
    is_label = colon and not value.startswith("//") and len(label) <= 80  # noqa: PLR2004 - beyond it is a sentence
    return (label.strip(), value.strip()) if is_label else ("", to_plain(text))


def list_leaves(items: list[Line]) -> Iterator[Line]:
    """The items that have no items of their own."""
    for number, item in enumerate(items):
        if number + 1 == len(items) or items[number + 1].depth <= item.depth:
            yield item


def join_items(items: list[Line]) -> Iterator[Line]:
    """The outermost items, each with those below it behind a colon."""
    outermost = min((item.depth for item in items), default=0)
    groups: list[list[Line]] = []
    for item in items:
        if item.depth <= outermost or not groups:
            groups.append([item])
        else:
            groups[-1].append(item)
    for first, *below in groups:
        told = "; ".join(to_plain(item.text) for item in below)
        head = to_plain(first.text).rstrip(":")
        yield Line(f"{head}: {told}" if told else head, first.line, first.depth)
