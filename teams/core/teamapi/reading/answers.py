"""The answers in a filled-in Markdown template: under headings, behind labels in lists or lines, or in a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from teams.core.teamapi.reading.outline import (
    Line,
    Row,
    Section,
    is_ticked,
    list_leaves,
    list_row_items,
    split_label,
    to_plain,
)
from teams.core.teamapi.reading.parts import Part, find_part, is_phrase
from teams.core.teamapi.reading.wording import is_placeholder

#: What is asked for in a table; other tables are read as lists.
TABLES = frozenset({Part.INTERACTIONS, Part.EXPECTED_INTERACTIONS})
_BOLD = ("**", "__")
_LONGEST_VALUE = 5_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands under one heading or label. `value` is what stands on the label's own line."""

    part: Part
    label: str
    line: int
    value: str = ""
    paragraphs: tuple[Line, ...] = ()
    items: tuple[Line, ...] = ()
    rows: tuple[Row, ...] = ()

    @property
    def text(self) -> str:
        """The answer in one text: the value, else the first paragraph, else the items, or those of them ticked."""
        paragraph = next((line.text for line in self.paragraphs), "")
        items = [item for item in self.items if is_ticked(item.text)] or self.items
        written = self.value or paragraph or "; ".join(to_plain(item.text) for item in items)
        return "" if is_placeholder(written) else to_plain(written)

    @property
    def is_filled_in(self) -> bool:
        """Whether anything was answered."""
        return bool(self.text) or any(not is_placeholder(row.cells[0]) for row in self.rows[1:])

    @property
    def leaves(self) -> list[Line]:
        """The innermost items that say something; where there are none, the parts of the text between semicolons."""
        items = [item for item in list_leaves(list(self.items)) if not is_placeholder(item.text)]
        told = [Line(self.value, self.line)] if self.value else self.paragraphs
        return items or [
            Line(each.strip(), line.line) for line in told for each in line.text.split(";") if not is_placeholder(each)
        ]


@dataclass(frozen=True, slots=True)
class Reading:
    """A section with the part its heading names, the answers behind labels in it, and what belongs to none of them."""

    section: Section
    part: Part | None
    labelled: list[Answer]
    paragraphs: list[Line]
    items: list[Line]
    rows: list[Row]

    @property
    def headed(self) -> Answer | None:
        """The answer to what the heading asks; None where it asks nothing of ours."""
        if self.part is None:
            return None
        is_list = self.part not in TABLES
        items = (*self.items, *(list_row_items(self.rows) if is_list else ()))
        rows = () if is_list else tuple(self.rows)
        label, value = split_label(self.section.title)
        label, value = (label, value) if label else (self.section.title, "")
        return Answer(self.part, label, self.section.line, value, tuple(self.paragraphs), items, rows)


def read_sections(sections: list[Section]) -> Iterator[Reading]:
    """All sections in order, each with what is answered in it."""
    above: dict[int, Part | None] = {}
    for section in sections:
        parent = next((above[level] for level in sorted(above, reverse=True) if level < section.level), None)
        part = find_part(section.title, parent) if section.level else None
        above = {level: found for level, found in above.items() if level < section.level} | {section.level: part}
        lines, paragraphs, loose = _split_lines(section)
        labelled, items = _split_items(loose)
        asked, rows = ([], section.rows) if part in TABLES else _split_rows(section.rows)
        yield Reading(section, part, [*lines, *labelled, *asked], paragraphs, items, rows)


def _split_lines(section: Section) -> tuple[list[Answer], list[Line], list[Line]]:
    """Lines of text whose label is a part, with what stands right below; the other lines; the items left."""
    found: list[tuple[Answer, list[Line]]] = []
    paragraphs: list[Line] = []
    items: list[Line] = []
    is_open, last = False, 0  # whether the last label still has no answer, and where its answer ends so far
    texts = {line.line for line in section.paragraphs}
    for line in sorted((*section.paragraphs, *section.items), key=lambda line: line.line):
        label, value = _split_question(line.text) if line.line in texts else ("", "")
        part = find_part(label) if label and (line.text.startswith(_BOLD) or is_phrase(label)) else None
        if part is not None:
            found.append((Answer(part, label, line.line, value), []))
            is_open, last = not value, line.line if part is not Part.DATE else 0
        elif line.line not in texts:
            (found[-1][1] if is_open else items).append(line)
        elif found and line.line == last + 1 and len(found[-1][0].value) < _LONGEST_VALUE:
            answer, below = found[-1]
            found[-1] = replace(answer, value=f"{answer.value} {line.text}".strip()), below
            is_open, last = False, line.line
        else:
            is_open = False
            paragraphs.append(line)
    return [replace(answer, items=tuple(below)) for answer, below in found], paragraphs, items


def _split_rows(rows: list[Row]) -> tuple[list[Answer], list[Row]]:
    """Rows whose first cell is one of the questions, with their second as the answer; and the other rows."""
    asked = [
        Answer(part, row.cells[0], row.line, row.cells[1])
        for row in rows
        if len(row.cells) > 1 and is_phrase(row.cells[0]) and (part := find_part(row.cells[0])) is not None
    ]
    lines = {answer.line for answer in asked}
    return asked, [row for row in rows if row.line not in lines and not (asked and row.is_header)]


def _split_items(items: list[Line]) -> tuple[list[Answer], list[Line]]:
    """Items whose label is a part, with the items below them as their answer; and the other items."""
    labelled: list[tuple[Answer, list[Line]]] = []
    rest: list[Line] = []
    depth = -1  # that of the labelled item to which what is deeper belongs
    for item in items:
        if depth >= 0 and item.depth > depth:
            labelled[-1][1].append(item)
            continue
        label, value = _split_question(item.text)
        part = find_part(label) if label else None
        depth = -1 if part is None else item.depth
        if part is None:
            rest.append(item)
        else:
            labelled.append((Answer(part, label, item.line, value), []))
    return [replace(answer, items=tuple(below)) for answer, below in labelled], rest


def _split_question(text: str) -> tuple[str, str]:
    """Label and value; a label may end in a question mark, since the template asks one question without a colon."""
    label, mark, value = to_plain(text).partition("?")
    if mark and ":" not in label and ":" not in value and find_part(label):
        return label, value.strip()
    return split_label(text)
