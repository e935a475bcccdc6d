"""One person alone on call for something in production."""

from __future__ import annotations

import pytest

from scoring.core.checks.on_call_is_shared import judge
from scoring.core.evidence import ScheduleEvidence
from scoring.core.snapshot import Snapshot
from scoring.core.verdicts import Outcome
from tests.scoring.core.checks.drift import failed_on, outcomes_on
from tests.scoring.core.checks.on_call import LINK, guarding, imported, rota
from tests.scoring.samples import CHECKOUT, entity

PURSE = entity(name="purse", annotations={LINK: "nights"})
BY_DAY = [{"type": "daily", "start": "06:00", "duration_seconds": 12 * 3600}]
BY_NIGHT = [{"type": "daily", "start": "18:00", "duration_seconds": 12 * 3600}]
SAMPLES = {
    "one person": (guarding(entity(), rota("ada")), Outcome.FAILED),
    "one person twice": (guarding(entity(), rota("ada", "ada")), Outcome.FAILED),
    "one person under two names": (guarding(entity(), rota("ada", "ada@example.org")), Outcome.FAILED),
    "one person in office hours only": (guarding(entity(), rota("ada", restrictions=BY_DAY)), Outcome.FAILED),
    "a service that names its own": (guarding(PURSE, rota("ada", "bo"), rota("ada", name="nights")), Outcome.FAILED),
    "imported": (guarding(entity(), imported(rota("ada"))), Outcome.FAILED),
    "by turns": (guarding(entity(), rota("ada", "bo")), Outcome.PASSED),
    "turns of a week": (guarding(entity(), rota("ada", "bo", unit="week")), Outcome.PASSED),
    "two schedules side by side": (
        guarding(entity(), rota("ada", restrictions=BY_DAY), rota("bo", name="nights", restrictions=BY_NIGHT)),
        Outcome.PASSED,
    ),
    "for nothing in production": (guarding(entity(lifecycle="experimental"), rota("ada")), Outcome.PASSED),
    "for a library": (guarding(entity(type="library"), rota("ada")), Outcome.PASSED),
    "nobody at all": (guarding(entity(), rota("ada", end="2026-05-05T09:00")), Outcome.PASSED),
    "beside one that cannot be read": (
        guarding(entity(), rota("ada"), rota("bo", name="nights", problem="line 3: no")),
        Outcome.UNKNOWN,
    ),
    "unreadable": (guarding(entity(), rota("ada", problem="line 3: no")), Outcome.UNKNOWN),
    "too fine-grained": (guarding(entity(), rota("ada", "bo", unit="second")), Outcome.UNKNOWN),
    "no schedule": (guarding(entity()), Outcome.NOT_APPLICABLE),
    "another team's": (guarding(entity(), rota("cy", owner=CHECKOUT)), Outcome.NOT_APPLICABLE),
}


@pytest.mark.parametrize(("sample", "expected"), SAMPLES.values(), ids=SAMPLES.keys())
def test_judged(sample: Snapshot, expected: Outcome) -> None:
    assert expected in outcomes_on(judge, sample)
    assert expected is Outcome.FAILED or Outcome.FAILED not in outcomes_on(judge, sample)


def test_the_finding_names_person_and_services() -> None:
    verdict = failed_on(judge, guarding(entity(), entity(name="purse"), rota("ada")))
    assert verdict.sentence == "Ada alone is on call for Ledger and Purse, for 8 weeks to come."
    assert verdict.key == "schedule:default/primary"
    assert verdict.evidence[0].to_json()["people"][0]["ref"] == "user:default/ada"


def test_what_is_not_kept_in_git_is_shown_by_its_name() -> None:
    *_, shown = failed_on(judge, guarding(entity(), imported(rota("ada")))).evidence
    assert shown == ScheduleEvidence("The schedule primary", "schedule:default/primary")
