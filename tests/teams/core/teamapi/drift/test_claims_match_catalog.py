"""Claims that contradict the catalog, and claims that only seem to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from teams.core.teamapi.drift.claims_match_catalog import REMEDY, judge
from teams.core.teamapi.drift.facts import DriftFacts, EntityFact
from teams.core.teamapi.drift.results import DriftResult, LineShown, Outcome, RefShown
from tests.teams.core.teamapi.drift.world import (
    COAST,
    FACTS,
    HARBOUR,
    documents,
    drifted,
    named_only,
    outcomes,
    said_of,
    with_entities,
)

CLAIM = "owns:\n- {ref: component:default/tides}"
RAILS = EntityFact("component:default/rails", "Rails", "component", "", "group:default/gone")


def test_claim_on_what_another_team_owns() -> None:
    (result,) = drifted(judge, documents(harbour=CLAIM))
    assert result == DriftResult(
        Outcome.DRIFTED,
        HARBOUR,
        "Harbour claims Tides in its Team API, but the catalog names Coast.",
        "component:default/tides",
        REMEDY,
        (LineShown(HARBOUR, 6, "claims component:default/tides"),),
        (RefShown("component:default/tides", "its descriptor names Coast"),),
    )


@pytest.mark.parametrize("claim", ["{ref: tides}", "{ref: Default/Tides}", "{ref: sea-levels}"])
def test_claims_by_short_and_former_refs(claim: str) -> None:
    facts = replace(FACTS, aliases={"component:default/sea-levels": "component:default/tides"})
    assert len(said_of(judge, documents(harbour=f"owns: [{claim}]"), facts)) == 1


@pytest.mark.parametrize("claim", ["Tides", "tides", "The tides"])
def test_names_count_in_forms_that_know_names_only(claim: str) -> None:
    docs = {HARBOUR: named_only(documents(harbour=f"owns: [{{ref: {claim}}}]")[HARBOUR])}
    facts = with_entities(FACTS, replace(FACTS.entities["component:default/tides"], ref="component:sea/tides"))
    facts = replace(
        facts, entities={ref: each for ref, each in facts.entities.items() if ref != "component:default/tides"}
    )
    assert len(said_of(judge, docs, facts)) == (claim != "The tides")


def test_each_contested_claim_is_one_result() -> None:
    found = drifted(judge, documents(harbour="owns: [{ref: tides}, {ref: trains}, {ref: berths}]"))
    assert [result.key for result in found] == ["component:default/tides", "component:default/trains"]


@pytest.mark.parametrize(
    ("owner", "claim", "facts"),
    [
        ("coast", CLAIM, FACTS),
        ("night", "owns: [{ref: berths}]", FACTS),
        (
            "harbour",
            "owns: [{ref: lamps}]",
            with_entities(FACTS, EntityFact("component:default/lamps", "Lamps", "component")),
        ),
        ("harbour", "owns: [{ref: nowhere}]", FACTS),
        ("harbour", "owns: [{ref: 'https://git.example/coast/tides'}]", FACTS),
        ("harbour", "owns: [{ref: tides, kind: api}]", FACTS),
        ("harbour", "owns: [{ref: rails}]", with_entities(FACTS, RAILS)),
        ("harbour", "owns: []", FACTS),
        ("harbour", "", FACTS),
    ],
    ids=["own", "parent's", "nobody's", "unknown", "address", "API of that name", "owner unknown", "empty", "none"],
)
def test_what_is_no_conflict(owner: str, claim: str, facts: DriftFacts) -> None:
    assert said_of(judge, documents(**{owner: claim}), facts) == []


def test_owner_that_is_no_team_is_unknown() -> None:
    facts = with_entities(FACTS, RAILS)
    (result,) = judge(documents(harbour="owns: [{ref: rails}]"), facts)
    assert result.outcome is Outcome.UNKNOWN
    assert result.sentence == 'The owner of Rails, "group:default/gone", is no team of the catalog.'


def test_nothing_claimed_is_not_judged() -> None:
    assert outcomes(judge, documents(harbour="", coast="owns: [{ref: tides}]")) == {
        Outcome.NOT_APPLICABLE,
        Outcome.AGREES,
    }
    assert COAST in {result.team_ref for result in judge(documents(coast=""), FACTS)}
