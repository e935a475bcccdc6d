"""Types that the facts contradict, and types that only look odd."""

from __future__ import annotations

from dataclasses import replace

import pytest

from catalog.core.handles import Directory
from teams.core.teamapi.drift.facts import DriftFacts, EntityFact
from teams.core.teamapi.drift.results import NumberShown, Outcome
from teams.core.teamapi.drift.type_fits_facts import judge
from tests.teams.core.teamapi.drift.world import (
    COAST,
    FACTS,
    HARBOUR,
    NIGHT,
    RAIL,
    documents,
    drifted,
    outcomes,
    said_of,
    with_entities,
)

CROWD = tuple(f"group:default/t{number}" for number in range(10))
CROWDED = replace(
    with_entities(
        FACTS, *(EntityFact(f"component:default/c{number}", "C", "component", ref) for number, ref in enumerate(CROWD))
    ),
    directory=Directory(teams={**FACTS.directory.teams, **dict.fromkeys(CROWD, "T")}),
)
SERVING = "interactions: [{team: rail, mode: x-as-a-service, role: provider}]"


def services(count: int, owner: str = HARBOUR) -> DriftFacts:
    return with_entities(
        replace(FACTS, entities={}),
        *(
            EntityFact(f"component:default/s{n}", f"S{n}", "component", owner, is_service=True, is_production=True)
            for n in range(count)
        ),
    )


IN_PRODUCTION = tuple(services(9).entities.values())


def used_by(count: int) -> DriftFacts:
    return replace(CROWDED, consumers={HARBOUR: frozenset(CROWD[:count])})


@pytest.mark.parametrize(
    ("text", "facts", "sentence"),
    [
        ("type: platform", FACTS, "Harbour calls itself a platform, but no other team uses anything it owns."),
        (
            "type: complicated-subsystem",
            replace(FACTS, consumers={HARBOUR: frozenset({NIGHT})}),
            "Harbour calls itself a complicated-subsystem team, but no other team uses anything it owns.",
        ),
        ("type: enabling", services(3), "Harbour calls itself an enabling team, but runs 3 services in production."),
        (
            "type: stream-aligned",
            used_by(6),
            "Harbour calls itself stream-aligned, but 6 of 12 other teams use what it owns.",
        ),
    ],
)
def test_types_the_facts_contradict(text: str, facts: DriftFacts, sentence: str) -> None:
    (result,) = drifted(judge, documents(harbour=text), facts)
    assert result.sentence == sentence
    assert result.lines[0].says == text
    assert result.refs


def test_numbers_of_a_platform_that_calls_itself_a_stream() -> None:
    (result,) = drifted(judge, documents(harbour="type: stream-aligned"), used_by(6))
    assert result.numbers == (NumberShown("teams that use it", 6, "teams"), NumberShown("other teams", 12, "teams"))


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("type: platform", replace(FACTS, consumers={HARBOUR: frozenset({RAIL})})),
        (f"type: platform\n{SERVING}", FACTS),
        (f"type: platform\n{SERVING.replace('rail', 'coast')}", FACTS),
        ("type: enabling", services(2)),
        ("type: enabling", with_entities(FACTS, *(replace(each, is_production=False) for each in IN_PRODUCTION))),
        ("type: enabling", with_entities(FACTS, *(replace(each, is_service=False) for each in IN_PRODUCTION))),
        ("type: enabling", with_entities(FACTS, *services(9, RAIL).entities.values())),
        ("type: stream-aligned", used_by(5)),
        ("type: stream-aligned", replace(FACTS, consumers={HARBOUR: frozenset({RAIL, COAST})})),
        ("type: stream-aligned", services(9)),
    ],
    ids=[
        *(
            "used by the catalog",
            "used by its word",
            "declared to another",
            "runs a little",
            "trials",
            "libraries",
            "others run much",
        ),
        *("used by many, not most", "used by most, not many", "runs much"),
    ],
)
def test_types_that_fit(text: str, facts: DriftFacts) -> None:
    assert outcomes(judge, documents(harbour=text), facts) == {Outcome.AGREES}


@pytest.mark.parametrize("text", ["", "type: undefined"])
def test_no_type_is_not_judged(text: str) -> None:
    assert outcomes(judge, documents(harbour=text)) == {Outcome.NOT_APPLICABLE}


def test_platform_that_owns_nothing_is_not_judged() -> None:
    assert outcomes(judge, documents(pilots="type: platform")) == {Outcome.NOT_APPLICABLE}


def test_users_that_could_not_be_read_are_unknown() -> None:
    facts = replace(FACTS, gaps=("the source could not be listed.",))
    assert outcomes(judge, documents(harbour="type: platform"), facts) == {Outcome.UNKNOWN}
    assert outcomes(judge, documents(harbour="type: enabling"), facts) == {Outcome.AGREES}


def test_consumer_s_word_counts_for_the_provider() -> None:
    consumes = "interactions: [{team: harbour, mode: x-as-a-service, role: consumer}]"
    assert said_of(judge, documents(harbour="type: platform", rail=consumes)) == []
