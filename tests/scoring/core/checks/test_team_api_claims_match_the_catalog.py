"""What one team claims in its Team API and a descriptor gives to another."""

from __future__ import annotations

import pytest

from scoring.core.checks.team_api_claims_match_the_catalog import judge
from scoring.core.snapshot import Snapshot
from scoring.core.verdicts import Outcome
from tests.scoring.core.checks.drift import failed_on, outcomes_on
from tests.scoring.samples import entity
from tests.scoring.team_api_samples import keeping

CLAIMS = "owns: [{ref: component:default/ledger, kind: service}]"
SAMPLES = {
    "claimed, and another team's": (keeping(entity("checkout"), payments=CLAIMS), Outcome.FAILED),
    "claimed, and its own": (keeping(entity("payments"), payments=CLAIMS), Outcome.PASSED),
    "claimed, and of the team below": (keeping(entity("cards"), payments=CLAIMS), Outcome.PASSED),
    "claimed, and nobody's": (keeping(entity(""), payments=CLAIMS), Outcome.PASSED),
    "claimed, and of a team nobody knows": (keeping(entity("till"), payments=CLAIMS), Outcome.UNKNOWN),
    "claimed, and of a team that was dissolved": (keeping(entity("phoenix"), payments=CLAIMS), Outcome.UNKNOWN),
    "nothing claimed": (keeping(entity("checkout"), payments=""), Outcome.NOT_APPLICABLE),
    "cannot be read": (
        keeping(entity("checkout"), payments=CLAIMS, problems={"payments": "line 3 is no YAML"}),
        Outcome.UNKNOWN,
    ),
}


@pytest.mark.parametrize(("sample", "expected"), SAMPLES.values(), ids=SAMPLES.keys())
def test_judged(sample: Snapshot, expected: Outcome) -> None:
    assert outcomes_on(judge, sample) == {expected}


def test_the_evidence_is_the_line_of_the_claim_and_the_descriptor() -> None:
    verdict = failed_on(judge, keeping(entity("checkout"), payments=CLAIMS))
    assert verdict.sentence == "Payments claims Ledger in its Team API, but the catalog names Checkout."
    line, descriptor = (each.to_json() for each in verdict.evidence)
    assert (line["path"], line["line"]) == ("teams/payments/team-api.yaml", 5)
    assert descriptor["path"] == "catalog-info.yaml"
    assert (verdict.key, verdict.team_ref) == ("component:default/ledger", "group:default/payments")
