"""A Markdown text as the sections, list items and table rows that Team API templates are made of, each with its line.

Reads line by line and in linear time. Fenced code and comments are examples and instructions, quotes are the template's
own help texts: none of them is anybody's answer. Everything stays available as it was written through `Section.raw`.
A line of text that is underlined is a heading too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from teams.core.teamapi.reading.comments import drop_comments, hide_comments

_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]|\Z)")
_ITEM = re.compile(r"([ \t]*)(?:[-*+]|\d{1,3}[.)])[ \t]+(.*)", re.ASCII)
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})[ \t]*")
_RULE_ROW = re.compile(r"[\s|:-]+")
_CELL_END = re.compile(r"(?<!\\)\|")
_LINK = re.compile(r"\[([^\[\]]{0,500})\]\(([^()\s]{1,2000})\)")
_EMPHASIS = re.compile(r"\*\*|__|`|(?<!\w)[*_](?=\w)|(?<=[\w.!?])[*_](?!\w)")
_BOX = re.compile(r"\A\[[ xX]\][ \t]+")
_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)
_LONGEST_LINE = 5_000


@dataclass(frozen=True, slots=True)
class Line:
    """A text at a 1-based line: a paragraph's line, or a list item. `depth` is how far an item is indented."""

    text: str
    line: int
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row of a table; a header is one with a rule below it."""

    cells: tuple[str, ...]
    line: int
    is_header: bool = field(default=False, compare=False)


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
        """The section as it was written, its heading included, without comments."""
        return drop_comments("\n".join(self.raw)).strip("\n")

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands under the heading."""
        below = drop_comments("\n".join(self.raw[1 if self.level else 0 :]))
        return all(not line.strip() or _UNDERLINE.fullmatch(line) for line in below.splitlines())


def read_outline(text: str, first_line: int = 1) -> list[Section]:
    """The sections of a Markdown text in order; `first_line` is where the text starts in its file."""
    sections = [Section("", 0, first_line)]
    lines = text.splitlines()
    for number, (raw, seen) in enumerate(zip(lines, hide_comments(lines), strict=True), first_line):
        line = seen[:_LONGEST_LINE]
        heading = _HEADING.match(line)
        if heading:
            title = line[heading.end() :].strip().rstrip("#")
            sections.append(Section(to_plain(title), len(heading[1]), number))
        section = sections[-1]
        underline = _UNDERLINE.fullmatch(line)
        if underline and section.paragraphs and section.paragraphs[-1].line == number - 1:
            sections.append(_underlined(section, 1 if underline[1][0] == "=" else 2))
        sections[-1].raw.append(raw)
        if not (heading or underline) and line.strip():
            _take(section, line, number)
    return sections


def _underlined(section: Section, level: int) -> Section:
    """The section whose heading is the last line of another, which loses it."""
    title = section.paragraphs.pop()
    return Section(to_plain(title.text), level, title.line, raw=[section.raw.pop()])


def _take(section: Section, line: str, number: int) -> None:
    stripped = line.strip()
    if stripped.startswith(">"):
        return
    item = _ITEM.fullmatch(line)
    if stripped.startswith("|"):
        if not _RULE_ROW.fullmatch(stripped):
            section.rows.append(Row(tuple(_split_row(stripped)), number))
        elif section.rows and section.rows[-1].line == number - 1:
            section.rows[-1] = replace(section.rows[-1], is_header=True)
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
        yield to_plain(_BREAK.sub("; ", cell.replace("\\|", "|")))


def list_row_items(rows: list[Row]) -> Iterator[Line]:
    """The rows of tables as items of a list: the first cell, and behind a colon the others with what heads them."""
    head: tuple[str, ...] = ()
    for row in rows:
        if row.is_header:
            head = row.cells
        elif any(row.cells):
            first, *others = row.cells
            named = zip(head[1:] + ("",) * len(others), others, strict=False)
            told = "; ".join(f"{name} {cell}".strip() for name, cell in named if cell)
            yield Line(f"{first}: {told}" if told else first, row.line)


def to_plain(text: str) -> str:
    """A line without the marks of emphasis, code and links, and without a box to tick."""
    return _EMPHASIS.sub("", _LINK.sub(r"\1", _BOX.sub("", text))).strip()


def is_ticked(text: str) -> bool:
    """Whether an item has a box in front that is ticked."""
    return text[:3].lower() == "[x]"


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
