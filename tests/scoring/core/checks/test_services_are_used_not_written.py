"""Consumers that write what they consume."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from scoring.core.checks.services_are_used_not_written import judge
from scoring.core.snapshot import AuthorWork, HistoryState, Snapshot
from scoring.core.verdicts import Outcome
from tests.scoring.core.checks.drift import failed_on, outcomes_on
from tests.scoring.samples import CHECKOUT, NOW, ORIGIN, PAYMENTS, SHA, entity
from tests.scoring.team_api_samples import keeping, recent

CONSUMED = "interactions: [{team: group:default/checkout, mode: x-as-a-service, role: provider, start: 2025-01-01}]"


def written(*works: AuthorWork, text: str = CONSUMED, history: HistoryState | None = None, **more: Any) -> Snapshot:
    given = {"works": works, "history": history}
    return keeping(entity(labels=more.pop("labels", {})), payments=text, snapshot_of=given, **more)


INNER_SOURCE = {"bailiwick.dev/inner-source": "true"}
SHALLOW = HistoryState(SHA, complete_since=NOW - timedelta(days=30))
SAMPLES = {
    "a fifth, and ten": (written(recent("Cy", 10), recent("Ada", 40)), Outcome.FAILED),
    "less than a fifth": (written(recent("Cy", 10), recent("Ada", 41)), Outcome.PASSED),
    "fewer than ten": (written(recent("Cy", 9), recent("Ada", 2)), Outcome.PASSED),
    "of a bot": (written(recent("Cy", 30, is_bot=True), recent("Ada", 9)), Outcome.PASSED),
    "of the team below": (written(recent("Eve", 30), recent("Ada", 9)), Outcome.PASSED),
    "inner source": (written(recent("Cy", 30), labels=INNER_SOURCE), Outcome.PASSED),
    "a collaboration": (
        written(recent("Cy", 30), text="interactions: [{team: checkout, mode: collaboration}]"),
        Outcome.NOT_APPLICABLE,
    ),
    "younger than the window": (
        written(recent("Cy", 30), text=CONSUMED.replace("2025-01-01", "2026-04-01")),
        Outcome.NOT_APPLICABLE,
    ),
    "a shallow clone": (written(recent("Cy", 3), history=SHALLOW), Outcome.UNKNOWN),
    "history that cannot be read": (written(history=HistoryState(error="no such object")), Outcome.UNKNOWN),
    "history nobody has read": (written(history=HistoryState()), Outcome.UNKNOWN),
    "people nobody knows": (written(recent("Zed", 10), recent("Ada", 10)), Outcome.UNKNOWN),
    "cannot be read": (written(recent("Cy", 30), problems={"payments": "no YAML"}), Outcome.UNKNOWN),
}


@pytest.mark.parametrize(("sample", "expected"), SAMPLES.values(), ids=SAMPLES.keys())
def test_judged(sample: Snapshot, expected: Outcome) -> None:
    assert outcomes_on(judge, sample) == {expected}


def test_the_evidence_is_lines_commits_and_numbers() -> None:
    verdict = failed_on(judge, written(recent("Cy", 10), recent("Di", 5), recent("Ada", 40)))
    assert verdict.sentence.endswith("but made 15 of 55 commits on Ledger in 90 days.")
    assert (verdict.key, verdict.subject_ref) == (CHECKOUT, PAYMENTS)
    assert [each.kind for each in verdict.evidence] == ["file", "commits", "numbers"]
    commits = verdict.evidence[1].to_json()
    assert (commits["origin_id"], {row["author"] for row in commits["commits"]}) == (ORIGIN, {"Cy", "Di"})


def test_a_repository_that_not_everyone_may_see_is_not_named_where_it_could_not_be_read() -> None:
    sample = replace(written(history=HistoryState(error="secret")), restricted_sources=frozenset({1}))
    (verdict,) = (each for each in judge(sample) if each.subject_ref == PAYMENTS)
    assert verdict.outcome is Outcome.UNKNOWN
    assert not {"secret", "Ledger"} & set(verdict.sentence.replace(":", "").split())
