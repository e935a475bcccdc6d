"""From the bytes of a file to a Team API: finds out which form it is written in, and reads that.

`.md` files are Markdown with or without front matter, everything else is YAML (JSON is YAML too). Our own form is
checked strictly, because whoever writes it wants to know; the forms of others are read for what they hold, and what was
not understood is said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from catalog.core.descriptors.positions import Lines
from catalog.core.yaml_text import YamlDocument, YamlLimits, load_yaml
from catalog.core.yaml_text.limits import YamlRefused
from catalog.core.yaml_text.source import Segment, check_characters, decode
from teams.core.teamapi.document import Dialect, ParsedTeamApi, Problem, TeamApiDocument
from teams.core.teamapi.reading.as_code import VERSION_FIELD, read_as_code
from teams.core.teamapi.reading.comments import drop_comments
from teams.core.teamapi.reading.front_matter import is_filled_in, is_front_matter, read_front_matter
from teams.core.teamapi.reading.native import read_native
from teams.core.teamapi.reading.node import Node
from teams.core.teamapi.reading.notes import Notes
from teams.core.teamapi.reading.template import read_template
from teams.core.teamapi.schema.validation import validate
from teams.core.teamapi.sense import find_contradictions

#: A Team API is read by people: a file beyond this is something else.
LIMITS = YamlLimits(file_bytes=1024 * 1024, documents=20)
MOST_LINES = 20_000
#: A Markdown file that answers fewer questions of the template than this has been filled in by nobody.
LEAST_ANSWERS = 2

_UNFILLED = "the file answers none of the questions of a Team API, or not in the English words of its template"
_FILL_IN = "fill in the template, or begin with front matter that says apiVersion and kind"
_OWN_LINE = "put --- in the first line of the file, and another below the fields"
_MISPLACED = re.compile(r"^apiVersion:[ \t]*teamapi/", re.MULTILINE)
_MARKDOWN = (".md", ".markdown")
_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Prose:
    """The Markdown below the front matter, and the 1-based line where it starts."""

    text: str = ""
    line: int = 1


def parse_team_api(path: str, content: bytes) -> ParsedTeamApi:
    """Read a Team API of any form. Raises nothing, whatever the content; see `ParsedTeamApi` for what comes out."""
    try:
        text = decode(content, LIMITS)
        check_characters(Segment(text, 1))
    except YamlRefused as refused:
        return _refuse(refused.fault.message, refused.fault.line)
    if not path.lower().endswith(_MARKDOWN):
        return _parse_yaml(content)
    if text.count("\n") > MOST_LINES:
        return _refuse(f"the file has more than {MOST_LINES} lines", MOST_LINES)
    return _parse_markdown(text)


def _parse_yaml(content: bytes) -> ParsedTeamApi:
    file = load_yaml(content, LIMITS)
    if file.fault:
        return _refuse(file.fault.message, file.fault.line)
    documents = [each for each in file.documents if each.fault or each.data is not None]
    if not documents:
        return _refuse("the file is empty", 1, "write a Team API in it, or delete it")
    if len(documents) > 1:
        return _refuse("the file holds more than one document", documents[1].line, "keep one Team API in each file")
    return _parse_data(documents[0], _Prose())


def _parse_markdown(text: str) -> ParsedTeamApi:
    found = _FRONT_MATTER.match(text)
    # The first marker is read with the front matter, so that its lines are those of the file.
    file = load_yaml(text[: found.end(1)].encode(), LIMITS) if found else None
    if found is None or file is None or not any(each.fault or each.data for each in file.documents):
        start = found.end() if found else 0
        return _parse_template(_Prose(text[start:], text.count("\n", 0, start) + 1))
    return _parse_data(file.documents[0], _Prose(text[found.end() :], text.count("\n", 0, found.end()) + 1))


def _parse_data(document: YamlDocument, prose: _Prose) -> ParsedTeamApi:
    if document.fault:
        return _refuse(document.fault.message, document.fault.line)
    if not isinstance(document.data, dict):
        return _refuse("a Team API is a mapping of fields", document.line, "begin with apiVersion and kind")
    if document.has_non_finite:
        return _refuse("the document holds a number that is none (.nan or .inf)", document.line)
    return _parse_mapping(Node(document.data, Lines(document.lines, document.line)), prose)


def _parse_mapping(node: Node, prose: _Prose) -> ParsedTeamApi:
    if VERSION_FIELD in node.data:
        return _finish(*read_as_code(node))
    if not is_front_matter(node):
        return _parse_native(node, prose.text)
    if not is_filled_in(node):
        return _refuse(_UNFILLED, node.line, _FILL_IN, Dialect.FRONT_MATTER)
    return _finish(*read_front_matter(node, prose.text, prose.line))


def _parse_native(node: Node, prose: str) -> ParsedTeamApi:
    problems = validate(node.data, node.lines)
    if problems:
        return ParsedTeamApi(None, problems)
    document = read_native(node, drop_comments(prose).strip())
    return ParsedTeamApi(document, find_contradictions(document))


def _parse_template(prose: _Prose) -> ParsedTeamApi:
    notes = Notes(Lines({}, prose.line))
    document, answered = read_template(prose.text, prose.line, notes)
    if answered < LEAST_ANSWERS and (misplaced := _MISPLACED.search(prose.text)):
        line = prose.line + prose.text.count("\n", 0, misplaced.start())
        return _refuse("front matter must begin in the first line and end with a line of ---", line, _OWN_LINE)
    if answered < LEAST_ANSWERS:
        return _refuse(_UNFILLED, prose.line, _FILL_IN, Dialect.TEMPLATE)
    return _finish(document, notes.as_problems())


def _finish(document: TeamApiDocument, problems: tuple[Problem, ...]) -> ParsedTeamApi:
    """A document of a form that is read leniently. One that names no group belongs to the group that points at it."""
    return ParsedTeamApi(document, (*problems, *find_contradictions(document)), document.dialect)


def _refuse(message: str, line: int, remedy: str = "", dialect: Dialect = Dialect.NATIVE) -> ParsedTeamApi:
    return ParsedTeamApi(None, (Problem(message, line, remedy=remedy),), dialect)
