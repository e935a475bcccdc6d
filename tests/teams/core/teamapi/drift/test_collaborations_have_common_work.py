"""Collaborations that leave no trace, and those of which none is to be expected."""

from __future__ import annotations

from dataclasses import replace

import pytest

from teams.core.teamapi.drift.collaborations_have_common_work import judge
from teams.core.teamapi.drift.facts import DriftFacts
from teams.core.teamapi.drift.results import Outcome
from tests.teams.core.teamapi.drift.world import COAST, FACTS, HARBOUR, documents, drifted, outcomes, said_of, team_api

TOGETHER = "interactions: [{team: %s, mode: collaboration, start: 2026-01-01%s}]"
HERE, THERE = TOGETHER % ("coast", ""), TOGETHER % ("harbour", "")
PAIR = frozenset({COAST, HARBOUR})


def test_no_commit_together() -> None:
    (result,) = drifted(judge, documents(harbour=HERE, coast=THERE))
    assert result.sentence == "Coast and Harbour declare a collaboration, but made no commit together in 60 days."
    assert (result.team_ref, result.key) == (COAST, HARBOUR)
    assert [line.team_ref for line in result.lines] == [COAST, HARBOUR]


@pytest.mark.parametrize(
    "text",
    [
        HERE,
        HERE.replace("2026-01-01", "2026-04-30"),
        HERE.replace(", start: 2026-01-01", ""),
        TOGETHER % ("coast", ", about: [component:default/tides]"),
        TOGETHER % ("coast", ", expectedEnd: 2026-06-30"),
    ],
    ids=["the other keeps no document", "61 days old", "no start, old document", "about code", "ends today"],
)
def test_other_ways_to_leave_no_trace(text: str) -> None:
    assert len(said_of(judge, documents(harbour=text))) == 1


@pytest.mark.parametrize(
    ("harbour", "coast", "facts"),
    [
        (HERE, THERE, replace(FACTS, common_commits={PAIR: 1})),
        (HERE.replace("2026-01-01", "2026-05-01"), None, FACTS),
        (TOGETHER % ("coast", ", expectedEnd: 2026-06-29"), None, FACTS),
        (TOGETHER % ("coast", ", status: ended"), None, FACTS),
        (TOGETHER % ("coast", ", status: expected"), None, FACTS),
        (TOGETHER % ("coast", ", about: [the summer feast]"), None, FACTS),
        (HERE, "", FACTS),
        (HERE.replace("collaboration", "facilitating, role: facilitated"), None, FACTS),
        (TOGETHER % ("Customs office", ""), None, FACTS),
        ("", "", FACTS),
    ],
    ids=[
        "one commit",
        "60 days old",
        "past its end",
        "ended",
        "expected",
        "no code",
        "unconfirmed",
        "other mode",
        "outside",
        "none",
    ],
)
def test_of_which_none_is_to_be_expected(harbour: str, coast: str | None, facts: DriftFacts) -> None:
    docs = documents(harbour=harbour) if coast is None else documents(harbour=harbour, coast=coast)
    assert said_of(judge, docs, facts) == []


def test_young_document_without_a_start_is_not_judged() -> None:
    text = HERE.replace(", start: 2026-01-01", "")
    assert said_of(judge, {HARBOUR: team_api(HARBOUR, text, updated="2026-06-01")}) == []


def test_history_that_could_not_be_read_is_unknown() -> None:
    facts = replace(FACTS, unread_history={"component:default/tides": "the clone is broken."})
    assert outcomes(judge, documents(harbour=HERE), facts) == {Outcome.UNKNOWN}


def test_common_work_is_said() -> None:
    facts = replace(FACTS, common_commits={PAIR: 7})
    sentences = {result.team_ref: result.sentence for result in judge(documents(harbour=HERE, coast=THERE), facts)}
    assert sentences[COAST] == "Coast and Harbour made 7 commits together in 60 days."
