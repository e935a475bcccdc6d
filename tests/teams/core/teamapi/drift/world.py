"""A small organisation that does not exist, and Team APIs in it, for the tests of the rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from catalog.core.handles import Directory
from teams.core.teamapi.document import Dialect, TeamApiDocument
from teams.core.teamapi.drift.facts import Documents, DriftFacts, EntityFact
from teams.core.teamapi.drift.results import DriftResult, Outcome
from tests.teams.core.teamapi.samples import read

TODAY = date(2026, 6, 30)
COAST, HARBOUR, NIGHT, PILOTS, RAIL = (
    f"group:default/{name}" for name in ("coast", "harbour", "night", "pilots", "rail")
)

#: Night is a part of Harbour; the others stand beside each other.
FACTS = DriftFacts(
    today=TODAY,
    directory=Directory(
        teams={COAST: "Coast", HARBOUR: "Harbour", NIGHT: "Night shift", PILOTS: "Pilots", RAIL: "Rail"},
        aliases={("ref", "group:default/port"): frozenset({HARBOUR})},
    ),
    entities={
        entity.ref: entity
        for entity in (
            EntityFact("component:default/berths", "Berths", "component", HARBOUR, is_service=True, is_production=True),
            EntityFact("component:default/tides", "Tides", "component", COAST, is_service=True, is_production=True),
            EntityFact("component:default/trains", "Trains", "component", RAIL, is_service=True),
        )
    },
    teams_below={HARBOUR: frozenset({HARBOUR, NIGHT})},
)

Judge = Callable[[Documents, DriftFacts], Iterator[DriftResult]]


def team_api(team_ref: str, text: str = "", updated: str = "2026-01-01") -> TeamApiDocument:
    """The Team API of a team; `text` is what it says beyond the required."""
    return read(f"apiVersion: teamapi/v1\nkind: TeamApi\nteam: {team_ref}\nupdated: {updated}\n{text}\n")


def documents(**texts: str) -> dict[str, TeamApiDocument]:
    """Team APIs by the name of their team."""
    return {f"group:default/{name}": team_api(f"group:default/{name}", text) for name, text in texts.items()}


def with_entities(facts: DriftFacts, *entities: EntityFact) -> DriftFacts:
    """The facts with more entities, or with others of the same refs."""
    return replace(facts, entities={**facts.entities, **{entity.ref: entity for entity in entities}})


def named_only(document: TeamApiDocument) -> TeamApiDocument:
    """The document as if it were written in a form that knows names only."""
    return replace(document, dialect=Dialect.TEMPLATE)


def drifted(judge: Judge, docs: Documents, facts: DriftFacts = FACTS) -> list[DriftResult]:
    """What has drifted; whatever else is answered, there is an answer for every document."""
    results = list(judge(docs, facts))
    assert {result.team_ref for result in results} == set(docs)
    assert all(result.sentence.endswith((".", "!")) or result.outcome is Outcome.UNKNOWN for result in results)
    keys = [(result.team_ref, result.key) for result in results if result.outcome is Outcome.DRIFTED]
    assert len(keys) == len(set(keys))
    return [result for result in results if result.outcome is Outcome.DRIFTED]


def outcomes(judge: Judge, docs: Documents, facts: DriftFacts = FACTS) -> set[Outcome]:
    """The answers there are."""
    return {result.outcome for result in judge(docs, facts)}


def said_of(judge: Judge, docs: Documents, facts: DriftFacts = FACTS) -> list[str]:
    """The sentences of what has drifted."""
    return [result.sentence for result in drifted(judge, docs, facts)]
