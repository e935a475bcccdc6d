"""Refs that lead nowhere or to an archive, and names that were never meant as refs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from teams.core.teamapi.drift.facts import EntityFact, RepositoryFact
from teams.core.teamapi.drift.refers_to_what_exists import REMEDY_ARCHIVED, judge
from teams.core.teamapi.drift.results import Outcome
from tests.teams.core.teamapi.drift.world import (
    FACTS,
    HARBOUR,
    documents,
    drifted,
    named_only,
    outcomes,
    said_of,
    with_entities,
)

OLD = EntityFact("component:default/old", "Old", "component", HARBOUR, repository="git.example/harbour/old")
WORLD = replace(
    with_entities(FACTS, OLD),
    aliases={"component:default/piers": "component:default/berths"},
    repositories={
        each.address: each
        for each in (
            RepositoryFact("git.example/harbour/old", "harbour-old", is_archived=True),
            RepositoryFact("git.example/harbour/new", "harbour-new"),
        )
    },
)
GAP = replace(WORLD, gaps=("the repository org could not be read.",))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("owns: [{ref: ferry}]", "names ferry, which is not in the catalog."),
        ("owns: [{ref: api:default/berths}]", "names api:default/berths, which is not in the catalog."),
        ("provides: [{name: a, ref: api:sea/plan}]", "names api:sea/plan, which is not in the catalog."),
        ("interactions: [{team: gone, mode: collaboration}]", "names gone, which is no team of the catalog."),
        ("interactions: [{team: user:default/ada, mode: collaboration}]", "names user:default/ada, which is no team"),
        (
            "interactions: [{team: rail, mode: collaboration, about: [component:default/x]}]",
            "names component:default/x, which is not",
        ),
        ("dependencies: [{team: group:default/gone}]", "names group:default/gone, which is no team of the catalog."),
        ("partOf: {platform: gone}", "names gone, which is no team of the catalog."),
        ("owns: [{ref: old}]", "names old, which stands in the repository harbour-old, which is archived."),
        ("owns: [{ref: 'https://git.example/harbour/old'}]", "which is archived."),
        (
            "owns: [{ref: berths, repository: 'git@git.example:harbour/old'}]",
            "names berths, which stands in the repository harbour-old, which is archived.",
        ),
    ],
)
def test_refs_that_lead_nowhere(text: str, sentence: str) -> None:
    (result,) = drifted(judge, documents(harbour=text), WORLD)
    assert sentence in result.sentence
    assert result.lines[0].line == 5
    assert (result.remedy == REMEDY_ARCHIVED) == ("archived" in sentence)


@pytest.mark.parametrize(
    "text",
    [
        "owns: [{ref: berths}, {ref: Default/Berths}, {ref: component:default/piers}]",
        "owns: [{ref: 'https://git.example/harbour/new'}]",
        "owns: [{ref: 'https://elsewhere.example/a/b'}]",
        "owns: [{ref: The lamps along the quay}]",
        "owns: [{ref: old, lifecycle: deprecated}]",
        "interactions: [{team: Customs office, mode: collaboration}]",
        "interactions: [{team: port, mode: collaboration}]",
        "interactions: [{team: Night shift, mode: collaboration, about: [timetables]}]",
        "dependencies: [{team: Pilots}]",
        "partOf: {platform: coast}",
        "partOf: {platform: 'https://git.example/coast/team-api.yaml'}",
        "provides: [{name: Plans}]",
        "provides: [{name: Plans, ref: berths}]",
        "",
    ],
)
def test_what_is_there_or_was_never_a_ref(text: str) -> None:
    assert said_of(judge, documents(harbour=text), WORLD) == []


def test_deprecated_by_the_catalog_may_be_archived_too() -> None:
    leaving = with_entities(WORLD, replace(OLD, lifecycle="deprecated"))
    assert said_of(judge, documents(harbour="owns: [{ref: old}]"), leaving) == []


def test_team_that_could_not_be_read_is_unknown_not_gone() -> None:
    docs = documents(harbour="interactions: [{team: gone, mode: collaboration}]")
    assert outcomes(judge, docs, GAP) == {Outcome.UNKNOWN}
    assert outcomes(judge, documents(harbour="owns: [{ref: ferry}]"), GAP) == {Outcome.DRIFTED}


@pytest.mark.parametrize(("team", "expected"), [("Finance", 0), ("CI/CD", 0), ("group:default/gone", 1)])
def test_forms_that_know_names_only(team: str, expected: int) -> None:
    docs = documents(harbour=f"interactions: [{{team: {team}, mode: collaboration}}]\nowns: [{{ref: CRM}}]")
    docs = {ref: named_only(document) for ref, document in docs.items()}
    assert len(said_of(judge, docs, WORLD)) == expected


def test_one_ref_named_twice_is_one_result() -> None:
    text = "interactions: [{team: gone, mode: collaboration}]\ndependencies: [{team: Gone}]"
    assert len(said_of(judge, documents(harbour=text), WORLD)) == 1
