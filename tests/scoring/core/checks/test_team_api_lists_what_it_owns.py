"""What a team owns by the catalog and does not list."""

from __future__ import annotations

import pytest

from scoring.core.checks.team_api_lists_what_it_owns import judge
from scoring.core.snapshot import Snapshot
from scoring.core.verdicts import Outcome
from tests.scoring.core.checks.drift import failed_on, outcomes_on
from tests.scoring.samples import entity
from tests.scoring.team_api_samples import keeping

OTHER = "owns: [{ref: component:default/other}]"
SAMPLES = {
    "owned and not listed": (keeping(entity(), payments=OTHER), Outcome.FAILED),
    "owned and listed": (keeping(entity(), payments="owns: [{ref: component:default/ledger}]"), Outcome.PASSED),
    "listed by the department above": (
        keeping(entity(), payments=OTHER, commerce="owns: [{ref: ledger, kind: service}]"),
        Outcome.PASSED,
    ),
    "another team's": (keeping(entity("checkout"), payments=OTHER), Outcome.PASSED),
    "nothing is listed": (keeping(entity(), payments=""), Outcome.NOT_APPLICABLE),
    "the department's cannot be read": (
        keeping(entity(), payments=OTHER, problems={"commerce": "no YAML"}),
        Outcome.UNKNOWN,
    ),
}


@pytest.mark.parametrize(("sample", "expected"), SAMPLES.values(), ids=SAMPLES.keys())
def test_judged(sample: Snapshot, expected: Outcome) -> None:
    assert outcomes_on(judge, sample) == {expected}


def test_one_finding_names_all_and_shows_their_descriptors() -> None:
    many = [entity(name=f"job{number}") for number in range(30)]
    verdict = failed_on(judge, keeping(*many, payments=OTHER))
    assert verdict.sentence.startswith("Payments owns Job0, Job1, Job10, Job11, Job12 and 25 more by the catalog")
    files = [each for each in verdict.evidence if each.kind == "file"]
    assert len(files) == 21, "the list, and so many descriptors"
    assert verdict.evidence[-1].to_json()["numbers"][0]["value"] == 30
