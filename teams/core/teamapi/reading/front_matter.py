"""Markdown with front matter as drawing tools for team topologies keep it: a few fields in YAML, the answers below.

Fields read: `team_id`, `name`, `team_type`, `metadata` (size, cognitive_load, established), `interactions`,
`dependencies`, and the groupings of teams. The front matter counts where the text below says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from teams.core.teamapi.document import Dependency, Dialect, Interaction, Problem, Severity, TeamApiDocument
from teams.core.teamapi.naming import canonical_team_ref
from teams.core.teamapi.reading.node import Node
from teams.core.teamapi.reading.notes import Notes
from teams.core.teamapi.reading.template import read_template
from teams.core.teamapi.reading.wording import is_placeholder, read_mode, read_type
from teams.core.teamapi.schema.vocabulary import LOADS

MARKS = ("team_id", "team_type")
_PLATFORMS = ("platform_grouping", "platform_inner")
_STREAMS = ("value_stream", "value_stream_inner", "product_line", "business_stream")


def is_front_matter(node: Node) -> bool:
    """Whether the mapping is one of this form."""
    return any(mark in node.data for mark in MARKS)


def is_filled_in(node: Node) -> bool:
    """Whether it says which team it is about; a template says `[Your Team Name]`, which is a list or a blank."""
    return any(isinstance(node.data.get(name), str) and _filled(node.data[name]) for name in ("team_id", "name"))


def read_front_matter(node: Node, body: str, body_line: int) -> tuple[TeamApiDocument, tuple[Problem, ...]]:
    """The document, and a note for whatever in it was not understood; `body` is the Markdown below the front matter."""
    notes = Notes(node.lines)
    told, _ = read_template(body, body_line, notes)
    metadata = node.child("metadata")
    team_id, name = _filled(node.text("team_id")), _filled(node.text("name"))
    team_type = notes.read("team_type", "a team type", node.text("team_type"), read_type)
    if team_type and told.type and told.type is not team_type:
        message = f"team_type says {team_type}, the text below says {told.type}"
        notes.add("team_type", message, severity=Severity.WARNING)
    load = metadata.text("cognitive_load").lower()
    document = replace(
        told,
        dialect=Dialect.FRONT_MATTER,
        team_text=team_id or name or told.name,
        team_ref=canonical_team_ref(team_id) if team_id else "",
        name=name or told.name,
        type=team_type or told.type,
        platform=_join(node, _PLATFORMS) or told.platform,
        value_stream=_join(node, _STREAMS) or told.value_stream,
        established=metadata.text("established"),
        size=metadata.whole_number("size"),
        cognitive_load=notes.read("metadata.cognitive_load", "a cognitive load", load, _read_load) or "",
        interactions=_merge(tuple(_list_interactions(node, notes)), told.interactions),
        dependencies=tuple(_list_dependencies(node)),
        lines=_find_lines(node, told),
    )
    notes.add_left(node.list_left())
    return document, notes.as_problems()


def _read_load(text: str) -> str:
    return text if text in LOADS else ""


def _filled(text: str) -> str:
    return "" if is_placeholder(text) else text


def _join(node: Node, names: tuple[str, ...]) -> str:
    return ", ".join(filter(None, [_filled(node.text(name)) for name in names]))


def _list_interactions(node: Node, notes: Notes) -> Iterator[Interaction]:
    for each in node.children("interactions"):
        name = "mode" if "mode" in each.data else "interaction_mode"
        mode = notes.read(f"{each.path}.{name}", "a mode of interaction", each.text(name), read_mode)
        team = _filled(each.text("team", "team_id", "team_name", "name"))
        if team:
            yield Interaction(team, mode, purpose=each.text("purpose"), line=each.line)


def _list_dependencies(node: Node) -> Iterator[Dependency]:
    for number, team in enumerate(node.texts("dependencies")):
        if _filled(team):
            yield Dependency(team, line=node.lines.find(f"dependencies.{number}"))


def _merge(given: tuple[Interaction, ...], told: tuple[Interaction, ...]) -> tuple[Interaction, ...]:
    """The interactions of the front matter, completed from the tables, and those that only the tables have."""
    by_key = {_key(each): each for each in told}
    merged = []
    for each in given:
        row = by_key.pop(_key(each), None)
        merged.append(
            each
            if row is None
            else replace(
                each,
                purpose=each.purpose or row.purpose,
                since_date=row.since_date,
                until_date=row.until_date,
                duration_text=row.duration_text,
            )
        )
    return (*merged, *by_key.values())


def _key(interaction: Interaction) -> tuple[str, object, object]:
    return interaction.team_text.casefold(), interaction.mode, interaction.status


def _find_lines(node: Node, told: TeamApiDocument) -> dict[str, int]:
    places = {"team_id": "team", "name": "name", "team_type": "type", "interactions": "interactions"}
    found = {name: node.lines.find(field) for field, name in places.items() if field in node.data}
    if "cognitive_load" in node.child("metadata").data:
        found["cognitive_load"] = node.lines.find("metadata.cognitive_load")
    return {**told.lines, **found}
