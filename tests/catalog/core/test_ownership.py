"""What claims resolve to."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.core.claims import Basis, Claim
from catalog.core.handles import Directory
from catalog.core.ownership import (
    BASIS_WEIGHTS,
    MOST_WITHOUT_PERSON,
    Disagreement,
    UnknownHandle,
    resolve_ownership,
)

SUBJECT = "component:default/cart"
A, B, C = "group:default/a", "group:default/b", "group:default/c"
DIRECTORY = Directory(
    teams={A: "Team A", B: "Team B", C: "Team C"},
    people={"user:default/ann": "Ann", "user:default/ben": "Ben", "user:default/both": "Both"},
    aliases={
        ("github-login", "ann"): frozenset({"user:default/ann"}),
        ("github-login", "ben"): frozenset({"user:default/ben"}),
        ("github-login", "both"): frozenset({"user:default/both"}),
    },
    teams_of={
        "user:default/ann": frozenset({A}),
        "user:default/ben": frozenset({B}),
        "user:default/both": frozenset({A, B}),
    },
)


def claim(basis: Basis, owner: str, weight: float = 1.0, role: str = "owner") -> Claim:
    return Claim(SUBJECT, basis, owner, role, weight, {"line": 1})


def test_no_claims_no_owner() -> None:
    resolution = resolve_ownership([], DIRECTORY)
    assert (resolution.owner_ref, resolution.confidence, resolution.disagreements) == (None, 0.0, ())
    assert resolution.reasons == ("No claim names an owner.",)


def test_descriptor_alone() -> None:
    resolution = resolve_ownership([claim(Basis.DESCRIPTOR, "a")], DIRECTORY)
    assert (resolution.owner_ref, resolution.confidence) == (A, 0.8)
    assert resolution.reasons == ("The descriptor names Team A.",)


def test_sources_that_agree_make_it_surer() -> None:
    resolution = resolve_ownership([claim(Basis.DESCRIPTOR, "a"), claim(Basis.CODEOWNERS, "@acme/a")], DIRECTORY)
    assert (resolution.owner_ref, resolution.confidence) == (A, 0.92)
    assert resolution.disagreements == ()


def test_sources_that_disagree_make_it_less_sure_and_are_named() -> None:
    other = claim(Basis.CODEOWNERS, "@acme/b")
    resolution = resolve_ownership([other, claim(Basis.DESCRIPTOR, "a")], DIRECTORY)
    assert (resolution.owner_ref, resolution.confidence) == (A, 0.56)
    assert resolution.disagreements == (Disagreement(Basis.CODEOWNERS, (B,), (other,)),)
    assert resolution.reasons == ("The descriptor names Team A.", "CODEOWNERS names Team B, not the owner.")


@pytest.mark.parametrize(
    "bases", [(Basis.PERSON, Basis.DESCRIPTOR), (Basis.DESCRIPTOR, Basis.TEAM_API), (Basis.TEAM_API, Basis.PAGER)]
)
def test_the_more_accountable_basis_decides(bases: tuple[Basis, Basis]) -> None:
    first, second = bases
    for owners in (("a", "b"), ("b", "a")):
        resolution = resolve_ownership([claim(second, owners[1]), claim(first, owners[0])], DIRECTORY)
        assert resolution.owner_ref == f"group:default/{owners[0]}"


def test_person_is_certain_and_what_files_say_stays_visible() -> None:
    resolution = resolve_ownership([claim(Basis.PERSON, C), claim(Basis.DESCRIPTOR, "a")], DIRECTORY)
    assert (resolution.owner_ref, resolution.confidence) == (C, 1.0)
    assert [other.basis for other in resolution.disagreements] == [Basis.DESCRIPTOR]


def test_unknown_handle_is_named_and_no_mismatch() -> None:
    claims = [claim(Basis.DESCRIPTOR, "a"), claim(Basis.CODEOWNERS, "@acme/strangers")]
    resolution = resolve_ownership(claims, DIRECTORY)
    assert (resolution.owner_ref, resolution.confidence) == (A, 0.8)
    assert resolution.disagreements == ()
    assert resolution.unknown_handles == (
        UnknownHandle("@acme/strangers", Basis.CODEOWNERS, "is no team of the catalog"),
    )
    assert resolution.reasons[-1] == 'CODEOWNERS names "@acme/strangers", which is no team of the catalog.'


def test_unknown_owner_in_the_descriptor_leaves_the_next_basis_to_decide() -> None:
    resolution = resolve_ownership([claim(Basis.DESCRIPTOR, "nobody"), claim(Basis.CODEOWNERS, "@x/b")], DIRECTORY)
    assert (resolution.owner_ref, resolution.confidence) == (B, 0.6)


def test_person_supports_their_team() -> None:
    alone = resolve_ownership([claim(Basis.DESCRIPTOR, "a")], DIRECTORY)
    supported = resolve_ownership([claim(Basis.DESCRIPTOR, "a"), claim(Basis.CODEOWNERS, "@ann")], DIRECTORY)
    assert supported.confidence > alone.confidence
    assert supported.reasons[-1] == "CODEOWNERS names Ann, who is in Team A."


def test_person_of_another_team_contradicts_nothing() -> None:
    resolution = resolve_ownership([claim(Basis.DESCRIPTOR, "a"), claim(Basis.CODEOWNERS, "@ben")], DIRECTORY)
    assert (resolution.owner_ref, resolution.confidence, resolution.disagreements) == (A, 0.8, ())


def test_person_of_several_teams_says_nothing() -> None:
    resolution = resolve_ownership([claim(Basis.CODEOWNERS, "@both")], DIRECTORY)
    assert resolution.owner_ref is None
    assert "several teams" in resolution.unknown_handles[0].why


def test_people_of_one_team_make_it_the_owner_where_no_team_is_named() -> None:
    resolution = resolve_ownership([claim(Basis.CODEOWNERS, "@ann")], DIRECTORY)
    assert (resolution.owner_ref, resolution.confidence) == (A, 0.3)


def test_people_of_different_teams_make_no_owner() -> None:
    resolution = resolve_ownership([claim(Basis.CODEOWNERS, "@ann"), claim(Basis.CODEOWNERS, "@ben")], DIRECTORY)
    assert (resolution.owner_ref, resolution.confidence) == (None, 0.0)


def test_people_do_not_outvote_a_team_of_a_weaker_basis() -> None:
    resolution = resolve_ownership([claim(Basis.DESCRIPTOR, "user:ben"), claim(Basis.CODEOWNERS, "@x/a")], DIRECTORY)
    assert resolution.owner_ref == A


def test_two_teams_on_one_line_are_no_disagreement_and_other_bases_choose() -> None:
    both = [claim(Basis.CODEOWNERS, "@x/a"), claim(Basis.CODEOWNERS, "@x/b")]
    assert resolve_ownership(both, DIRECTORY).owner_ref == A
    resolution = resolve_ownership([*both, claim(Basis.PAGER, "b")], DIRECTORY)
    assert (resolution.owner_ref, resolution.disagreements) == (B, ())
    assert resolution.reasons[0] == "CODEOWNERS names Team A and Team B."


def test_within_a_basis_the_weightier_claim_decides() -> None:
    claims = [claim(Basis.CODEOWNERS, "@x/a", 0.3), claim(Basis.CODEOWNERS, "@x/b", 0.7)]
    resolution = resolve_ownership(claims, DIRECTORY)
    assert (resolution.owner_ref, resolution.confidence) == (B, 0.42)


def test_history_confirms_and_casts_doubt() -> None:
    alone, confirmed, doubted = (
        resolve_ownership([claim(Basis.DESCRIPTOR, "a"), *more], DIRECTORY)
        for more in ([], [claim(Basis.HISTORY, "a")], [claim(Basis.HISTORY, "b")])
    )
    assert doubted.confidence < alone.confidence < confirmed.confidence
    assert {alone.owner_ref, confirmed.owner_ref, doubted.owner_ref} == {A}


def test_history_alone_makes_no_owner_and_is_told() -> None:
    resolution = resolve_ownership([claim(Basis.HISTORY, A)], DIRECTORY)
    assert (resolution.owner_ref, resolution.confidence) == (None, 0.0)
    assert resolution.reasons == ("Recent commits are by Team A.",)


def test_other_roles_make_no_owner() -> None:
    assert resolve_ownership([claim(Basis.DESCRIPTOR, "a", role="reviewer")], DIRECTORY).owner_ref is None


def test_references_are_read_in_the_namespace_of_the_subject() -> None:
    directory = Directory(teams={"group:shop/a": "Shop A", A: "Team A"})
    owned = Claim("component:shop/cart", Basis.DESCRIPTOR, "a")
    assert resolve_ownership([owned], directory).owner_ref == "group:shop/a"


CLAIMS = st.builds(
    claim,
    st.sampled_from(Basis),
    st.sampled_from(["a", "b", "@x/c", "@ann", "@ben", "@both", "nobody"]),
    st.sampled_from([0.0, 0.3, 1.0]),
)


@given(st.lists(CLAIMS, max_size=8), st.randoms(use_true_random=False))
def test_order_does_not_matter(claims: list[Claim], shuffler: random.Random) -> None:
    shuffled = list(claims)
    shuffler.shuffle(shuffled)
    assert resolve_ownership(shuffled, DIRECTORY) == resolve_ownership(claims, DIRECTORY)


@given(st.lists(CLAIMS, max_size=8))
def test_what_always_holds(claims: list[Claim]) -> None:
    resolution = resolve_ownership(claims, DIRECTORY)
    decided = any(item.basis is Basis.PERSON and item.owner_text in ("a", "b", "@x/c") for item in claims)
    assert 0 <= resolution.confidence <= (1 if decided else MOST_WITHOUT_PERSON)
    assert resolution.reasons
    assert (resolution.owner_ref is None) <= (resolution.confidence == 0)
    assert resolution.owner_ref is None or resolution.owner_ref in DIRECTORY.teams
    for other in resolution.disagreements:
        assert resolution.owner_ref not in other.team_refs


def test_every_basis_has_a_weight_and_they_fall() -> None:
    assert list(BASIS_WEIGHTS) == list(Basis)
    assert sorted(BASIS_WEIGHTS.values(), reverse=True) == list(BASIS_WEIGHTS.values())
