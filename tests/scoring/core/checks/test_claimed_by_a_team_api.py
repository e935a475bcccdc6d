"""What no team lists in its Team API is an orphan by the registry."""

from __future__ import annotations

from dataclasses import replace

import pytest

from catalog.core.claims import Basis, Claim
from scoring.core.checks.claimed_by_a_team_api import judge
from scoring.core.snapshot import Entity, Snapshot
from scoring.core.verdicts import Outcome
from tests.scoring.core.checks import outcome
from tests.scoring.samples import PAYMENTS, entity, snapshot


def with_claims(subject: Entity, *claimed: str, basis: Basis = Basis.TEAM_API) -> Snapshot:
    claims = {ref: (Claim(ref, basis, PAYMENTS, evidence={}),) for ref in claimed}
    return replace(snapshot(subject), claims=claims)


OTHER = "component:default/other"

SAMPLES = {
    "a service nobody lists": (with_claims(entity(), OTHER), Outcome.FAILED),
    "an api nobody lists": (with_claims(entity(kind="api", type="openapi"), OTHER), Outcome.FAILED),
    "a system nobody lists": (with_claims(entity(kind="system"), OTHER), Outcome.FAILED),
    "a resource without an owner that nobody lists": (with_claims(entity("", kind="resource"), OTHER), Outcome.FAILED),
    "a service that is listed": (with_claims(entity(), entity().ref), Outcome.PASSED),
    "a library nobody lists": (with_claims(entity(type="library"), OTHER), Outcome.NOT_APPLICABLE),
    "no team api at all": (with_claims(entity()), Outcome.NOT_APPLICABLE),
    "claims of another kind only": (with_claims(entity(), OTHER, basis=Basis.CODEOWNERS), Outcome.NOT_APPLICABLE),
}


@pytest.mark.parametrize(("sample", "expected"), SAMPLES.values(), ids=SAMPLES.keys())
def test_judged(sample: Snapshot, expected: Outcome) -> None:
    assert outcome(judge, sample) is expected


def test_the_evidence_is_the_descriptor() -> None:
    (verdict,) = (each for each in judge(with_claims(entity(), OTHER)) if each.subject_ref == entity().ref)
    assert [each.to_json()["path"] for each in verdict.evidence] == ["catalog-info.yaml"]
    assert "owns" in verdict.remedy
