"""Interactions past the end they were expected to have."""

from __future__ import annotations

import pytest

from scoring.core.checks.interactions_end_in_time import judge
from scoring.core.snapshot import Snapshot
from scoring.core.verdicts import Outcome
from tests.scoring.core.checks.drift import failed_on, outcomes_on
from tests.scoring.samples import CHECKOUT, PAYMENTS
from tests.scoring.team_api_samples import days_before, keeping


def interaction(end_days_ago: int, more: str = "", team: str = CHECKOUT) -> str:
    return f"interactions: [{{team: {team}, mode: collaboration, expectedEnd: {days_before(end_days_ago)}{more}}}]"


SAMPLES = {
    "a day past its end": (keeping(payments=interaction(1)), Outcome.FAILED),
    "past its end with a vendor": (keeping(payments=interaction(9, team="The card people")), Outcome.FAILED),
    "on its last day": (keeping(payments=interaction(0)), Outcome.PASSED),
    "said to have ended": (keeping(payments=interaction(40, ", status: ended")), Outcome.PASSED),
    "without an end": (
        keeping(payments="interactions: [{team: checkout, mode: collaboration}]"),
        Outcome.NOT_APPLICABLE,
    ),
    "cannot be read": (keeping(payments=interaction(9), problems={"payments": "no YAML"}), Outcome.UNKNOWN),
}


@pytest.mark.parametrize(("sample", "expected"), SAMPLES.values(), ids=SAMPLES.keys())
def test_judged(sample: Snapshot, expected: Outcome) -> None:
    assert outcomes_on(judge, sample) == {expected}


def test_both_lines_are_shown_at_the_first_of_the_teams() -> None:
    sample = keeping(payments=interaction(40), checkout=interaction(40, team=PAYMENTS))
    verdict = failed_on(judge, sample, CHECKOUT)
    assert sorted(each.to_json()["path"] for each in verdict.evidence if each.kind == "file") == [
        "teams/checkout/team-api.yaml",
        "teams/payments/team-api.yaml",
    ]
    assert outcomes_on(judge, sample) == {Outcome.PASSED}


def test_the_same_thing_said_twice_does_not_stop_the_run() -> None:
    once = interaction(9, team="The card people").removeprefix("interactions: [").removesuffix("]")
    verdict = failed_on(judge, keeping(payments=f"interactions:\n- {once}\n- {once}"))
    assert verdict.key == "the card people collaboration"
