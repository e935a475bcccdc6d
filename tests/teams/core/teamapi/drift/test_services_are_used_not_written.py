"""Consumers that write what they consume, and commits that mean nothing of the kind."""

from __future__ import annotations

from dataclasses import replace

import pytest

from teams.core.teamapi.drift.facts import DriftFacts, WorkFact
from teams.core.teamapi.drift.results import NumberShown, Outcome
from teams.core.teamapi.drift.services_are_used_not_written import judge
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

TIDES = "component:default/tides"
PROVIDES = "interactions: [{team: harbour, mode: x-as-a-service, role: provider, start: 2025-01-01}]"
CONSUMES = "interactions: [{team: coast, mode: x-as-a-service, role: consumer, start: 2025-01-01}]"


def work(total: int, ref: str = TIDES, facts: DriftFacts = FACTS, **by_team: int) -> DriftFacts:
    teams = {f"group:default/{name}": count for name, count in by_team.items()}
    return replace(facts, work={**facts.work, ref: WorkFact(total, teams)})


def test_consumer_that_writes_the_service() -> None:
    (result,) = drifted(judge, documents(coast=PROVIDES, harbour=CONSUMES), work(30, harbour=18, coast=12))
    assert (
        result.sentence
        == "Harbour uses what Coast provides as a service, but made 18 of 30 commits on Tides in 90 days."
    )
    assert (result.team_ref, result.key) == (COAST, HARBOUR)
    assert [line.team_ref for line in result.lines] == [COAST, HARBOUR]
    assert result.numbers == (
        NumberShown("commits by Harbour", 18, "commits", TIDES),
        NumberShown("commits in all", 30, "commits", TIDES),
    )


@pytest.mark.parametrize(
    ("docs", "facts", "subject"),
    [
        ({"coast": PROVIDES}, work(50, harbour=10), COAST),
        ({"harbour": CONSUMES}, work(50, harbour=10), HARBOUR),
        ({"coast": PROVIDES}, work(50, harbour=6, night=4), COAST),
        ({"coast": PROVIDES.replace("start", f"about: [{TIDES}], start")}, work(50, harbour=10), COAST),
        ({"coast": PROVIDES.replace("start", "about: [weather], start")}, work(50, harbour=10), COAST),
        ({"coast": PROVIDES.replace(", start: 2025-01-01", "")}, work(50, harbour=10), COAST),
    ],
    ids=["just a fifth and ten", "consumer says so", "with its team below", "about it", "about a word", "no start"],
)
def test_other_ways_to_write_it(docs: dict[str, str], facts: DriftFacts, subject: str) -> None:
    (result,) = drifted(judge, documents(**docs), facts)
    assert result.team_ref == subject


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (PROVIDES, work(20, harbour=9, coast=11)),
        (PROVIDES, work(51, harbour=10)),
        (PROVIDES, work(30, rail=25)),
        (PROVIDES, FACTS),
        (PROVIDES, with_entities(work(30, harbour=18), replace(FACTS.entities[TIDES], is_shared=True))),
        (PROVIDES, replace(work(30, harbour=18), teams_below={COAST: frozenset({COAST, HARBOUR})})),
        (PROVIDES.replace("2025-01-01", "2026-05-01"), work(30, harbour=18)),
        (PROVIDES.replace("role: provider, ", ""), work(30, harbour=18)),
        (PROVIDES.replace("x-as-a-service, role: provider", "collaboration"), work(30, harbour=18)),
        (PROVIDES.replace("start", "status: ended, start"), work(30, harbour=18)),
        (PROVIDES.replace("provider", "consumer"), work(30, harbour=18)),
        (PROVIDES, work(30, "component:default/berths", harbour=18)),
        ("", work(30, harbour=18)),
    ],
    ids=[
        *("too few", "too small a share", "another team", "no commit", "inner source", "same line", "young", "no role"),
        *("other mode", "ended", "other way round", "consumer's own", "none"),
    ],
)
def test_what_means_nothing_of_the_kind(text: str, facts: DriftFacts) -> None:
    assert said_of(judge, documents(coast=text), facts) == []


def test_only_what_it_is_about_is_judged() -> None:
    other = replace(FACTS.entities[TIDES], ref="component:default/wind", name="Wind")
    facts = work(30, "component:default/wind", with_entities(work(30, harbour=18), other), coast=30)
    about_wind = PROVIDES.replace("start", "about: [wind], start")
    assert said_of(judge, documents(coast=about_wind), facts) == []
    assert len(said_of(judge, documents(coast=PROVIDES), facts)) == 1


def test_history_that_could_not_be_read_is_unknown() -> None:
    facts = replace(FACTS, unread_history={TIDES: "the clone is broken."})
    assert outcomes(judge, documents(coast=PROVIDES), facts) == {Outcome.UNKNOWN}
    assert outcomes(judge, documents(coast=PROVIDES), replace(facts, work=work(30, harbour=18).work)) == {
        Outcome.DRIFTED
    }


def test_answers_for_teams_without_services() -> None:
    assert outcomes(judge, documents(coast="")) == {Outcome.NOT_APPLICABLE}
    assert outcomes(judge, documents(coast=PROVIDES), work(30, coast=30)) == {Outcome.AGREES}
    assert {NIGHT, RAIL} & {result.team_ref for result in judge(documents(coast=PROVIDES), FACTS)} == set()
