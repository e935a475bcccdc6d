"""Collaborations that leave no trace in code or on tickets."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from scoring.core.checks.collaborations_have_common_work import judge
from scoring.core.snapshot import AuthorWork, HistoryState, Membership, Snapshot, TicketWork
from scoring.core.verdicts import Outcome
from tests.scoring.core.checks.drift import failed_on, outcomes_on
from tests.scoring.samples import CHECKOUT, LONG_AGO, MEMBERSHIPS, NOW, ORIGIN, SHA, entity, user
from tests.scoring.team_api_samples import days_before, keeping, recent

OLD = f"interactions: [{{team: checkout, mode: collaboration, start: {days_before(200)}}}]"


def collaborating(*works: AuthorWork, text: str = OLD, history: HistoryState | None = None, **more: Any) -> Snapshot:
    problems = more.pop("problems", None)
    given = {"works": works, "history": history} | more
    return keeping(entity(), payments=text, snapshot_of=given, problems=problems)


def ticket(*names: str, days_ago: int = 5) -> dict[str, Any]:
    day = NOW.date() - timedelta(days=days_ago)
    return {"tickets": {"SHOP-4": tuple(TicketWork(f"{name}@example.org", day, 1) for name in names)}}


LEFT = Membership(CHECKOUT, user("cy"), LONG_AGO, NOW - timedelta(days=20))
MOVED = (*(each for each in MEMBERSHIPS if each.person_ref != user("cy")), LEFT)
IN_BOTH = (Membership(CHECKOUT, user("ada"), LONG_AGO), *MEMBERSHIPS)
SAMPLES = {
    "nobody of theirs": (collaborating(recent("Ada", 9), recent("Bo", 9)), Outcome.FAILED),
    "a bot of theirs": (collaborating(recent("Ada", 9), recent("Cy", 9, is_bot=True)), Outcome.FAILED),
    "one person in both": (collaborating(recent("Ada", 9), memberships=IN_BOTH), Outcome.FAILED),
    "a ticket of one team alone": (collaborating(recent("Ada", 9), **ticket("ada", "bo")), Outcome.FAILED),
    "people of both": (collaborating(recent("Ada", 9), recent("Cy", 1)), Outcome.PASSED),
    "people of the team below": (collaborating(recent("Eve", 9), recent("Cy", 1)), Outcome.PASSED),
    "a ticket of both": (collaborating(recent("Ada", 9), **ticket("ada", "cy")), Outcome.PASSED),
    "a ticket with somebody who has left the team since": (
        collaborating(recent("Ada", 9), memberships=MOVED, **ticket("ada", "cy", days_ago=30)),
        Outcome.PASSED,
    ),
    "young": (collaborating(text=OLD.replace(days_before(200), days_before(59))), Outcome.NOT_APPLICABLE),
    "past its end": (
        collaborating(text=OLD.replace("}", f", expectedEnd: {days_before(9)}}}")),
        Outcome.NOT_APPLICABLE,
    ),
    "another mode": (collaborating(text=OLD.replace("collaboration", "facilitating")), Outcome.NOT_APPLICABLE),
    "history nobody has read": (collaborating(history=HistoryState()), Outcome.UNKNOWN),
    "a shallow clone": (
        collaborating(recent("Ada", 9), history=HistoryState(SHA, complete_since=NOW - timedelta(days=59))),
        Outcome.UNKNOWN,
    ),
    "a clone that goes back far enough for this": (
        collaborating(recent("Ada", 9), history=HistoryState(SHA, complete_since=NOW - timedelta(days=70))),
        Outcome.FAILED,
    ),
    "somebody nobody knows beside them": (collaborating(recent("Ada", 9), recent("Zed", 1)), Outcome.UNKNOWN),
    "cannot be read": (collaborating(recent("Ada", 9), problems={"payments": "no YAML"}), Outcome.UNKNOWN),
}


@pytest.mark.parametrize(("sample", "expected"), SAMPLES.values(), ids=SAMPLES.keys())
def test_judged(sample: Snapshot, expected: Outcome) -> None:
    assert outcomes_on(judge, sample) == {expected}


def test_the_lines_of_both_teams_are_shown() -> None:
    sample = keeping(
        entity(),
        payments=OLD,
        checkout=OLD.replace("team: checkout", "team: payments"),
        snapshot_of={"works": (recent("Ada", 1),)},
    )
    verdict = failed_on(judge, sample, CHECKOUT)
    assert [each.kind for each in verdict.evidence] == ["file", "file", "numbers"]
    assert verdict.sentence == "Checkout and Payments declare a collaboration, but made no commit together in 60 days."


def test_commits_of_either_on_the_common_code_are_counted() -> None:
    (verdict,) = (
        each for each in judge(collaborating(recent("Ada", 9), recent("Cy", 2), recent("Eve", 1))) if each.key == ""
    )
    assert "made 12 commits together" in verdict.sentence


def test_people_nobody_knows_are_not_placed_in_a_repository_that_not_everyone_may_see() -> None:
    sample = collaborating(recent("Ada", 9), recent("Zed", 1))
    secret = replace(sample, restricted_sources=frozenset({1}))
    (verdict,) = (each for each in judge(secret) if each.subject_ref == "group:default/payments")
    assert sample.repositories[ORIGIN].name not in verdict.sentence
