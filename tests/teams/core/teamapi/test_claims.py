"""Claims of ownership out of a Team API, for the ledger."""

from __future__ import annotations

from teams.core.teamapi.claims import OwnedClaim, list_claims
from tests.teams.core.teamapi.samples import FULL, SMALLEST, read


def test_each_entity_once_with_its_line() -> None:
    text = (
        SMALLEST + "owns:\n- {ref: Ferry}\n- {ref: component:default/ferry, kind: library}\n- {ref: ferry, kind: api}\n"
    )
    assert list_claims(read(text)) == (
        OwnedClaim("component:default/ferry", "", "Ferry", 6),
        OwnedClaim("api:default/ferry", "", "ferry", 8),
    )


def test_names_without_a_namespace_are_in_the_team_s() -> None:
    assert [claim.subject_ref for claim in list_claims(read(FULL))] == [
        "component:shore/berth-planner",
        "resource:shore/tide-table",
    ]


def test_addresses_of_repositories_are_compared_without_case_and_form() -> None:
    text = SMALLEST + "owns:\n- {ref: 'https://git.example/Shore/Ferry.git'}\n- {ref: 'git@git.example:shore/ferry'}\n"
    assert list_claims(read(text)) == (
        OwnedClaim("", "git.example/shore/ferry", "https://git.example/Shore/Ferry.git", 6),
    )


def test_names_in_words_are_kept_for_somebody_to_bind() -> None:
    assert list_claims(read(SMALLEST + "owns: [{ref: The old ferry}]")) == (OwnedClaim("", "", "The old ferry", 5),)


def test_no_claims() -> None:
    assert list_claims(read(SMALLEST)) == ()
