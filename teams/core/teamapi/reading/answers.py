"""The answers in a filled-in Markdown template, whether they stand under headings or behind labels in lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from teams.core.teamapi.reading.outline import Line, Row, Section, list_leaves, split_label, to_plain
from teams.core.teamapi.reading.parts import Part, find_part
from teams.core.teamapi.reading.wording import is_placeholder


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
        """The answer in one text: the value, else the first paragraph, else the items."""
        paragraph = next((line.text for line in self.paragraphs), "")
        written = self.value or paragraph or "; ".join(to_plain(item.text) for item in self.items)
        return "" if is_placeholder(written) else to_plain(written)

    @property
    def is_filled_in(self) -> bool:
        """Whether anything was answered."""
        return bool(self.text) or any(not is_placeholder(row.cells[0]) for row in self.rows[1:])

    @property
    def leaves(self) -> list[Line]:
        """The innermost items that say something; where there are none, the parts of the value between semicolons."""
        items = [item for item in list_leaves(list(self.items)) if not is_placeholder(item.text)]
        return items or [Line(each.strip(), self.line) for each in self.value.split(";") if not is_placeholder(each)]


def list_answers(sections: list[Section]) -> Iterator[Answer]:
    """All answers in order. What is not part of one is left to prose."""
    for section in sections:
        part = find_part(section.title) if section.level else None
        labelled, paragraphs, items = split_section(section)
        yield from labelled
        if part is not None:
            yield Answer(part, section.title, section.line, "", tuple(paragraphs), tuple(items), tuple(section.rows))


def split_section(section: Section) -> tuple[list[Answer], list[Line], list[Line]]:
    """The labelled answers in a section, and the paragraphs and items that belong to none of them."""
    dates, paragraphs = [], []
    for line in section.paragraphs:
        label, value = split_label(line.text)
        if label and find_part(label) is Part.DATE:
            dates.append(Answer(Part.DATE, label, line.line, value))
        else:
            paragraphs.append(line)
    labelled, items = _split_items(section.items)
    return [*dates, *labelled], paragraphs, items


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
