"""The page of a team as a value: parts with fields and rows, each of which says where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Source(StrEnum):
    """Who says so: the team in its document, or what is observed in the catalog and in Git."""

    WRITTEN = "written"
    OBSERVED = "observed"
    BOTH = "written and observed"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that is said. `note` is what to know about it (that the two sources differ, that a date is past).

    `url` is a safe link, `line` the 1-based line in the team's document, 0 where it is not from there.
    """

    label: str
    text: str
    source: Source
    url: str = ""
    note: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One item of a list; `ref` where it is something in the catalog."""

    title: str
    source: Source
    fields: tuple[Field, ...] = ()
    ref: str = ""
    url: str = ""
    note: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the page. `hint` says what the team could do about an empty one."""

    id: str
    title: str
    fields: tuple[Field, ...] = ()
    rows: tuple[Row, ...] = ()
    hint: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show but the hint."""
        return not (self.fields or self.rows)


@dataclass(frozen=True, slots=True)
class TeamPage:
    """The whole page, in the order in which a stranger wants to know. `prose` is the team's own Markdown."""

    ref: str
    name: str
    focus: str
    has_document: bool
    parts: tuple[Part, ...]
    prose: str = ""
    document_url: str = ""

    def part(self, part_id: str) -> Part:
        """The part with this id; raises KeyError for none."""
        return {part.id: part for part in self.parts}[part_id]
