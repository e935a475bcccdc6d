"""The lists and tables of a filled-in template, answer by answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from catalog.core.descriptors.policies import shorten
from teams.core.teamapi.document import Channel, Interaction, Meeting, Named, Offering, Owned, Status, WorkItem
from teams.core.teamapi.durations import read_duration
from teams.core.teamapi.reading.answers import Answer
from teams.core.teamapi.reading.notes import Notes
from teams.core.teamapi.reading.outline import Line, Row, find_link, join_items, split_label, to_plain
from teams.core.teamapi.reading.parts import HEADINGS_OF_SOFTWARE
from teams.core.teamapi.reading.wording import (
    is_exact_mode,
    is_placeholder,
    read_channel_type,
    read_channels,
    read_end,
    read_mode,
    read_purposes,
    read_start,
)

_NONE = re.compile(r"(?:n/?a|none|no|nothing)\b", re.IGNORECASE)
_YES = re.compile(r"\A(?:yes|y)\b[\s,;:\u2013\u2014-]*", re.IGNORECASE)
_CLOCK = re.compile(r"\b(\d{1,2}):(\d{2})(?:\s*([AP])\.?M\b)?", re.IGNORECASE | re.ASCII)
_LETTERS = re.compile(r"[^a-z]+")
_IN_BRACKETS = re.compile(r"([^()]+?) *\(([^()]*)\)")
_LONGEST_NAME = 200
_SEPARATORS = re.compile(r", *(?:and +)?| +and +")
_NAME = re.compile(r"[A-Za-z0-9][\w.:/-]*", re.ASCII)
_MODE_FIRST = re.compile(r"(?:(?! -)[^\u2013\u2014,;(]){1,40}")
_COLUMNS = ("team", "mode", "purpose", "duration")
_NOON, _DAY_HOURS, _MINUTES = 12, 24, 60


def list_owned(answer: Answer, notes: Notes) -> Iterator[Owned]:
    """What the team says it owns: the innermost items; what stands above them are headings."""
    _note_paragraphs(answer, notes)
    for item in answer.leaves:
        label, value = split_label(item.text)
        is_heading = _LETTERS.sub("", label.lower()) in HEADINGS_OF_SOFTWARE
        names = _SEPARATORS.split(value) if is_heading or not label else []
        if len(names) > 1 and all(map(_NAME.fullmatch, names)):
            yield from (Owned(name, line=item.line) for name in names)
            continue
        named = _IN_BRACKETS.fullmatch(value[:_LONGEST_NAME]) if not label else None
        name, description = (named[1], named[2]) if named else (label or value, value if label else "")
        yield Owned(name, description=description, line=item.line)


def list_offerings(answer: Answer, notes: Notes) -> Iterator[Offering]:
    """What others may ask for; nothing where the answer begins with no."""
    if not answer.items:
        told = "" if _NONE.match(answer.text) else _YES.sub("", answer.text, count=1)
        if told:
            yield Offering(told, line=answer.line)
        return
    _note_paragraphs(answer, notes)
    for item in join_items(list(answer.items)):
        label, value = split_label(item.text)
        yield Offering(label or value, expectations=value if label else "", line=item.line)


def list_expectations(answer: Answer, notes: Notes) -> Iterator[Offering]:
    """What may be relied on: one promise for each item, or one for the whole answer."""
    if not answer.items and answer.text and not _NONE.match(answer.text):
        yield Offering("Service level expectations", expectations=answer.text, line=answer.line)
    elif answer.items:
        yield from list_offerings(answer, notes)


def list_search_terms(answer: Answer, notes: Notes) -> Iterator[str]:
    """Words others search for, without their quotes."""
    _note_paragraphs(answer, notes)
    for item in answer.leaves:
        for term in to_plain(item.text).split(","):
            if bare := term.strip().strip("\"'\u201c\u201d").strip():
                yield bare


def list_channels(answer: Answer, notes: Notes) -> Iterator[Channel]:
    """Channels by name or address. A person's address behind an unknown label is no channel of the team."""
    for item in answer.leaves:
        label, value = split_label(item.text)
        is_known = read_channel_type(label) or read_purposes(label) or not label
        found = [each for each in read_channels(value, label, item.line) if is_known or each.type == "chat"]
        if not found and label and (found := read_channels(label, line=item.line)):
            label = value
        if not found and not is_placeholder(value):
            notes.add("", f'the channel "{shorten(to_plain(item.text))}" is not understood', item.line)
        for each in found:
            yield Channel(each.type, each.address, each.url, read_purposes(label), line=item.line)


def list_meetings(answer: Answer, notes: Notes) -> Iterator[Meeting]:  # noqa: ARG001 - all lists are read alike
    """The daily meeting, once for each time it is held."""
    texts = answer.leaves or [Line(answer.text, answer.line)]
    for item in texts:
        if not is_placeholder(item.text):
            told = to_plain(item.text)
            yield Meeting("daily sync", recurrence=told, time_of_day=_read_clock(told), line=item.line)


def list_named(answer: Answer, notes: Notes) -> Iterator[Named]:  # noqa: ARG001 - all lists are read alike
    """Ways of working, practices or words: a name and, behind a colon, what it means."""
    items = list(join_items(list(answer.items))) or ([Line(answer.text, answer.line)] if answer.text else [])
    for item in items:
        label, value = split_label(item.text)
        if not is_placeholder(label or value):
            yield Named(label or value, notes=value if label else "", line=item.line)


def list_docs(answer: Answer, notes: Notes) -> Iterator[Named]:
    """Places to read: items with a link."""
    for item in answer.leaves:
        if link := find_link(item.text):
            yield Named(link[0], link[1], line=item.line)
        else:
            notes.add("", f'"{shorten(to_plain(item.text))}" has no link and was left out', item.line)


def list_work(answer: Answer, notes: Notes) -> Iterator[WorkItem]:
    """Work and plans: the outermost items, with what stands below them."""
    items = list(join_items(list(answer.items)))
    if items:
        _note_paragraphs(answer, notes)
    elif answer.text:
        items = [Line(part.strip(), answer.line) for part in answer.text.split(";")]
    for item in items:
        if not is_placeholder(item.text):
            yield WorkItem(to_plain(item.text), line=item.line)


def list_interactions(answer: Answer, notes: Notes, status: Status) -> Iterator[Interaction]:
    """The rows of the tables of interactions, and the items of lists that begin with a team and a mode.

    A row whose team was never filled in is none.
    """
    columns: tuple[str, ...] = _COLUMNS
    for item in filter(is_interaction, answer.items):
        team, told = split_label(item.text)
        mode = _MODE_FIRST.match(told)
        rest = told[mode.end() :].strip(" \u2013\u2014-,;()") if mode else ""
        cells = {"team": team, "mode": mode[0].strip() if mode else "", "purpose": rest, "duration": ""}
        yield replace(
            _read_row(cells, item.line, status, notes), since_date=read_start(rest), until_date=read_end(rest)
        )
    for row in answer.rows:
        if header := _read_header(row):
            columns = header
            continue
        cells = dict(zip(columns, row.cells, strict=False))
        if not is_placeholder(cells.get("team", "")):
            yield _read_row(cells, row.line, status, notes)


def is_interaction(item: Line) -> bool:
    """Whether an item of a list says with whom and how: `Pilots: collaboration - draught`."""
    team, told = split_label(item.text)
    mode = _MODE_FIRST.match(told)
    return bool(team and mode and read_mode(mode[0]))


def _read_header(row: Row) -> tuple[str, ...] | None:
    """The columns that a header names; None where the row is none."""
    letters = [_LETTERS.sub("", cell.lower()) for cell in row.cells]
    if not any(cell in ("interactionmode", "mode") for cell in letters):
        return None
    return tuple(next((name for name in _COLUMNS if name in cell), cell) for cell in letters)


def _read_row(cells: dict[str, str], line: int, status: Status, notes: Notes) -> Interaction:
    mode_text, duration_text = cells.get("mode", ""), cells.get("duration", "")
    mode = read_mode(mode_text)
    if not is_placeholder(mode_text) and not (mode and is_exact_mode(mode_text)):
        read_as = f"is read as {mode}" if mode else "is no mode of interaction"
        notes.add("", f'"{shorten(mode_text)}", with {shorten(cells["team"])}, {read_as}', line)
    since, until, length = read_start(duration_text), read_end(duration_text), read_duration(duration_text)
    is_open = is_placeholder(duration_text) or _LETTERS.sub("", duration_text.lower()) in ("ongoing", "permanent")
    if not (since or until or length or is_open):
        notes.add("", f'the duration "{shorten(duration_text)}" is not understood', line)
    return Interaction(
        cells["team"],
        mode,
        purpose="" if is_placeholder(cells.get("purpose", "")) else cells["purpose"],
        status=status,
        since_date=since,
        until_date=until or (length.after(since) if since and length else None),
        duration_text="" if is_placeholder(duration_text) else duration_text,
        line=line,
    )


def _read_clock(text: str) -> str:
    found = _CLOCK.search(text)
    if not found:
        return ""
    hour, minute = int(found[1]), int(found[2])
    if found[3]:
        hour = hour % _NOON + (_NOON if found[3].upper() == "P" else 0)
    return f"{hour:02}:{minute:02}" if hour < _DAY_HOURS and minute < _MINUTES else ""


def _note_paragraphs(answer: Answer, notes: Notes) -> None:
    """A note for each line beside a list."""
    for line in answer.paragraphs if answer.items else ():
        told = to_plain(line.text)
        if not is_placeholder(told) and not told.endswith(":"):
            notes.add("", f'"{shorten(told)}" is no item of the list under "{answer.label}"', line.line)
