from __future__ import annotations

from dataclasses import replace

import pytest

from scoring.core.checks.owner_team_is_alive import judge
from scoring.core.evidence import FileEvidence, PeopleEvidence
from scoring.core.snapshot import Entity, Membership, Place, Snapshot
from scoring.core.verdicts import Outcome
from tests.scoring.core.checks import only, outcome
from tests.scoring.samples import (
    CARDS,
    GROWTH,
    LONG_AGO,
    MEMBERSHIPS,
    NOW,
    ORIGIN,
    PEOPLE,
    SHA,
    TEAMS,
    entity,
    snapshot,
    user,
)

LEFT = {ref: replace(person, left_at=NOW) for ref, person in PEOPLE.items()} | {user("cy"): PEOPLE[user("cy")]}
BAD = {
    "everyone left": snapshot(entity("growth")),
    "nobody was ever in it": snapshot(entity("growth"), memberships=MEMBERSHIPS[:-1]),
    "dissolved": snapshot(entity("phoenix")),
    "dissolved with members left over": snapshot(
        entity("phoenix"), memberships=(*MEMBERSHIPS, Membership("group:default/phoenix", user("ada"), LONG_AGO))
    ),
    "members who left the company": snapshot(entity("cards"), people=LEFT),
    "an API": snapshot(entity("growth", "api")),
}
GOOD = {
    "people": snapshot(entity("payments")),
    "one person": snapshot(entity("cards")),
    "a department whose teams have people": snapshot(entity("commerce")),
    "a team whose own people left, but not those below it": snapshot(
        entity("payments"), memberships=tuple(m for m in MEMBERSHIPS if m.team_ref == CARDS)
    ),
    "parents in a circle": snapshot(entity("cards"), teams={**TEAMS, CARDS: replace(TEAMS[CARDS], parent_ref=CARDS)}),
    "gaps do not matter where people are known": snapshot(entity(), organisation_gaps=("org is unread.",)),
}
UNKNOWN = {
    "the organisation could not be read": snapshot(entity("growth"), organisation_gaps=("org is unread.",)),
    "the catalog knows no people": snapshot(entity("growth"), people={}, memberships=()),
    "everyone the catalog knew is gone": snapshot(
        entity("growth"), people={ref: replace(person, left_at=NOW) for ref, person in PEOPLE.items()}
    ),
}
NOT_APPLICABLE = {
    "no owner": snapshot(entity("")),
    "an unknown owner": snapshot(entity("phantoms")),
    "a person": snapshot(entity("user:ada")),
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
def test_one_cause_gives_one_finding(sample: Snapshot) -> None:
    assert outcome(judge, sample) is Outcome.NOT_APPLICABLE


def test_the_evidence_is_the_owner_the_group_and_who_was_in_it() -> None:
    growth = Entity(GROWTH, "group", "default", "growth", place=Place(ORIGIN, SHA, "groups.yaml", 40))
    verdict = only(judge, snapshot(entity("growth"), growth))
    owner, group, people = verdict.evidence
    assert isinstance(owner, FileEvidence)
    assert isinstance(group, FileEvidence)
    assert isinstance(people, PeopleEvidence)
    assert (owner.line, group.path, group.line) == (9, "groups.yaml", 40)
    assert [(seen.name, seen.note) for seen in people.people] == [("Gus", "left by 2026-04-10")]
    assert verdict.sentence == "Ledger is owned by Growth, a team that everyone has left."
    assert verdict.team_ref == GROWTH
