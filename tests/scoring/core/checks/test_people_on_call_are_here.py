"""People on call who left, or whom the catalog never had."""

from __future__ import annotations

import pytest

from scoring.core.checks.people_on_call_are_here import judge
from scoring.core.snapshot import Snapshot
from scoring.core.verdicts import Outcome
from tests.scoring.core.checks.drift import failed_on, outcomes_on
from tests.scoring.core.checks.on_call import guarding, imported, rota

GAP = ("The source clones could not be read.",)
SAMPLES = {
    "one who left": (guarding(rota("ada", "gus")), Outcome.FAILED),
    "one who left, by address": (guarding(rota("ada", "gus@example.org")), Outcome.FAILED),
    "one who left, in a vendor's": (guarding(imported(rota("ada", "gus"))), Outcome.FAILED),
    "one who left, with a gap in what is known": (
        guarding(rota("ada", "gus"), organisation_gaps=GAP),
        Outcome.FAILED,
    ),
    "nobody the catalog has": (guarding(rota("ada", "zoe")), Outcome.FAILED),
    "everybody is here": (guarding(rota("ada", "bo")), Outcome.PASSED),
    "of another team": (guarding(rota("ada", "cy")), Outcome.PASSED),
    "a stranger, with a gap in what is known": (guarding(rota("ada", "zoe"), organisation_gaps=GAP), Outcome.PASSED),
    "a stranger in a vendor's": (guarding(imported(rota("ada", "zoe"))), Outcome.PASSED),
    "a stranger before anybody is known": (guarding(rota("zoe"), people={}), Outcome.PASSED),
    "left before their turn": (guarding(rota("gus", end="2026-05-05T09:00")), Outcome.PASSED),
    "unreadable": (guarding(rota("gus", problem="line 3: no")), Outcome.UNKNOWN),
    "no schedule": (guarding(), Outcome.NOT_APPLICABLE),
}


@pytest.mark.parametrize(("sample", "expected"), SAMPLES.values(), ids=SAMPLES.keys())
def test_judged(sample: Snapshot, expected: Outcome) -> None:
    assert outcomes_on(judge, sample) == {expected}


def test_the_finding_says_when_they_left_and_when_they_are_next_on_call() -> None:
    verdict = failed_on(judge, guarding(rota("ada", "gus", "zoe")))
    assert verdict.sentence == (
        "On call by primary: Gus, who left on 2026-04-10 and zoe, who is nobody in the catalog."
    )
    assert "next on call 2026-05-1" in verdict.evidence[0].to_json()["people"][0]["note"]
