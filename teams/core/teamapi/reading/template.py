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
from teams.core.teamapi.reading.answers import TABLES, Answer, Reading, read_sections
from teams.core.teamapi.reading.notes import Notes
from teams.core.teamapi.reading.outline import Line, Section, is_ticked, read_outline, to_plain
from teams.core.teamapi.reading.parts import Part
from teams.core.teamapi.reading.wording import read_date, read_scheme, read_type

ItemT = TypeVar("ItemT")
_List = Callable[[Answer, Notes], Iterator[ItemT]]

_DASHES = re.compile(r" [\u2013\u2014-] |: ")
_YES = re.compile(r"(?:yes|y)\b[\s,;:\u2013\u2014-]*([^(]*)", re.IGNORECASE)
_NO = re.compile(r"(?:no|n|n/a|none)\b", re.IGNORECASE)
_NOTICE = re.compile(r"deprecat|breaking|notice|supported|announced", re.IGNORECASE)
_ONE_TEXT = frozenset({Part.NAME_AND_FOCUS, Part.FOCUS, Part.TYPE, Part.PLATFORM, Part.VALUE_STREAM, Part.TESTING})
_TITLE_WORDS = re.compile(
    r"\b(?:our|the)\b|\b(?:team|platform team)?[ -]?api\b(?: for)?|\bteam\b(?=\W*\Z)", re.IGNORECASE
)
_LONGEST_TITLE = 100
_SHORT_NAME = 4  # words: an answer to "name and focus" without a dash is a name up to here, else the focus
_PLACES = {"team": Part.NAME_AND_FOCUS, "focus": Part.NAME_AND_FOCUS, "type": Part.TYPE, "updated": Part.DATE} | {
    name.name.lower(): name for name in (Part.CHANNELS, Part.OWNS, Part.INTERACTIONS, Part.VERSIONING)
}


def read_template(text: str, first_line: int, notes: Notes) -> tuple[TeamApiDocument, int]:
    """The document, and how many questions of the template are answered in it; `first_line` is that of the text."""
    sections = read_outline(text, first_line)
    readings = list(read_sections(sections))
    answers = _Answers(readings, notes)
    name, focus = _split_name(answers.text(Part.NAME_AND_FOCUS))
    name = name or _name_in_title(sections)
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
        updated_date=notes.read_at(
            answers.line(Part.DATE), "a single date (write 2026-03-31)", answers.text(Part.DATE), read_date
        ),
        prose=_keep_prose(readings, notes),
        lines={name: line for name, part in _PLACES.items() if (line := answers.line(part))},
    )
    return document, answers.count


class _Answers:
    """The answers of a text by part."""

    def __init__(self, readings: list[Reading], notes: Notes) -> None:
        self._notes = notes
        self._by_part: defaultdict[Part, list[Answer]] = defaultdict(list)
        for reading in readings:
            for answer in (*reading.labelled, *filter(None, (reading.headed,))):
                self._by_part[answer.part].append(answer)

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


def _name_in_title(sections: list[Section]) -> str:
    """The team that the first heading names: "Team API: Quay crew", "Quay crew Team API"; empty where it names none."""
    title = next((section.title for section in sections if section.level), "")
    return _TITLE_WORDS.sub("", title).strip(" :-\u2013\u2014") if len(title) <= _LONGEST_TITLE else ""


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


def _keep_prose(readings: list[Reading], notes: Notes) -> str:
    """The sections that answer no question, and those that say more than was asked, as they were written."""
    kept = []
    for reading in readings:
        section = reading.section
        if _is_answer(reading, notes) or (section.is_empty and section.level <= 1):
            continue
        kept.append(section.text)
        if not section.is_empty:
            title = shorten(section.title) or "in front of the first heading"
            notes.add("", f'what stands under "{title}" is kept as prose', section.line)
    return "\n\n".join(kept)


def _is_answer(reading: Reading, notes: Notes) -> bool:
    """Whether all of a section was read; single lines that were not get a note."""
    if reading.part is None:
        for line in (*reading.paragraphs, *reading.items) if reading.labelled else ():
            notes.add("", f'"{shorten(to_plain(line.text))}" is not understood and was left out', line.line)
        return bool(reading.labelled)
    if reading.part in TABLES:
        return not reading.paragraphs and all(map(lists.is_interaction, reading.items))
    is_choice = any(is_ticked(item.text) for item in reading.items)
    says_more = len(reading.paragraphs) > 1 or (reading.items and not is_choice) or reading.rows
    return not (says_more and reading.part in _ONE_TEXT)
