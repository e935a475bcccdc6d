"""Evidence keeps what it shows through its JSON form, and never shows nothing."""

from datetime import UTC, datetime

import orjson
import pytest

from scoring.core.evidence import (
    MAX_ROWS,
    CommitSeen,
    CommitsEvidence,
    EdgeSeen,
    EdgesEvidence,
    Evidence,
    FileEvidence,
    NumberSeen,
    NumbersEvidence,
    PeopleEvidence,
    PersonSeen,
    origins_of,
    read_evidence,
)

AT = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
ALL_KINDS: list[Evidence] = [
    FileEvidence("The owner", 7, "a" * 40, "catalog-info.yaml", 12),
    FileEvidence("The owner", 7, "", "https://git.example.org/all.yaml", 12),
    CommitsEvidence("The last commits", 7, (CommitSeen("b" * 40, "Ada", AT),)),
    PeopleEvidence("Who left", (PersonSeen("user:default/ada", "Ada", "left"), PersonSeen("", "Bo"))),
    EdgesEvidence("Who reads it", (EdgeSeen("component:default/a", "dependsOn", "resource:default/b"),)),
    NumbersEvidence("Commits by team", (NumberSeen("Payments", 41, "commits", "group:default/payments"),)),
]


@pytest.mark.parametrize("evidence", ALL_KINDS, ids=lambda evidence: evidence.kind)
def test_every_kind_survives_the_way_through_the_database(evidence: Evidence) -> None:
    assert read_evidence(orjson.loads(orjson.dumps(evidence.to_json()))) == evidence


def test_kinds_are_told_apart() -> None:
    assert len({evidence.to_json()["kind"] for evidence in ALL_KINDS}) == len({type(each) for each in ALL_KINDS})


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(KeyError):
        read_evidence({"kind": "rumour", "says": "somebody said so"})


@pytest.mark.parametrize(("commit", "path"), [("", ""), ("", "catalog-info.yaml"), ("a" * 40, "")])
def test_a_file_needs_a_commit_or_an_address_of_its_own(commit: str, path: str) -> None:
    with pytest.raises(ValueError, match="nothing to look at"):
        FileEvidence("The owner", 7, commit, path)


def test_evidence_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing to look at: The last commits"):
        CommitsEvidence("The last commits", 7, ())
    with pytest.raises(ValueError, match="nothing to look at"):
        PeopleEvidence("Who left", ())
    with pytest.raises(ValueError, match="nothing to look at"):
        EdgesEvidence("Who reads it", ())
    with pytest.raises(ValueError, match="nothing to look at"):
        NumbersEvidence("Commits by team", ())
    with pytest.raises(ValueError, match="nothing to look at"):
        FileEvidence("The owner", 7, "", "catalog-info.yaml")


def test_stored_rows_are_bounded() -> None:
    many = tuple(PersonSeen("", f"Person {number}") for number in range(MAX_ROWS + 30))
    assert len(PeopleEvidence("Who left", many).to_json()["people"]) == MAX_ROWS


def test_origins_are_those_of_files_and_commits() -> None:
    assert origins_of(ALL_KINDS) == {7}
    assert origins_of(ALL_KINDS[3:]) == frozenset()
