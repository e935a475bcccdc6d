from __future__ import annotations

import pytest

from catalog.core.claims import Basis
from scoring.core.checks.claims_agree import judge
from scoring.core.evidence import EdgesEvidence, FileEvidence
from scoring.core.snapshot import Snapshot
from scoring.core.verdicts import Outcome
from tests.scoring.core.checks import only, outcome
from tests.scoring.samples import claim, entity, snapshot

API = "api:default/ledger"
BAD = {
    "another team": snapshot(entity(), claims=[claim("@shop/checkout")]),
    "two other teams": snapshot(entity(), claims=[claim("@shop/checkout"), claim("@shop/growth")]),
    "another team and somebody of it": snapshot(entity(), claims=[claim("@shop/checkout"), claim("@cy-hub")]),
    "another team and somebody of a third": snapshot(
        entity("cards"), claims=[claim("@shop/checkout"), claim("@cy-hub")]
    ),
    "a decision in the portal": snapshot(entity(), claims=[claim("checkout", Basis.PERSON)]),
    "an API and a decision": snapshot(entity(kind="api"), claims=[claim("checkout", Basis.PERSON, API)]),
    "one of two bases": snapshot(entity(), claims=[claim("payments", Basis.PERSON), claim("@shop/checkout")]),
}
GOOD = {
    "the same team": snapshot(entity(), claims=[claim("@shop/payments")]),
    "the same team under another name": snapshot(entity(), claims=[claim("@shop/money-people")]),
    "in other capitals": snapshot(entity("Group:default/Payments"), claims=[claim("@Shop/PAYMENTS")]),
    "the owner among others": snapshot(entity(), claims=[claim("@shop/checkout"), claim("@shop/payments")]),
    "the owner and a stranger": snapshot(entity(), claims=[claim("@shop/strangers"), claim("@shop/payments")]),
    "a team below the owner": snapshot(entity(), claims=[claim("@shop/cards")]),
    "a department above the owner": snapshot(entity(), claims=[claim("@shop/commerce")]),
    "somebody in the owner's team": snapshot(entity(), claims=[claim("@bo-hub")]),
    "somebody in the owner's team and another": snapshot(entity(), claims=[claim("@ada-hub")]),
    "another team, with somebody of the owner": snapshot(entity(), claims=[claim("@shop/checkout"), claim("@bo-hub")]),
    "people of other teams alone": snapshot(entity(), claims=[claim("@cy-hub")]),
}
UNKNOWN = {
    "a stranger": snapshot(entity(), claims=[claim("@shop/strangers")]),
    "a stranger beside another team": snapshot(entity(), claims=[claim("@shop/strangers"), claim("@shop/checkout")]),
    "an address nobody has": snapshot(entity(), claims=[claim("someone@example.net")]),
    "a team that was dissolved": snapshot(entity(), claims=[claim("@shop/phoenix")]),
}
NOT_APPLICABLE = {
    "only the descriptor": snapshot(entity(), claims=[claim("payments", Basis.DESCRIPTOR)]),
    "Git history is no statement": snapshot(entity(), claims=[claim("group:default/checkout", Basis.HISTORY)]),
    "CODEOWNERS is not about an API": snapshot(entity(kind="api"), claims=[claim("@shop/checkout", ref=API)]),
    "no owner": snapshot(entity(""), claims=[claim("@shop/checkout")]),
    "an unknown owner is no mismatch": snapshot(entity("phantoms"), claims=[claim("@shop/checkout")]),
    "owned by a person": snapshot(entity("user:ada"), claims=[claim("@shop/checkout")]),
}


@pytest.mark.parametrize("sample", BAD.values(), ids=BAD.keys())
def test_flagged(sample: Snapshot) -> None:
    assert outcome(judge, sample) is Outcome.FAILED


@pytest.mark.parametrize("sample", GOOD.values(), ids=GOOD.keys())
def test_not_flagged(sample: Snapshot) -> None:
    assert outcome(judge, sample) is Outcome.PASSED


@pytest.mark.parametrize("sample", UNKNOWN.values(), ids=UNKNOWN.keys())
def test_a_name_that_leads_to_no_team_is_unknown_and_named(sample: Snapshot) -> None:
    verdict = only(judge, sample)
    assert verdict.outcome is Outcome.UNKNOWN
    (ref,) = sample.entities
    assert any(f'"{each.owner_text}"' in verdict.sentence for each in sample.claims[ref])


@pytest.mark.parametrize("sample", NOT_APPLICABLE.values(), ids=NOT_APPLICABLE.keys())
def test_nothing_to_compare(sample: Snapshot) -> None:
    assert outcome(judge, sample) is Outcome.NOT_APPLICABLE


def test_the_evidence_is_both_lines() -> None:
    verdict = only(judge, snapshot(entity(), claims=[claim("@shop/checkout")]))
    descriptor, codeowners = verdict.evidence
    assert isinstance(descriptor, FileEvidence)
    assert isinstance(codeowners, FileEvidence)
    assert (descriptor.path, descriptor.line) == ("catalog-info.yaml", 9)
    assert (codeowners.path, codeowners.line) == (".github/CODEOWNERS", 3)
    assert verdict.sentence == "The descriptor of Ledger names Payments, but CODEOWNERS names Checkout."


def test_a_claim_without_a_file_shows_what_it_says() -> None:
    _, decision = only(judge, snapshot(entity(), claims=[claim("checkout", Basis.PERSON)])).evidence
    assert isinstance(decision, EdgesEvidence)
    assert decision.edges[0].target == "checkout"
