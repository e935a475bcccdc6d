"""Teams nobody can ask or wake, and the many ways to be reached."""

from __future__ import annotations

from dataclasses import replace

import pytest

from teams.core.teamapi.drift.facts import DriftFacts
from teams.core.teamapi.drift.results import Outcome
from teams.core.teamapi.drift.team_can_be_reached import judge
from tests.teams.core.teamapi.drift.world import FACTS, HARBOUR, documents, drifted, outcomes, with_entities

ASK = "{type: slack, address: '#ask', purpose: questions}"
ALARM = "{type: slack, address: '#alarm', purpose: incidents}"


def channels(*items: str) -> str:
    return f"channels: [{', '.join(items)}]"


def lacking(text: str, team: str = "harbour", facts: DriftFacts = FACTS) -> list[str]:
    return [result.key for result in drifted(judge, documents(**{team: text}), facts)]


def test_no_channel_at_all() -> None:
    questions, incidents = drifted(judge, documents(harbour=""))
    assert questions.sentence == "Harbour names no channel for questions in its Team API."
    assert incidents.sentence == "Harbour runs Berths in production and names no channel for incidents."
    assert [shown.ref for shown in incidents.refs] == ["component:default/berths"]


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ((ALARM,), ["questions"]),
        ((ASK,), ["incidents"]),
        (("{type: slack, address: a, purpose: private}",), ["questions", "incidents"]),
        (("{type: issue-tracker, address: a, purpose: [backlog, announcements]}", ALARM), ["questions"]),
        (("{type: email, address: a@b.example}",), ["incidents"]),
    ],
)
def test_channels_for_something_else(items: tuple[str, ...], expected: list[str]) -> None:
    assert lacking(channels(*items)) == expected


@pytest.mark.parametrize(
    ("text", "team", "facts"),
    [
        (channels(ASK, ALARM), "harbour", FACTS),
        (channels("{type: slack, address: a, purpose: [support, incidents]}"), "harbour", FACTS),
        (channels("{type: slack, address: a, purpose: requests}", "{type: pager, address: b}"), "harbour", FACTS),
        (channels(ASK, "{type: phone, address: '112', purpose: private}"), "harbour", FACTS),
        (channels(ALARM), "harbour", replace(FACTS, reachable=frozenset({HARBOUR}))),
        (channels(ASK), "harbour", replace(FACTS, paged=frozenset({HARBOUR}))),
        (channels(ASK) + "\nowns: [{ref: berths, onCall: 'pagerduty:service/P1'}]", "harbour", FACTS),
        (channels(ASK), "rail", FACTS),
        (channels("{type: other, address: the desk by the door}"), "pilots", FACTS),
    ],
    ids=[
        *(
            "both",
            "one for both",
            "a pager",
            "a telephone",
            "the Group's address",
            "a schedule",
            "a pager for each service",
        ),
        *("nothing in production", "channel without a purpose"),
    ],
)
def test_ways_to_be_reached(text: str, team: str, facts: DriftFacts) -> None:
    assert outcomes(judge, documents(**{team: text}), facts) == {Outcome.AGREES}


def test_a_pager_for_one_service_of_two_is_not_enough() -> None:
    lamps = replace(FACTS.entities["component:default/berths"], ref="component:default/lamps", name="Lamps")
    text = channels(ASK) + "\nowns: [{ref: berths, onCall: 'pagerduty:service/P1'}]"
    assert lacking(text, facts=with_entities(FACTS, lamps)) == ["incidents"]


def test_library_in_production_wakes_nobody() -> None:
    berths = replace(FACTS.entities["component:default/berths"], is_service=False)
    assert lacking(channels(ASK), facts=with_entities(FACTS, berths)) == []
