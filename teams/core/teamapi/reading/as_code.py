"""TeamAPI-As-Code: the YAML form of Team Topologies' own repository of that name (specification 0.x).

Its examples write `teamName` and `team-name`, dates as 01/01/2022, and `$ref` for the file of another team. The team is
given by name only, so the document belongs to the group that points at it.
"""

from __future__ import annotations

from collections.abc import Iterator

from teams.core.teamapi.document import (
    Channel,
    Dependency,
    Dialect,
    Interaction,
    Meeting,
    Named,
    Owned,
    Problem,
    TeamApiDocument,
    Versioning,
    Work,
    WorkItem,
)
from teams.core.teamapi.durations import Duration, read_duration
from teams.core.teamapi.reading.node import Node
from teams.core.teamapi.reading.notes import Notes
from teams.core.teamapi.reading.wording import read_channel_type, read_date, read_mode, read_scheme, read_type

VERSION_FIELD = "teamapi"
_DEPENDENCY_TYPES = ("ok", "slowing", "blocking")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_BY_DAY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def read_as_code(node: Node) -> tuple[TeamApiDocument, tuple[Problem, ...]]:
    """The document, and a note for whatever in it was not understood."""
    notes = Notes(node.lines)
    info, work = node.child("info"), node.child("work")
    node.text(VERSION_FIELD)
    name = info.text("name")
    document = TeamApiDocument(
        dialect=Dialect.AS_CODE,
        team_text=name,
        name=name,
        focus=info.text("focus"),
        type=notes.read("info.type", "a team type", info.text("type"), read_type),
        platform=_read_platform(node),
        search_terms=tuple(term for each in node.children("searchTerms") if (term := each.text("term"))),
        channels=tuple(_read_channel(each, notes) for each in node.children("channels")),
        meetings=tuple(_read_meeting(each, notes) for each in node.children("meetings")),
        owns=tuple(_read_owned(each, notes) for each in node.children("services")),
        versioning=Versioning(),
        ways_of_working=tuple(
            Named(each.text("name"), each.text("$ref"), line=each.line) for each in work.children("waysOfWorking")
        ),
        work=Work(
            now=tuple(map(_read_item, work.children("services"))),
            cross_team=tuple(map(_read_item, work.children("crossTeam"))),
        ),
        interactions=tuple(_read_interaction(each, notes) for each in node.children("interactions")),
        dependencies=tuple(_read_dependency(each, notes) for each in node.children("dependencies")),
        lines={"team": info.line_of("name"), "focus": info.line_of("focus"), "type": info.line_of("type")},
    )
    notes.add_left(node.list_left())
    return document, notes.as_problems()


def _read_platform(node: Node) -> str:
    one_of_many = (each.text("$ref", "name") for each in node.children("platform"))
    return node.text("platform") or node.child("platform").text("$ref", "name") or next(one_of_many, "")


def _read_channel(node: Node, notes: Notes) -> Channel:
    kind = notes.read(f"{node.path}.type", "a kind of channel", node.text("type"), read_channel_type)
    return Channel(kind or "other", node.text("name"), node.text("url"), line=node.line)


def _read_meeting(node: Node, notes: Notes) -> Meeting:
    day = notes.read(f"{node.path}.dayOfWeek", "a day of the week", node.text("dayOfWeek"), _read_weekday)
    return Meeting(
        node.text("purpose", "type"),
        rrule=f"FREQ=WEEKLY;BYDAY={day}" if day else "",
        time_of_day=node.text("timeOfDay"),
        minutes=node.whole_number("durationMinutes"),
        line=node.line,
    )


def _read_weekday(text: str) -> str:
    return dict(zip(_WEEKDAYS, _BY_DAY, strict=True)).get(text.lower(), "")


def _read_owned(node: Node, notes: Notes) -> Owned:
    versioning = node.child("versioning").text("type") or node.text("versioning")
    return Owned(
        node.text("name"),
        docs=node.text("url"),
        repository=node.text("repository"),
        versioning=notes.read(f"{node.path}.versioning", "a scheme of versions", versioning, read_scheme) or "",
        line=node.line,
    )


def _read_item(node: Node) -> WorkItem:
    return WorkItem(node.text("name"), node.text("$ref"), line=node.line)


def _read_interaction(node: Node, notes: Notes) -> Interaction:
    since = notes.read(f"{node.path}.startDate", "a date", node.text("startDate"), read_date)
    duration = notes.read(f"{node.path}.expectedDuration", "a duration", _join_duration(node), read_duration)
    return Interaction(
        node.text("teamName", "team-name"),
        notes.read(f"{node.path}.mode", "a mode of interaction", node.text("mode"), read_mode),
        purpose=node.text("purpose"),
        since_date=since,
        until_date=duration.after(since) if since and isinstance(duration, Duration) else None,
        duration_text=duration.in_words if duration else "",
        about=node.texts("$ref"),
        line=node.line,
    )


def _join_duration(node: Node) -> str:
    parts: Iterator[str] = filter(None, (node.text("expectedDuration", "duration"), node.text("expectedDurationUnit")))
    return " ".join(parts)


def _read_dependency(node: Node, notes: Notes) -> Dependency:
    kind = notes.read(f"{node.path}.type", "a type of dependency", node.text("type").lower(), _read_dependency_type)
    said = filter(None, (node.text("description"), node.text("$ref")))
    return Dependency(node.text("teamName", "team-name"), kind or "", " - ".join(said), node.line)


def _read_dependency_type(text: str) -> str:
    return text if text in _DEPENDENCY_TYPES else ""
