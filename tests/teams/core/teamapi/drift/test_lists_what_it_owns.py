"""What a team owns and does not list, and the ways to list it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from teams.core.teamapi.drift.facts import DriftFacts, EntityFact, RepositoryFact
from teams.core.teamapi.drift.lists_what_it_owns import judge
from teams.core.teamapi.drift.results import Outcome
from tests.teams.core.teamapi.drift.world import (
    COAST,
    FACTS,
    HARBOUR,
    documents,
    drifted,
    outcomes,
    said_of,
    with_entities,
)

LAMPS = EntityFact(
    "component:default/lamps",
    "Lamps",
    "component",
    HARBOUR,
    system_ref="system:default/light",
    repository="git.example/harbour/lamps",
)
LIGHT = EntityFact("system:default/light", "Light", "system", HARBOUR)
WORLD = replace(
    with_entities(FACTS, LAMPS),
    repositories={"git.example/harbour/lamps": RepositoryFact("git.example/harbour/lamps", "lamps")},
    aliases={"component:default/lanterns": LAMPS.ref},
)


def test_what_is_not_listed() -> None:
    (result,) = drifted(judge, documents(harbour="owns: [{ref: berths}]"), WORLD)
    assert result.sentence == "Harbour owns Lamps by the catalog, but does not list it."
    assert [shown.ref for shown in result.refs] == [LAMPS.ref]
    assert result.lines[0].line == 5


def test_several_are_one_result() -> None:
    more = [EntityFact(f"api:default/a{number}", f"A{number}", "api", HARBOUR) for number in range(6)]
    (result,) = drifted(judge, documents(harbour="owns: [{ref: berths}]"), with_entities(WORLD, *more))
    assert result.sentence == "Harbour owns A0, A1, A2, A3, A4 and 2 more by the catalog, but does not list them."
    assert len(result.refs) == 7


def test_a_claim_of_a_stranger_does_not_list_it() -> None:
    docs = documents(harbour="owns: [{ref: berths}]", coast="owns: [{ref: lamps}]")
    assert [result.team_ref for result in drifted(judge, docs, WORLD)] == [COAST, HARBOUR]


@pytest.mark.parametrize(
    ("owns", "facts"),
    [
        ("{ref: lamps}", WORLD),
        ("{ref: lanterns}", WORLD),
        ("{ref: LAMPS}", WORLD),
        ("{ref: Lamps of the quay}", with_entities(WORLD, replace(LAMPS, name="Lamps of the Quay"))),
        ("{ref: system:default/light}", with_entities(WORLD, LIGHT)),
        ("{ref: light, kind: subsystem}", with_entities(WORLD, LIGHT)),
        ("{ref: 'https://git.example/harbour/lamps'}", WORLD),
        ("{ref: 'git@git.example:Harbour/Lamps.git'}", WORLD),
    ],
    ids=[
        "ref",
        "former ref",
        "any case",
        "its shown name",
        "its system",
        "its system by kind",
        "its repository",
        "its clone address",
    ],
)
def test_ways_to_list_it(owns: str, facts: DriftFacts) -> None:
    assert said_of(judge, documents(harbour=f"owns: [{{ref: berths}}, {owns}]"), facts) == []


def test_team_below_may_list_it() -> None:
    docs = documents(harbour="owns: [{ref: berths}]", night="owns: [{ref: lamps}]")
    assert said_of(judge, docs, WORLD) == []


@pytest.mark.parametrize("text", ["", "owns: []", "type: platform"])
def test_document_that_claims_nothing_leaves_it_to_the_catalog(text: str) -> None:
    assert outcomes(judge, documents(harbour=text), WORLD) == {Outcome.NOT_APPLICABLE}


def test_team_that_owns_nothing_lists_all_of_it() -> None:
    assert outcomes(judge, documents(pilots="owns: [{ref: anything}]"), WORLD) == {Outcome.AGREES}
