"""Git history claims for the team that makes most of the commits, and only where that is clear."""

from __future__ import annotations

from scoring.core.history_claims import HistoryClaim, claim_owners
from scoring.core.snapshot import Snapshot
from tests.scoring.samples import CHECKOUT, ORIGIN, PAYMENTS, entity, snapshot, work


def claims(sample: Snapshot) -> list[HistoryClaim]:
    return list(claim_owners(sample))


def test_the_team_with_most_of_the_commits_is_claimed_with_its_share() -> None:
    (claim,) = claims(snapshot(entity(), works=[work("Cy", 26), work("Ada", 4)]))
    assert (claim.subject_ref, claim.team_ref, claim.weight, claim.origin_id) == (
        "component:default/ledger",
        CHECKOUT,
        0.9,
        ORIGIN,
    )
    assert [row["name"] for row in claim.evidence["numbers"]] == ["Checkout", "Payments"]


def test_the_share_is_coarse_so_that_a_commit_changes_little() -> None:
    weights = {
        claims(snapshot(entity(), works=[work("Ada", 26 + more), work("Cy", 4)]))[0].weight for more in (0, 1, 2)
    }
    assert weights == {0.9}


def test_nine_commits_say_nothing() -> None:
    assert claims(snapshot(entity(), works=[work("Ada", 9)])) == []


def test_less_than_half_says_nothing_and_strangers_count_in_the_whole() -> None:
    assert claims(snapshot(entity(), works=[work("Ada", 12), work("Stranger", 13)])) == []
    assert claims(snapshot(entity(), works=[work("Stranger", 40)])) == []


def test_only_components_have_code() -> None:
    assert claims(snapshot(entity(kind="api"), works=[work("Ada", 20)])) == []
    assert claims(snapshot(entity(), works=[work("Ada", 20)], code_roots=())) == []


def test_an_entity_without_an_owner_is_claimed_all_the_same() -> None:
    (claim,) = claims(snapshot(entity(""), works=[work("Ada", 20)]))
    assert claim.team_ref == PAYMENTS
