from __future__ import annotations

from typing import Any

import pytest

from scoring.core.checks.repository_is_claimed import judge
from scoring.core.evidence import CommitsEvidence, PeopleEvidence
from scoring.core.snapshot import AuthorWork, CodeRoot, Place, Repository, Snapshot
from scoring.core.verdicts import Outcome
from tests.scoring.core.checks import only, outcome
from tests.scoring.samples import NOW, ORIGIN, SHA, claim, snapshot, work

REF = f"repository:{ORIGIN}"


def repository(
    *works: AuthorWork, claims: tuple[str, ...] = (), roots: tuple[CodeRoot, ...] = (), **more: Any
) -> Snapshot:
    given: dict[str, Any] = {"tip": SHA, "tip_committed_at": NOW} | more
    return snapshot(
        repositories={ORIGIN: Repository(ORIGIN, REF, "till-bridge", 1, **given)},
        claims=[claim(text, ref=REF) for text in claims],
        code_roots=roots,
        work={(ORIGIN, ""): works},
    )


BAD = {
    "people and nothing else": repository(work("Cy", 3)),
    "only bots": repository(work("ci[bot]", 9, is_bot=True)),
    "history not read yet": repository(),
}
GOOD = {
    "a descriptor": repository(work("Cy", 3), descriptors=1),
    "a descriptor and a broken one": repository(descriptors=1, broken=(Place(ORIGIN, SHA, "a.yaml", 1),)),
    "code that is claimed from elsewhere": repository(roots=(CodeRoot("component:default/edge", ORIGIN, ""),)),
    "CODEOWNERS names a team": repository(claims=("@shop/payments",)),
    "CODEOWNERS names a team and a stranger": repository(claims=("@shop/strangers", "@shop/payments")),
    "CODEOWNERS names somebody in a team": repository(claims=("@bo-hub",)),
    "a descriptor that was read before the repository broke": repository(descriptors=1, scan_error="gone"),
}
UNKNOWN = {
    "cannot be read": repository(scan_error="an object is missing"),
    "not read yet": repository(tip="", is_scanned=False),
    "a descriptor that cannot be read": repository(broken=(Place(ORIGIN, SHA, "catalog-info.yaml", 1),)),
    "CODEOWNERS names a stranger": repository(claims=("@shop/strangers",)),
}
NOT_APPLICABLE = {
    "no commits": repository(tip="", tip_committed_at=None),
    "archived": repository(work("Cy", 3), is_archived=True),
    "a fork": repository(work("Cy", 3), is_fork=True),
    "a template": repository(work("Cy", 3), is_template=True),
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


def test_the_evidence_is_the_last_commit_of_a_person_and_whom_to_ask() -> None:
    works = [work("Cy", 3, days_ago=9), work("Stranger", 8, days_ago=20), work("ci[bot]", 9, days_ago=1, is_bot=True)]
    commits, people = only(judge, repository(*works)).evidence
    assert isinstance(commits, CommitsEvidence)
    assert isinstance(people, PeopleEvidence)
    assert commits.commits[0].author == "Cy"
    assert [(seen.name, seen.note) for seen in people.people] == [
        ("Cy", "Checkout"),
        ("Stranger", "not in the catalog"),
    ], "by name: who made more of the commits is not told"


def test_a_repository_of_bots_shows_the_bots_commit() -> None:
    (commits,) = only(judge, repository(work("ci[bot]", 9, is_bot=True))).evidence
    assert isinstance(commits, CommitsEvidence)
    assert commits.says == "The last commit, by a bot"


def test_without_history_the_newest_commit_is_shown() -> None:
    (commits,) = only(judge, repository()).evidence
    assert isinstance(commits, CommitsEvidence)
    assert commits.commits[0].sha == SHA
