"""Team APIs nobody looked at for longer than they ask for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from scoring.core.checks.team_api_is_reviewed import judge
from scoring.core.snapshot import Snapshot
from scoring.core.verdicts import Outcome
from tests.scoring.core.checks.drift import failed_on, outcomes_on
from tests.scoring.samples import group
from tests.scoring.team_api_samples import days_before, document, keep, keeping


def updated(days_ago: int, every: int = 90) -> Snapshot:
    made = keeping(payments="")
    said = document("payments", f"reviewEveryDays: {every}", updated=days_before(days_ago))
    return replace(made, team_apis={group("payments"): keep("payments", said)})


def undated(days_ago: int) -> Snapshot:
    made = keeping(payments="")
    said = replace(document("payments"), updated_date=None)
    kept = replace(keep("payments", said), changed_date=date.fromisoformat(days_before(days_ago)))
    return replace(made, team_apis={group("payments"): kept})


SAMPLES = {
    "a day too long": (updated(91), Outcome.FAILED),
    "too long by its own measure": (updated(31, every=30), Outcome.FAILED),
    "no date, and not changed for long": (undated(100), Outcome.FAILED),
    "on the last day": (updated(90), Outcome.PASSED),
    "long ago, as it allows": (updated(200, every=365), Outcome.PASSED),
    "no date, and new": (undated(5), Outcome.PASSED),
    "cannot be read": (keeping(payments="", problems={"payments": "no YAML"}), Outcome.UNKNOWN),
}


@pytest.mark.parametrize(("sample", "expected"), SAMPLES.values(), ids=SAMPLES.keys())
def test_judged(sample: Snapshot, expected: Outcome) -> None:
    assert outcomes_on(judge, sample) == {expected}


def test_the_numbers_are_shown() -> None:
    numbers = failed_on(judge, updated(91)).evidence[1].to_json()["numbers"]
    assert [number["value"] for number in numbers] == [91, 90]
