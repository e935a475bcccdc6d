"""The Markdown template of Team Topologies, filled in: with its labelled list, or with a heading for every question.

What stands under headings that are no question of the template is kept as prose, and a note says so.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar

from catalog.core.descriptors.policies import shorten
from teams.core.teamapi.document import Dialect, Quality, Status, TeamApiDocument, Versioning, Work
from teams.core.teamapi.durations import read_duration
from teams.core.teamapi.reading import template_lists as lists
from teams.core.teamapi.reading.answers import Answer, list_answers, split_section
from teams.core.teamapi.reading.notes import Notes
from teams.core.teamapi.reading.outline import Line, Section, read_outline, to_plain
from teams.core.teamapi.reading.parts import Part, find_part
from teams.core.teamapi.reading.wording import read_date, read_scheme, read_type

ItemT = TypeVar("ItemT")
_List = Callable[[Answer, Notes], Iterator[ItemT]]

_DASHES = re.compile(r" [\u2013\u2014-] |: ")
_YES = re.compile(r"(?:yes|y)\b[\s,;:\u2013\u2014-]*([^(]*)", re.IGNORECASE)
_NO = re.compile(r"(?:no|n|n/a|none)\b", re.IGNORECASE)
_NOTICE = re.compile(r"deprecat|breaking|notice|supported|announced", re.IGNORECASE)
_ONE_TEXT = frozenset({Part.NAME_AND_FOCUS, Part.FOCUS, Part.TYPE, Part.PLATFORM, Part.VALUE_STREAM, Part.TESTING})
_TABLES = frozenset({Part.INTERACTIONS, Part.EXPECTED_INTERACTIONS})
_SHORT_NAME = 4  # words: an answer to "name and focus" without a dash is a name up to here, else the focus
_PLACES = {"team": Part.NAME_AND_FOCUS, "focus": Part.NAME_AND_FOCUS, "type": Part.TYPE, "updated": Part.DATE} | {
    name.name.lower(): name for name in (Part.CHANNELS, Part.OWNS, Part.INTERACTIONS, Part.VERSIONING)
}


def read_template(text: str, first_line: int, notes: Notes) -> tuple[TeamApiDocument, int]:
    """The document, and how many questions of the template are answered in it; `first_line` is that of the text."""
    sections = read_outline(text, first_line)
    answers = _Answers(sections, notes)
    name, focus = _split_name(answers.text(Part.NAME_AND_FOCUS))
    document = TeamApiDocument(
        dialect=Dialect.TEMPLATE,
        team_text=name,
        name=name,
        focus=focus or answers.text(Part.FOCUS),
        type=notes.read_at(answers.line(Part.TYPE), "a team type", answers.text(Part.TYPE), read_type),
        platform=_read_membership(answers, Part.PLATFORM, notes),
        value_stream=_read_membership(answers, Part.VALUE_STREAM, notes),
        search_terms=answers.list(Part.SEARCH_TERMS, lists.list_search_terms),
        channels=answers.list(Part.CHANNELS, lists.list_channels),
        meetings=answers.list(Part.MEETINGS, lists.list_meetings),
        owns=answers.list(Part.OWNS, lists.list_owned),
        provides=(
            *answers.list(Part.SERVICES, lists.list_offerings),
            *answers.list(Part.EXPECTATIONS, lists.list_expectations),
        ),
        versioning=_read_versioning(answers),
        quality=Quality(testing=answers.text(Part.TESTING), line=answers.line(Part.TESTING)),
        ways_of_working=answers.list(Part.WAYS_OF_WORKING, lists.list_named),
        practices=answers.list(Part.PRACTICES, lists.list_named),
        docs=answers.list(Part.DOCS, lists.list_docs),
        glossary=answers.list(Part.GLOSSARY, lists.list_named),
        work=Work(
            now=answers.list(Part.NOW, lists.list_work),
            next=answers.list(Part.NEXT, lists.list_work),
            later=answers.list(Part.LATER, lists.list_work),
            cross_team=answers.list(Part.CROSS_TEAM, lists.list_work),
        ),
        interactions=(
            *answers.list(Part.INTERACTIONS, partial(lists.list_interactions, status=Status.CURRENT)),
            *answers.list(Part.EXPECTED_INTERACTIONS, partial(lists.list_interactions, status=Status.EXPECTED)),
        ),
        updated_date=notes.read_at(answers.line(Part.DATE), "a date", answers.text(Part.DATE), read_date),
        prose=_keep_prose(sections, notes),
        lines={name: line for name, part in _PLACES.items() if (line := answers.line(part))},
    )
    return document, answers.count


class _Answers:
    """The answers of a text by part."""

    def __init__(self, sections: list[Section], notes: Notes) -> None:
        self._notes = notes
        self._by_part: defaultdict[Part, list[Answer]] = defaultdict(list)
        for answer in list_answers(sections):
            self._by_part[answer.part].append(answer)
            if answer.rows and answer.part not in _TABLES:
                notes.add("", f'the table under "{shorten(answer.label)}" is not understood', answer.rows[0].line)

    @property
    def count(self) -> int:
        """How many parts are answered."""
        return sum(any(each.is_filled_in for each in answers) for answers in self._by_part.values())

    def text(self, part: Part) -> str:
        """The first text that answers a part."""
        return next((each.text for each in self._by_part.get(part, ()) if each.text), "")

    def lines(self, part: Part) -> list[Line]:
        """All that is said in answer to a part, line by line."""
        return [
            Line(to_plain(line.text), line.line)
            for each in self._by_part.get(part, ())
            for line in (*([Line(each.value, each.line)] if each.value else ()), *each.paragraphs, *each.items)
        ]

    def line(self, part: Part) -> int:
        """Where the answer to a part starts; 0 where there is none."""
        return next((each.line for each in self._by_part.get(part, ())), 0)

    def list(self, part: Part, read: _List[ItemT]) -> tuple[ItemT, ...]:
        """All items of all answers to a part."""
        return tuple(item for each in self._by_part.get(part, ()) for item in read(each, self._notes))


def _split_name(text: str) -> tuple[str, str]:
    """Name and focus out of "Payments - takes the customers' money"."""
    parts = _DASHES.split(text, maxsplit=1)
    if len(parts) > 1:
        return parts[0].strip(), parts[1].strip()
    return (text, "") if len(text.split()) <= _SHORT_NAME else ("", text)


def _read_membership(answers: _Answers, part: Part, notes: Notes) -> str:
    """What the team is part of, by an answer that begins with yes or no."""
    text = answers.text(part)
    yes = _YES.match(text)
    if yes and yes[1].strip():
        return yes[1].strip()
    if text and not _NO.match(text):
        notes.add("", f'"{shorten(text)}" does not say what the team is part of', answers.line(part))
    return ""


def _read_versioning(answers: _Answers) -> Versioning:
    """The scheme where the words name one, the notice where a sentence about it has a length of time."""
    told = answers.lines(Part.VERSIONING)
    notices = ((read_duration(line.text), line.line) for line in told if _NOTICE.search(line.text))
    notice, notice_line = next((found for found in notices if found[0]), (None, 0))
    text = "; ".join(line.text for line in told)
    line = answers.line(Part.VERSIONING)
    return Versioning(read_scheme(text), deprecation_notice=notice, notes=text, line=line, notice_line=notice_line)


def _keep_prose(sections: list[Section], notes: Notes) -> str:
    """The sections that answer no question, and those that say more than was asked, as they were written."""
    kept = []
    for section in sections:
        if _is_answer(section, notes) or (section.is_empty and section.level <= 1):
            continue
        kept.append(section.text)
        if not section.is_empty:
            title = shorten(section.title) or "in front of the first heading"
            notes.add("", f'what stands under "{title}" is kept as prose', section.line)
    return "\n\n".join(kept)


def _is_answer(section: Section, notes: Notes) -> bool:
    """Whether all of a section was read; single lines that were not get a note."""
    part = find_part(section.title) if section.level else None
    if part is None:
        labelled, paragraphs, items = split_section(section)
        for line in (*paragraphs, *items) if labelled else ():
            notes.add("", f'"{shorten(to_plain(line.text))}" is not understood and was left out', line.line)
        return bool(labelled)
    says_more = len(section.paragraphs) > 1 or bool(section.items)
    return not (says_more and part in _ONE_TEXT) and not (part in _TABLES and (section.paragraphs or section.items))
