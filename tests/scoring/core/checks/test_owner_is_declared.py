from __future__ import annotations

import pytest

from catalog.core.claims import Basis
from scoring.core.checks.owner_is_declared import judge
from scoring.core.evidence import FileEvidence
from scoring.core.snapshot import Entity, Snapshot
from scoring.core.verdicts import Outcome
from tests.scoring.core.checks import only, outcome
from tests.scoring.samples import claim, entity, snapshot

BAD = {
    "no owner": snapshot(entity("")),
    "blanks for an owner": snapshot(entity("  ")),
    "an API without": snapshot(entity("", "api")),
    "a Resource without": snapshot(entity("", "resource")),
    "a System without": snapshot(entity("", "system")),
    "half a reference": snapshot(entity("group:")),
    "CODEOWNERS is no declaration": snapshot(entity(""), claims=[claim("@shop/payments")]),
}
GOOD = {
    "a team": snapshot(entity("payments")),
    "a full reference": snapshot(entity("group:default/payments")),
    "a team nobody knows is declared all the same": snapshot(entity("phantoms")),
    "a person": snapshot(entity("user:ada")),
    "a handle": snapshot(entity("@shop/money-people")),
    "a person's decision stands in": snapshot(entity(""), claims=[claim("payments", Basis.PERSON)]),
    "the last good owner of a file that is broken now": snapshot(entity("payments", error="line 3: not YAML")),
}


@pytest.mark.parametrize("sample", BAD.values(), ids=BAD.keys())
def test_flagged(sample: Snapshot) -> None:
    assert outcome(judge, sample) is Outcome.FAILED


@pytest.mark.parametrize("sample", GOOD.values(), ids=GOOD.keys())
def test_not_flagged(sample: Snapshot) -> None:
    assert outcome(judge, sample) is Outcome.PASSED


@pytest.mark.parametrize("other", [entity("", "group"), entity("", "domain"), entity("", place=None)], ids=str)
def test_not_judged(other: Entity) -> None:
    assert list(judge(snapshot(other))) == []


def test_the_evidence_is_the_descriptor_and_the_line_of_an_owner_that_names_nobody() -> None:
    (missing,) = only(judge, snapshot(entity(""))).evidence
    (unreadable,) = only(judge, snapshot(entity("group:"))).evidence
    assert isinstance(missing, FileEvidence)
    assert isinstance(unreadable, FileEvidence)
    assert (missing.line, unreadable.line, unreadable.says) == (1, 9, "spec.owner: group:")


def test_the_sentence_names_kind_and_name() -> None:
    assert only(judge, snapshot(entity("", "api"))).sentence == "Nobody is named as the owner of the API Ledger."
