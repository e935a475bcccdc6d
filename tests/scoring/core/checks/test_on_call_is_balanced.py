"""People on call for longer than the others."""

from __future__ import annotations

import pytest

from scoring.core.checks.on_call_is_balanced import judge
from scoring.core.snapshot import Snapshot
from scoring.core.verdicts import Outcome
from tests.scoring.core.checks.drift import failed_on, outcomes_on
from tests.scoring.core.checks.on_call import guarding, imported, rota

OFFICE = [{"type": "daily", "start": "09:00", "duration_seconds": 8 * 3600}]
SAMPLES = {
    "three turns of five": (guarding(rota("ada", "ada", "bo", "ada", "cy")), Outcome.FAILED),
    "every other turn": (guarding(rota("ada", "bo", "ada", "cy")), Outcome.FAILED),
    "imported": (guarding(imported(rota("ada", "bo", "ada", "cy"))), Outcome.FAILED),
    "day by day": (guarding(rota("ada", "bo", "cy")), Outcome.PASSED),
    "five people for eight weeks": (guarding(rota("ada", "bo", "cy", "di", "eve", unit="week")), Outcome.PASSED),
    "three people for eight weeks": (guarding(rota("ada", "bo", "cy", unit="week")), Outcome.PASSED),
    "turns of a week in office hours": (
        guarding(rota("ada", "bo", "cy", "di", "eve", unit="week", restrictions=OFFICE)),
        Outcome.PASSED,
    ),
    "turns of a month": (guarding(rota("ada", "bo", unit="month")), Outcome.PASSED),
    "one person alone": (guarding(rota("ada")), Outcome.PASSED),
    "nobody": (guarding(rota("ada", end="2026-05-05T09:00")), Outcome.PASSED),
    "unreadable": (guarding(rota("ada", problem="line 3: no")), Outcome.UNKNOWN),
    "no schedule": (guarding(), Outcome.NOT_APPLICABLE),
}


@pytest.mark.parametrize(("sample", "expected"), SAMPLES.values(), ids=SAMPLES.keys())
def test_judged(sample: Snapshot, expected: Outcome) -> None:
    assert outcomes_on(judge, sample) == {expected}


def test_the_finding_names_who_and_shows_all_hours() -> None:
    verdict = failed_on(judge, guarding(rota("ada", "bo", "ada", "cy")))
    assert verdict.sentence == "Ada (50 % above the average) is on call by primary for longer than the others."
    hours = verdict.evidence[0].to_json()["numbers"]
    assert [(row["name"], row["value"]) for row in hours] == [("Ada", 672), ("Bo", 336), ("Cy", 336)]
