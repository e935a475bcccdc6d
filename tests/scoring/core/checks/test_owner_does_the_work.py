from __future__ import annotations

from datetime import timedelta

import pytest

from scoring.core.checks.owner_does_the_work import judge
from scoring.core.evidence import CommitsEvidence, FileEvidence, NumbersEvidence
from scoring.core.snapshot import HistoryState, Membership, Repository, Snapshot
from scoring.core.verdicts import Outcome
from tests.scoring.core.checks import only, outcome
from tests.scoring.samples import (
    CHECKOUT,
    LONG_AGO,
    MEMBERSHIPS,
    NOW,
    ORIGIN,
    PAYMENTS,
    SHA,
    entity,
    snapshot,
    user,
    work,
    work_by_day,
)

ADA_MOVED = (
    *(membership for membership in MEMBERSHIPS if membership.person_ref != user("ada")),
    Membership(CHECKOUT, user("ada"), LONG_AGO, NOW - timedelta(days=90)),
    Membership(PAYMENTS, user("ada"), NOW - timedelta(days=90)),
)
BAD = {
    "another team alone": snapshot(entity(), works=[work("Cy", 10)]),
    "exactly half": snapshot(entity(), works=[work("Cy", 10), work("Ada", 10)]),
    "several of another team together": snapshot(entity(), works=[work("Cy", 5), work("Di", 5), work("Bo", 2)]),
    "strangers cannot make up for it": snapshot(entity(), works=[work("Cy", 12), work("Stranger", 12)]),
    "bots do not dilute it": snapshot(entity(), works=[work("Cy", 10), work("ci[bot]", 90, is_bot=True)]),
    "under the address of the Git host": snapshot(
        entity(), works=[work("Cy", 12, email="12345+cy-hub@users.noreply.github.com")]
    ),
    "before the move, for the team of that time": snapshot(
        entity(), works=[work_by_day("Ada", (120, 15), (10, 5))], memberships=ADA_MOVED
    ),
    "somebody who left worked for the team of then": snapshot(entity(), works=[work("Gus", 12)]),
    "a label that says no": snapshot(entity(labels={"bailiwick.dev/inner-source": "false"}), works=[work("Cy", 10)]),
}
GOOD = {
    "the owner": snapshot(entity(), works=[work("Ada", 20)]),
    "nine commits": snapshot(entity(), works=[work("Cy", 9)]),
    "a little less than half": snapshot(entity(), works=[work("Cy", 19), work("Ada", 20)]),
    "two other teams with half together": snapshot(entity(), works=[work("Cy", 14), work("Gus", 14), work("Ada", 20)]),
    "a team below the owner": snapshot(entity(), works=[work("Eve", 20)]),
    "the team above the owner": snapshot(entity("cards"), works=[work("Bo", 20)]),
    "a guild of somebody in the owner": snapshot(entity(), works=[work("Ada", 20)]),
    "bots do the most": snapshot(entity(), works=[work("Ada", 5), work("ci[bot]", 90, is_bot=True)]),
    "a bot with the address of somebody elsewhere": snapshot(
        entity(), works=[work("Ada", 5), work("ci[bot]", 90, email="cy@example.org", is_bot=True)]
    ),
    "strangers who are too few to matter": snapshot(entity(), works=[work("Stranger", 9)]),
    "strangers beside an owner who does most": snapshot(entity(), works=[work("Ada", 30), work("Stranger", 12)]),
    "after the move, for the team of now": snapshot(
        entity(), works=[work_by_day("Ada", (120, 5), (10, 15))], memberships=ADA_MOVED
    ),
    "long before the window": snapshot(entity(), works=[work("Ada", 3), work_by_day("Cy", (181, 60))]),
}
UNKNOWN = {
    "strangers could tip it": snapshot(entity(), works=[work("Stranger", 10)]),
    "strangers and another team": snapshot(entity(), works=[work("Cy", 6), work("Stranger", 6), work("Ada", 8)]),
    "a role address is nobody's": snapshot(entity(), works=[work("Cy", 20, email="builds@example.org")]),
    "a name is not an address": snapshot(entity(), works=[work("Cy", 20, email="cy@home.example.net")]),
    "history was never read": snapshot(entity(), works=[], history=HistoryState()),
    "history cannot be read": snapshot(entity(), works=[], history=HistoryState(error="an object is missing")),
    "an error outweighs what was read before": snapshot(
        entity(), works=[work("Cy", 50)], history=HistoryState(SHA, "an object is missing")
    ),
    "a shallow clone": snapshot(
        entity(), works=[work("Cy", 50)], history=HistoryState(SHA, complete_since=NOW - timedelta(days=100))
    ),
}
NOT_APPLICABLE = {
    "inner source": snapshot(entity(labels={"bailiwick.dev/inner-source": "true"}), works=[work("Cy", 10)]),
    "no work at all": snapshot(entity(), works=[]),
    "only bots": snapshot(entity(), works=[work("ci[bot]", 90, is_bot=True)]),
    "no owner": snapshot(entity(""), works=[work("Cy", 10)]),
    "an unknown owner": snapshot(entity("phantoms"), works=[work("Cy", 10)]),
    "an empty team cannot work": snapshot(entity("growth"), works=[work("Cy", 10)]),
    "no code": snapshot(entity(), works=[work("Cy", 10)], code_roots=()),
}


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
def test_not_applicable(sample: Snapshot) -> None:
    assert outcome(judge, sample) is Outcome.NOT_APPLICABLE


def test_a_shallow_clone_that_reaches_far_enough_is_judged() -> None:
    far = HistoryState(SHA, complete_since=NOW - timedelta(days=200))
    assert outcome(judge, snapshot(entity(), works=[work("Cy", 50)], history=far)) is Outcome.FAILED


def test_only_components_are_judged() -> None:
    assert list(judge(snapshot(entity(kind="api"), works=[work("Cy", 10)]))) == []


def test_the_evidence_is_shares_by_team_commits_and_the_owner_and_nobody_is_counted() -> None:
    works = [work("Cy", 9, days_ago=3), work("Di", 6, days_ago=2), work("Ada", 4), work("Stranger", 1)]
    repositories = {ORIGIN: Repository(ORIGIN, "repository:7", "ledger", 1, SHA)}
    verdict = only(judge, snapshot(entity(), works=works, repositories=repositories))
    assert verdict.sentence == (
        "Checkout made 15 of the 20 commits to Ledger in the last 180 days; Payments, who owns it, made 4."
    )
    numbers, commits, owner = verdict.evidence
    assert isinstance(numbers, NumbersEvidence)
    assert isinstance(commits, CommitsEvidence)
    assert isinstance(owner, FileEvidence)
    assert [(row.name, row.value) for row in numbers.numbers] == [
        ("Checkout", 15),
        ("Payments", 4),
        ("People the catalog does not know", 1),
    ]
    assert [seen.author for seen in commits.commits] == ["Di", "Cy"]
    assert owner.line == 9
