"""Interactions only one side speaks of, and those that need no second voice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from teams.core.teamapi.drift.interactions_are_mutual import judge
from teams.core.teamapi.drift.results import Outcome
from tests.teams.core.teamapi.drift.world import COAST, HARBOUR, documents, drifted, outcomes, said_of


def interaction(team: str, mode: str = "collaboration", **more: str) -> str:
    return (
        f"interactions: [{{team: {team}, mode: {mode}{''.join(f', {name}: {value}' for name, value in more.items())}}}]"
    )


def test_one_side_only() -> None:
    (result,) = drifted(judge, documents(harbour=interaction("coast"), coast="type: platform"))
    assert result.sentence == "Harbour declares collaboration with Coast, which does not mention it."
    assert (result.team_ref, result.key) == (HARBOUR, f"{COAST} collaboration")
    assert [(line.team_ref, line.line) for line in result.lines] == [(HARBOUR, 5)]


@pytest.mark.parametrize(
    ("harbour", "coast", "sentences"),
    [
        (
            interaction("coast"),
            interaction("harbour", "facilitating", role="facilitator"),
            ["Coast declares facilitating with Harbour, which calls it collaboration."],
        ),
        (
            interaction("coast"),
            interaction("harbour", status="ended"),
            ["Harbour declares collaboration with Coast, which says that it has ended."],
        ),
        (
            interaction("coast", "x-as-a-service", role="consumer"),
            "",
            ["Harbour declares x-as-a-service with Coast, which does not mention it."],
        ),
        (
            interaction("coast", "x-as-a-service", role="provider"),
            "provides: [{name: Weather}]",
            ["Harbour declares x-as-a-service with Coast, which does not mention it."],
        ),
        (
            interaction("coast"),
            interaction("rail"),
            ["Harbour declares collaboration with Coast, which does not mention it."],
        ),
    ],
    ids=["modes differ", "ended there", "no offer", "offers do not make consumers", "speaks of another"],
)
def test_sides_that_differ(harbour: str, coast: str, sentences: list[str]) -> None:
    assert said_of(judge, documents(harbour=harbour, coast=coast)) == sentences


@pytest.mark.parametrize(
    ("harbour", "coast"),
    [
        (interaction("coast"), interaction("Harbour")),
        (interaction("coast"), interaction("port", status="expected")),
        (interaction("coast"), interaction("night")),
        (interaction("coast", status="expected"), ""),
        (interaction("coast", status="ended"), ""),
        (interaction("coast", "x-as-a-service", role="consumer"), "provides: [{name: Weather}]"),
        (interaction("coast", "x-as-a-service"), "provides: [{name: Weather}]"),
        (interaction("Customs office"), ""),
        (interaction("harbour"), ""),
        ("", ""),
    ],
    ids=[
        *("confirmed", "confirmed by a former name", "with a team below", "expected", "ended", "on offer"),
        *("on offer, no role", "in no catalog", "with itself", "none"),
    ],
)
def test_what_needs_no_second_voice(harbour: str, coast: str) -> None:
    assert said_of(judge, documents(harbour=harbour, coast=coast)) == []


def test_team_without_a_document_cannot_answer() -> None:
    assert outcomes(judge, documents(harbour=interaction("coast"))) == {Outcome.NOT_APPLICABLE}


def test_mode_nobody_could_read_agrees_with_any() -> None:
    docs = documents(coast=interaction("harbour"), harbour=interaction("coast", "facilitating", role="facilitator"))
    unread = replace(docs[HARBOUR].interactions[0], mode=None)
    assert len(said_of(judge, docs)) == 1
    assert said_of(judge, {**docs, HARBOUR: replace(docs[HARBOUR], interactions=(unread,))}) == []


def test_both_interactions_of_a_pair_are_confirmed_one_by_one() -> None:
    two = "interactions: [{team: coast, mode: collaboration}, {team: coast, mode: facilitating, role: facilitated}]"
    docs = documents(harbour=two, coast=interaction("harbour"))
    assert said_of(judge, docs) == []  # Coast has the same in its own file to say, and says one of the two
    docs = documents(coast=two.replace("coast", "harbour"), harbour=interaction("coast"))
    assert said_of(judge, docs) == ["Coast declares facilitating with Harbour, which calls it collaboration."]
