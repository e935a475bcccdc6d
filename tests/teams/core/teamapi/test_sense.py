"""Warnings about valid documents: what was probably not meant, and what only looks like it."""

from __future__ import annotations

import pytest

from teams.core.teamapi.document import Severity
from teams.core.teamapi.parse import parse_team_api
from tests.teams.core.teamapi.samples import FULL, SMALLEST


def warnings(text: str) -> list[str]:
    parsed = parse_team_api("team-api.yaml", f"{SMALLEST}{text}\n".encode())
    assert parsed.document is not None, parsed.problems
    assert all(each.severity is Severity.WARNING and each.remedy for each in parsed.problems)
    return [each.message for each in parsed.problems]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("owns: [{ref: a}, {ref: component:default/A}]", "owns.1 says again what stands above it"),
        ("channels: [{type: chat, address: '#a'}, {type: chat, address: '#A'}]", "channels.1 says again"),
        ("provides: [{name: Plan}, {name: plan}]", "provides.1 says again"),
        (
            "interactions: [{team: a, mode: collaboration}, {team: group:default/a, mode: collaboration}]",
            "interactions.1 says again",
        ),
        (
            "interactions: [{team: Harbour, mode: collaboration}]",
            "the interaction with Harbour is one of the team with",
        ),
        (
            "interactions: [{team: a, mode: collaboration, role: provider}]",
            "nobody is provider in the mode collaboration",
        ),
        ("interactions: [{team: a, mode: x-as-a-service}]", "the interaction with a does not say which side"),
        ("interactions: [{team: a, mode: facilitating}]", "the interaction with a does not say which side"),
        (
            "interactions: [{team: a, mode: collaboration, start: 2026-02-01, expectedEnd: 2026-01-01}]",
            "the interaction with a ends before it starts",
        ),
    ],
)
def test_probably_not_meant(text: str, message: str) -> None:
    found = warnings(text)
    assert len(found) == 1
    assert found[0].startswith(message)


@pytest.mark.parametrize(
    "text",
    [
        "owns: [{ref: a}, {ref: api:default/a}]",
        "owns: [{ref: a, kind: service}, {ref: a, kind: api}]",
        "channels: [{type: chat, address: a}, {type: email, address: a}]",
        "interactions: [{team: a, mode: collaboration}, {team: a, mode: x-as-a-service, role: consumer}]",
        "interactions: [{team: a, mode: collaboration}, {team: a, mode: collaboration, purpose: another}]",
        "interactions: [{team: a, mode: collaboration}]",
        "interactions: [{team: other/harbour, mode: collaboration, role: peer}]",
        "interactions: [{team: a, mode: collaboration, start: 2026-02-01, expectedEnd: 2026-02-01}]",
        "interactions: [{team: a, mode: facilitating, role: facilitator, expectedEnd: 2026-02-01}]",
        "",
    ],
)
def test_only_looks_like_it(text: str) -> None:
    assert warnings(text) == []


def test_full_sample_makes_sense() -> None:
    assert parse_team_api("team-api.yaml", FULL.encode()).problems == ()
