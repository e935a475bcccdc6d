"""Refs of a Team API that lead nowhere or to what is archived."""

from __future__ import annotations

import pytest

from scoring.core.checks.team_api_refers_to_what_exists import judge
from scoring.core.snapshot import Repository, Snapshot
from scoring.core.verdicts import Outcome
from tests.scoring.core.checks.drift import failed_on, outcomes_on
from tests.scoring.samples import ORIGIN, SHA, entity
from tests.scoring.team_api_samples import keeping

GONE = "owns: [{ref: component:default/ghost, kind: service}]"
GHOSTS = "interactions: [{team: group:default/ghosts, mode: facilitating}]"
VENDOR = "interactions: [{team: The card people, mode: facilitating}]"
LEDGER = "owns: [{ref: component:default/ledger, kind: service}]"
ARCHIVED = {
    "repositories": {
        ORIGIN: Repository(ORIGIN, "repository:7", "ledger", 1, SHA, is_archived=True, address="git.example/ledger")
    },
    "works": (),
}
SAMPLES = {
    "a ref to nothing": (keeping(entity(), payments=GONE), Outcome.FAILED),
    "a team that is none": (
        keeping(entity(), payments=GHOSTS),
        Outcome.FAILED,
    ),
    "in an archived repository": (keeping(entity(), payments=LEDGER, snapshot_of=ARCHIVED), Outcome.FAILED),
    "a ref to something": (keeping(entity(), payments=LEDGER), Outcome.PASSED),
    "a vendor in words": (
        keeping(entity(), payments=VENDOR),
        Outcome.PASSED,
    ),
    "archived and on its way out": (
        keeping(entity(), payments=LEDGER.replace("kind: service", "lifecycle: deprecated"), snapshot_of=ARCHIVED),
        Outcome.PASSED,
    ),
    "a team, while some are not known": (
        keeping(
            payments=GHOSTS,
            snapshot_of={"organisation_gaps": ("the repository org cannot be read.",)},
        ),
        Outcome.UNKNOWN,
    ),
}


@pytest.mark.parametrize(("sample", "expected"), SAMPLES.values(), ids=SAMPLES.keys())
def test_judged(sample: Snapshot, expected: Outcome) -> None:
    assert outcomes_on(judge, sample) == {expected}


def test_the_evidence_is_the_line_of_the_ref() -> None:
    verdict = failed_on(judge, keeping(entity(), payments=GONE))
    assert verdict.evidence[0].to_json()["line"] == 5
    assert "component:default/ghost" in verdict.sentence
