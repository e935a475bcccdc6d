"""The map of all teams: who gives, who takes, until when."""

from __future__ import annotations

from datetime import date

import pytest

from teams.core.teamapi.document import Mode, Status, TeamType
from teams.core.teamapi.team_map import TeamLink, TeamNode, draw_map
from tests.teams.core.teamapi.drift.world import COAST, FACTS, HARBOUR, RAIL, TODAY, documents


def links(**texts: str) -> tuple[TeamLink, ...]:
    return draw_map(documents(**texts), FACTS.directory, TODAY).links


def one(text: str) -> str:
    return f"interactions: [{{{text}}}]"


def test_every_team_is_a_node() -> None:
    nodes = draw_map(documents(harbour="type: platform"), FACTS.directory, TODAY).nodes
    assert [node.name for node in nodes] == ["Coast", "Harbour", "Night shift", "Pilots", "Rail"]
    assert nodes[0] == TeamNode(COAST, "Coast", None, False)
    assert nodes[1] == TeamNode(HARBOUR, "Harbour", TeamType.PLATFORM, True)


def test_both_sides_are_one_link() -> None:
    (link,) = links(
        harbour=one("team: coast, mode: collaboration, purpose: Waves, start: 2026-02-01, expectedEnd: 2026-07-01"),
        coast=one("team: harbour, mode: collaboration, purpose: Wind, start: 2026-01-01, expectedEnd: 2026-08-01"),
    )
    assert link == TeamLink(
        COAST,
        HARBOUR,
        Mode.COLLABORATION,
        "Wind",
        Status.CURRENT,
        date(2026, 1, 1),
        date(2026, 8, 1),
        False,
        False,
        (COAST, HARBOUR),
    )


@pytest.mark.parametrize(
    ("text", "first", "directed"),
    [
        ("team: coast, mode: x-as-a-service, role: provider", HARBOUR, True),
        ("team: coast, mode: x-as-a-service, role: consumer", COAST, True),
        ("team: coast, mode: facilitating, role: facilitated", COAST, True),
        ("team: coast, mode: facilitating, role: facilitator", HARBOUR, True),
        ("team: coast, mode: x-as-a-service", COAST, False),
        ("team: coast, mode: collaboration, role: peer", COAST, False),
    ],
)
def test_who_gives(text: str, first: str, directed: bool) -> None:
    (link,) = links(harbour=one(text))
    assert (link.first_ref, link.is_directed) == (first, directed)
    assert {link.first_ref, link.second_ref} == {COAST, HARBOUR}


def test_contradicting_roles_have_no_direction() -> None:
    both = "mode: x-as-a-service, role: provider"
    (link,) = links(harbour=one(f"team: coast, {both}"), coast=one(f"team: harbour, {both}"))
    assert not link.is_directed


@pytest.mark.parametrize(
    ("text", "status", "overdue"),
    [
        ("team: coast, mode: collaboration, expectedEnd: 2026-06-29", Status.CURRENT, True),
        ("team: coast, mode: collaboration, expectedEnd: 2026-06-30", Status.CURRENT, False),
        ("team: coast, mode: collaboration", Status.CURRENT, False),
        ("team: coast, mode: collaboration, status: expected", Status.EXPECTED, False),
    ],
)
def test_overdue_is_marked(text: str, status: Status, overdue: bool) -> None:
    (link,) = links(harbour=one(text))
    assert (link.status, link.is_overdue) == (status, overdue)


def test_what_is_no_link() -> None:
    assert links(harbour=one("team: coast, mode: collaboration, status: ended")) == ()
    assert links(harbour=one("team: Customs office, mode: collaboration")) == ()
    assert links(harbour=one("team: harbour, mode: collaboration")) == ()


def test_two_modes_between_two_teams_are_two_links() -> None:
    text = "interactions: [{team: rail, mode: collaboration}, {team: rail, mode: facilitating, role: facilitator}]"
    assert [(link.mode, {link.first_ref, link.second_ref}) for link in links(harbour=text)] == [
        (Mode.COLLABORATION, {HARBOUR, RAIL}),
        (Mode.FACILITATING, {HARBOUR, RAIL}),
    ]
