"""Who is in force: the first seen, the same pass in a fixed order, and a person's choice above both."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.core.contention import Candidate, Chosen, choose_in_force

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def candidate(id_: int, origin: int = 1, *, minutes: int = 0, path: str = "a.yaml", **marks: bool) -> Candidate:
    return Candidate(id_, NOW + timedelta(minutes=minutes), f"repo-{origin}", path, 0, origin_id=origin, **marks)


def test_nobody_is_in_force_where_nobody_declares() -> None:
    assert choose_in_force([]) is None
    assert choose_in_force([], Chosen(1)) is None


def test_the_first_seen_stays_in_force() -> None:
    assert choose_in_force([candidate(1, 1, minutes=5, is_in_force=True), candidate(2, 2, minutes=9, is_new=True)]) == 1


def test_of_one_pass_the_first_repository_takes_over_whoever_was_faster() -> None:
    assert choose_in_force([candidate(1, 2, is_in_force=True), candidate(2, 1, is_new=True)]) == 2


def test_an_older_contender_never_takes_over_from_who_is_in_force() -> None:
    assert choose_in_force([candidate(1, 1, minutes=5, is_in_force=True), candidate(2, 2)]) == 1


def test_the_oldest_contender_follows_one_that_vanished() -> None:
    assert choose_in_force([candidate(1, 1, minutes=5), candidate(2, 2)]) == 2


def test_a_choice_takes_over_at_once_and_stays() -> None:
    rows = [candidate(1, 1, is_in_force=True), candidate(2, 2, minutes=9)]
    assert choose_in_force(rows, Chosen(2, "a.yaml")) == 2
    assert choose_in_force([candidate(1, 1), candidate(2, 2, minutes=9, is_in_force=True)], Chosen(2)) == 2


def test_no_newcomer_takes_over_from_a_choice() -> None:
    rows = [candidate(2, 2, is_in_force=True), candidate(3, 1, is_new=True)]
    assert choose_in_force(rows) == 3, "without the choice it would: first repository of the same pass"
    assert choose_in_force(rows, Chosen(2)) == 2


def test_a_choice_holds_when_its_file_moves() -> None:
    rows = [candidate(1, 1), candidate(2, 2, path="elsewhere/b.yaml", is_in_force=True)]
    assert choose_in_force(rows, Chosen(2, "a.yaml")) == 2


def test_of_two_in_the_chosen_repository_the_one_that_was_meant_counts() -> None:
    rows = [candidate(1, 2, path="a.yaml", is_in_force=True), candidate(2, 2, path="b.yaml"), candidate(3, 1)]
    assert choose_in_force(rows, Chosen(2, "b.yaml")) == 2


def test_of_two_in_the_chosen_repository_the_one_in_force_stays_when_it_moved() -> None:
    rows = [candidate(1, 2, path="a.yaml"), candidate(2, 2, path="moved.yaml", minutes=5, is_in_force=True)]
    assert choose_in_force(rows, Chosen(2, "b.yaml")) == 2


def test_a_choice_whose_repository_declares_it_no_more_counts_for_nothing() -> None:
    rows = [candidate(1, 1, minutes=3), candidate(3, 3)]
    assert choose_in_force(rows, Chosen(2)) == 3


def test_what_a_person_keeps_gives_way_to_any_file() -> None:
    kept = candidate(1, 1, is_in_force=True, is_stand_in=True)
    assert choose_in_force([kept]) == 1
    assert choose_in_force([kept, candidate(2, 2, minutes=9, is_new=True)]) == 2
    assert choose_in_force([kept, candidate(2, 2, minutes=9, is_new=True)], Chosen(1)) == 2


candidates = st.builds(
    candidate,
    st.integers(1, 50),
    st.integers(1, 4),
    minutes=st.integers(0, 3),
    path=st.sampled_from(["a.yaml", "b.yaml"]),
    is_in_force=st.booleans(),
    is_new=st.booleans(),
)


@given(st.lists(candidates, max_size=6, unique_by=lambda c: c.id), st.integers(1, 5), st.randoms())
def test_the_order_of_candidates_never_matters(rows: list[Candidate], origin: int, random: object) -> None:
    shuffled = sorted(rows, key=lambda _: random.random())  # type: ignore[attr-defined]
    chosen = Chosen(origin, "a.yaml")
    found = choose_in_force(rows, chosen)
    assert found == choose_in_force(shuffled, chosen)
    if any(row.origin_id == origin for row in rows):
        assert next(row for row in rows if row.id == found).origin_id == origin


@pytest.mark.parametrize("chosen", [None, Chosen(1), Chosen(9)])
def test_who_is_chosen_stays_chosen(chosen: Chosen | None) -> None:
    """Looking again changes nothing: a scan that finds the same must write nothing."""
    rows = [candidate(1, 1), candidate(2, 2, minutes=1, is_new=True), candidate(3, 1, minutes=2, path="b.yaml")]
    first = choose_in_force(rows, chosen)
    again = [candidate(row.id, row.origin_id, path=row.path, is_in_force=row.id == first) for row in rows]
    assert choose_in_force(again, chosen) == first
