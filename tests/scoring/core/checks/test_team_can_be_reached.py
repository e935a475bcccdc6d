"""Teams without a channel for questions, or for incidents where they run something."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scoring.core.checks.team_can_be_reached import judge
from scoring.core.snapshot import OnCallSchedule, Snapshot
from scoring.core.verdicts import Outcome
from tests.scoring.core.checks.drift import outcomes_on
from tests.scoring.samples import PAYMENTS, TEAMS, entity
from tests.scoring.team_api_samples import keeping

QUESTIONS = "channels: [{type: slack, address: '#pay', purpose: questions}]"
BACKLOG = "channels: [{type: issue-tracker, address: PAY, purpose: backlog}]"
PAGER = "channels: [{type: slack, address: '#pay', purpose: questions}, {type: pager, address: pay}]"
REACHABLE = {"teams": {**TEAMS, PAYMENTS: replace(TEAMS[PAYMENTS], is_reachable=True)}}
PAGED = {"schedules": (OnCallSchedule("schedule:default/pay", PAYMENTS, None),)}
SAMPLES = {
    "none for questions": (keeping(payments=BACKLOG), Outcome.FAILED),
    "none for incidents, with a service": (keeping(entity(), payments=QUESTIONS), Outcome.FAILED),
    "none for questions, none for incidents": (keeping(entity(), payments=BACKLOG), Outcome.FAILED),
    "one for questions, nothing in production": (
        keeping(entity(lifecycle="experimental"), payments=QUESTIONS),
        Outcome.PASSED,
    ),
    "a pager": (keeping(entity(), payments=PAGER), Outcome.PASSED),
    "a schedule": (keeping(entity(), payments=QUESTIONS, snapshot_of=PAGED), Outcome.PASSED),
    "the address of the group": (keeping(payments=BACKLOG, snapshot_of=REACHABLE), Outcome.PASSED),
    "cannot be read": (keeping(payments=BACKLOG, problems={"payments": "no YAML"}), Outcome.UNKNOWN),
}


@pytest.mark.parametrize(("sample", "expected"), SAMPLES.values(), ids=SAMPLES.keys())
def test_judged(sample: Snapshot, expected: Outcome) -> None:
    assert outcomes_on(judge, sample) == {expected}


def test_each_lack_is_a_finding_of_its_own() -> None:
    failed = [each for each in judge(keeping(entity(), payments=BACKLOG)) if each.outcome is Outcome.FAILED]
    assert [each.key for each in failed] == ["questions", "incidents"]
    assert failed[1].evidence[-1].to_json()["path"] == "catalog-info.yaml", "the service that runs"
