"""What one team says of another that says nothing of it."""

from __future__ import annotations

import pytest

from scoring.core.checks.interactions_are_mutual import judge
from scoring.core.snapshot import Snapshot
from scoring.core.verdicts import Outcome
from tests.scoring.core.checks.drift import failed_on, outcomes_on
from tests.scoring.samples import CHECKOUT, PAYMENTS
from tests.scoring.team_api_samples import keeping

WITH_CHECKOUT = "interactions: [{team: group:default/checkout, mode: collaboration}]"
WITH_PAYMENTS = "interactions: [{team: group:default/payments, mode: collaboration}]"
SAMPLES = {
    "the other does not mention it": (keeping(payments=WITH_CHECKOUT, checkout=""), Outcome.FAILED),
    "the other says it has ended": (
        keeping(payments=WITH_CHECKOUT, checkout=WITH_PAYMENTS.replace("}", ", status: ended}")),
        Outcome.FAILED,
    ),
    "both say so": (keeping(payments=WITH_CHECKOUT, checkout=WITH_PAYMENTS), Outcome.PASSED),
    "the other keeps no team api": (keeping(payments=WITH_CHECKOUT), Outcome.NOT_APPLICABLE),
    "it is only expected": (
        keeping(payments=WITH_CHECKOUT.replace("}", ", status: expected}"), checkout=""),
        Outcome.NOT_APPLICABLE,
    ),
    "the other's cannot be read any more": (
        keeping(payments=WITH_CHECKOUT, checkout="", problems={"checkout": "no YAML"}),
        Outcome.UNKNOWN,
    ),
    "the other's never could be read": (
        keeping(payments=WITH_CHECKOUT, problems={"checkout": "no YAML"}),
        Outcome.UNKNOWN,
    ),
}


@pytest.mark.parametrize(("sample", "expected"), SAMPLES.values(), ids=SAMPLES.keys())
def test_judged(sample: Snapshot, expected: Outcome) -> None:
    assert outcomes_on(judge, sample) == {expected}


def test_two_entries_that_say_one_thing_are_one_finding() -> None:
    said = "- {team: checkout, mode: collaboration}\n- {team: group:default/checkout, mode: collaboration}"
    verdict = failed_on(judge, keeping(payments=f"interactions:\n{said}", checkout=""))
    assert [each.to_json()["line"] for each in verdict.evidence] == [6, 7]
    assert verdict.key == f"{CHECKOUT} collaboration"


def test_who_says_nothing_is_not_blamed() -> None:
    assert outcomes_on(judge, keeping(payments=WITH_CHECKOUT, checkout=""), CHECKOUT) == {Outcome.NOT_APPLICABLE}
    assert outcomes_on(judge, keeping(payments=WITH_CHECKOUT, checkout=""), PAYMENTS) == {Outcome.FAILED}
