"""Teams on call for what others own."""

from __future__ import annotations

import pytest

from scoring.core.checks.is_on_call_for_its_own_services import judge
from scoring.core.snapshot import Snapshot
from scoring.core.verdicts import Outcome
from tests.scoring.core.checks.drift import failed_on, outcomes_on
from tests.scoring.core.checks.on_call import LINK, guarding, imported, rota
from tests.scoring.samples import CHECKOUT, COMMERCE, entity

PURSE = entity(annotations={LINK: "primary"})
BY_DAY = [{"type": "daily", "start": "06:00", "duration_seconds": 12 * 3600}]
# what the check says of Checkout; Ledger belongs to Payments
SAMPLES = {
    "its schedule is named": (guarding(PURSE, rota("cy", "di", owner=CHECKOUT)), Outcome.FAILED),
    "its people in the owner's schedule": (guarding(entity(), rota("cy", "di")), Outcome.FAILED),
    "its people in most turns": (guarding(entity(), rota("cy", "di", "ada")), Outcome.FAILED),
    "an imported schedule is named": (guarding(PURSE, imported(rota("cy", "di", owner=CHECKOUT))), Outcome.FAILED),
    "one guest among the owner's people": (
        guarding(entity(), rota("ada", "bo", "cy"), rota("di", owner=CHECKOUT, name="own")),
        Outcome.PASSED,
    ),
    "always together with the owner": (
        guarding(PURSE, rota("cy", "di", owner=CHECKOUT, participants=[["user:default/ada", "user:default/cy"]])),
        Outcome.PASSED,
    ),
    "its own service": (
        guarding(entity("checkout", annotations={LINK: "primary"}), rota("cy", "di", owner=CHECKOUT)),
        Outcome.PASSED,
    ),
    "a service of the department above": (
        guarding(entity("commerce", annotations={LINK: "primary"}), rota("cy", "di", owner=CHECKOUT)),
        Outcome.PASSED,
    ),
    "not in production": (
        guarding(entity(lifecycle="experimental", annotations={LINK: "primary"}), rota("cy", owner=CHECKOUT)),
        Outcome.PASSED,
    ),
    "with a stranger": (guarding(PURSE, rota("cy", "zoe", owner=CHECKOUT)), Outcome.PASSED),
    "unreadable": (guarding(PURSE, rota("cy", owner=CHECKOUT, problem="line 3: no")), Outcome.UNKNOWN),
    "a schedule of nobody's": (guarding(entity(), rota("ada", "bo")), Outcome.NOT_APPLICABLE),
}


@pytest.mark.parametrize(("sample", "expected"), SAMPLES.values(), ids=SAMPLES.keys())
def test_judged(sample: Snapshot, expected: Outcome) -> None:
    assert outcomes_on(judge, sample, CHECKOUT) == {expected}


def test_the_finding_names_both_teams_and_the_hours() -> None:
    verdict = failed_on(judge, guarding(entity(), rota("cy", "di", "ada")), CHECKOUT)
    assert verdict.sentence == "Checkout is on call for Ledger, which belongs to Payments."
    assert verdict.key == "component:default/ledger"
    without, covered = (row["value"] for row in verdict.evidence[0].to_json()["numbers"])
    assert 0.6 < without / covered < 0.7


def test_a_department_of_both_is_not_blamed() -> None:
    assert outcomes_on(judge, guarding(entity(), rota("cy", "di")), COMMERCE) == {Outcome.NOT_APPLICABLE}
