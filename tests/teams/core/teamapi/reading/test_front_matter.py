"""Markdown with a drawing tool's front matter: the fields above, the answers below, and what neither explains."""

from __future__ import annotations

from pathlib import Path

import pytest

from teams.core.teamapi.document import (
    Dependency,
    Dialect,
    Interaction,
    Mode,
    ParsedTeamApi,
    Severity,
    Status,
    TeamType,
)
from teams.core.teamapi.parse import parse_team_api

TEXT = """\
---
team_id: quay-crew
name: Quay Crew
team_type: platform
position: {x: 1, y: 2}
platform_grouping: Coast
value_stream: Shipping
metadata:
  size: 5
  cognitive_load: Medium
  established: 2026-01
  flow_metrics: {lead_time_days: 3}
dependencies: [Pilots]
interactions:
- team: Pilots
  mode: x-as-a-service
  purpose: Draught
- team_id: Rail
  interaction_mode: juggling
---

# Quay Crew

## Team name and focus

Quay Crew - loads ships

## Team type

enabling

## Software owned and evolved by this team

- Load plans

## Teams we currently interact with

| Team Name | Interaction Mode | Purpose | Duration |
|-----------|------------------|---------|----------|
| pilots | X-as-a-Service | tides | Ongoing |
| Customs | Collaboration | papers | 3 moons |
| Short row | Collaboration |
"""


def parse(text: str, path: str = "quay.md") -> ParsedTeamApi:
    return parse_team_api(path, text.encode())


def test_fields_of_the_front_matter() -> None:
    parsed = parse(TEXT)
    document = parsed.document
    assert document is not None
    assert parsed.dialect is document.dialect is Dialect.FRONT_MATTER
    assert (document.team_text, document.team_ref) == ("quay-crew", "group:default/quay-crew")
    assert (document.name, document.focus) == ("Quay Crew", "loads ships")
    assert (document.type, document.size, document.established) == (TeamType.PLATFORM, 5, "2026-01")
    assert (document.cognitive_load, document.platform, document.value_stream) == ("medium", "Coast", "Shipping")
    assert document.dependencies == (Dependency("Pilots"),)
    assert [each.ref_text for each in document.owns] == ["Load plans"]
    assert (document.line_of("type"), document.line_of("cognitive_load"), document.line_of("focus")) == (4, 10, 24)


def test_interactions_of_both_places_are_one_list() -> None:
    document = parse(TEXT).document
    assert document is not None
    assert document.interactions == (
        Interaction("Pilots", Mode.X_AS_A_SERVICE, purpose="Draught", duration_text="Ongoing"),
        Interaction("Rail"),
        Interaction("Customs", Mode.COLLABORATION, purpose="papers", duration_text="3 moons"),
        Interaction("Short row", Mode.COLLABORATION),
    )
    assert [each.line for each in document.interactions] == [15, 18, 41, 42]


def test_notes_on_all_that_was_not_understood() -> None:
    told = {each.line: (each.severity, each.message) for each in parse(TEXT).problems}
    assert told == {
        4: (Severity.WARNING, "team_type says platform, the text below says enabling"),
        5: (Severity.NOTE, "position is not understood and was left out"),
        12: (Severity.NOTE, "metadata.flow_metrics is not understood and was left out"),
        19: (Severity.NOTE, 'interactions.1.interaction_mode: "juggling" is not understood as a mode of interaction'),
        41: (Severity.NOTE, 'the duration "3 moons" is not understood'),
    }


def test_without_an_id_the_name_is_all_there_is() -> None:
    document = parse("---\nname: Quay\nteam_type: enabling\n---\n").document
    assert document is not None
    assert (document.team_text, document.team_ref) == ("Quay", "")


def test_the_same_fields_in_yaml() -> None:
    parsed = parse("team_id: quay\nteam_type: enabling\n", "quay.yaml")
    assert parsed.document is not None
    assert (parsed.dialect, parsed.document.type) == (Dialect.FRONT_MATTER, TeamType.ENABLING)


@pytest.mark.parametrize(
    "front",
    ["team_id: [unique-id]\nname: [Your Team Name]\nteam_type: [a | b]", "team_type: platform", "name: ''\nteam_id:"],
)
def test_template_that_nobody_filled_in_is_refused(front: str) -> None:
    parsed = parse(f"---\n{front}\n---\n\n## Team type\n\nplatform\n")
    assert parsed.document is None
    assert [each.severity for each in parsed.problems] == [Severity.ERROR]


def test_other_front_matter_leaves_the_text_to_speak() -> None:
    """Static site generators put a title there; an empty one is none."""
    body = "\n* Team name and focus: Quay - ships\n* Team type: platform\n"
    assert parse(f"---\n\n---\n{body}").document is not None


def test_real_documents(shared: Path) -> None:
    folder = shared / "corpus" / "teamapi"
    read = {
        path.name: parse_team_api(path.name, path.read_bytes()) for path in sorted(folder.glob("wesource*__data__*"))
    }
    assert len(read) == 5
    for name, parsed in read.items():
        document = parsed.document
        assert document is not None, name
        assert document.team_ref.removeprefix("group:default/") in name
        assert document.type is not None
        assert document.focus
        assert document.cognitive_load
        assert document.owns
        assert document.channels
        assert document.interactions
        assert {each.severity for each in parsed.problems} <= {Severity.NOTE, Severity.WARNING}
        assert any(each.status is Status.EXPECTED for each in document.interactions) == (
            "expect to" in folder.joinpath(name).read_text()
        )


def test_real_templates_are_nobody_s(shared: Path) -> None:
    templates = sorted((shared / "corpus" / "teamapi").glob("wesource*__templates__*"))
    assert len(templates) == 2
    assert [parse_team_api(path.name, path.read_bytes()).document for path in templates] == [None, None]
