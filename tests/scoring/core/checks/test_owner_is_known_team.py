from __future__ import annotations

import pytest

from scoring.core.checks.owner_is_known_team import judge
from scoring.core.evidence import FileEvidence
from scoring.core.snapshot import Snapshot
from scoring.core.verdicts import Outcome
from tests.scoring.core.checks import only, outcome
from tests.scoring.samples import PHOENIX, TEAMS, entity, snapshot

BAD = {
    "nobody of that name": snapshot(entity("phantoms")),
    "another namespace": snapshot(entity("group:other/payments")),
    "a component's name": snapshot(entity("component:default/payments")),
    "a person": snapshot(entity("user:default/ada")),
    "a person who left": snapshot(entity("user:gus")),
    "a System": snapshot(entity("phantoms", "system")),
    "an address nobody has": snapshot(entity("stranger@example.org")),
}
GOOD = {
    "a name": snapshot(entity("payments")),
    "a full reference": snapshot(entity("group:default/payments")),
    "capitals": snapshot(entity("Group:Default/PAYMENTS")),
    "a former name": snapshot(entity("old-payments")),
    "the slug on the Git host": snapshot(entity("@shop/money-people")),
    "a team that was dissolved is known": snapshot(entity("phoenix")),
    "gaps do not matter for a team that is there": snapshot(entity(), organisation_gaps=("org is unread.",)),
}
UNKNOWN = {
    "the organisation could not be read": snapshot(entity("phantoms"), organisation_gaps=("org is unread.",)),
    "no team is known at all": snapshot(entity("phantoms"), teams={}),
    "no team is left": snapshot(entity("phantoms"), teams={PHOENIX: TEAMS[PHOENIX]}),
}
NOT_APPLICABLE = {"no owner": snapshot(entity("")), "half a reference": snapshot(entity("group:"))}


@pytest.mark.parametrize("sample", BAD.values(), ids=BAD.keys())
def test_flagged(sample: Snapshot) -> None:
    assert outcome(judge, sample) is Outcome.FAILED


@pytest.mark.parametrize("sample", GOOD.values(), ids=GOOD.keys())
def test_not_flagged(sample: Snapshot) -> None:
    assert outcome(judge, sample) is Outcome.PASSED


@pytest.mark.parametrize("sample", UNKNOWN.values(), ids=UNKNOWN.keys())
def test_unknown_is_not_no(sample: Snapshot) -> None:
    assert outcome(judge, sample) is Outcome.UNKNOWN


@pytest.mark.parametrize("sample", NOT_APPLICABLE.values(), ids=NOT_APPLICABLE.keys())
def test_one_cause_gives_one_finding(sample: Snapshot) -> None:
    assert outcome(judge, sample) is Outcome.NOT_APPLICABLE


def test_the_sentence_and_the_evidence_show_the_owner_as_written() -> None:
    verdict = only(judge, snapshot(entity("phantoms")))
    assert verdict.sentence == 'Ledger is owned by "phantoms", which is no team of the catalog.'
    (shown,) = verdict.evidence
    assert isinstance(shown, FileEvidence)
    assert (shown.line, shown.says) == (9, "spec.owner: phantoms")
