"""Orders are total, pages do not overlap, and a mark works when its entity is gone."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from catalog.core.search.ordering import Ordering, sort_by
from catalog.core.search.postings import make_posting

orderings = st.tuples(
    st.dictionaries(st.integers(0, 30), st.just(0), min_size=1, max_size=20),
    st.dictionaries(st.integers(0, 30), st.sampled_from(["", "a", "b", "ab"]), max_size=20),
    st.booleans(),
)


def build(given_: tuple[dict[int, int], dict[int, str], bool]) -> tuple[Ordering, dict[int, str]]:
    slots, values, is_descending = given_
    refs = {slot: f"component:default/{99 - slot}" for slot in slots}
    return Ordering(refs, values, is_descending=is_descending), refs


@given(orderings)
def test_the_order_is_by_value_then_ref_and_those_without_come_last(
    given_: tuple[dict[int, int], dict[int, str], bool],
) -> None:
    order, refs = build(given_)
    _, values, is_descending = given_
    valued = sorted(((values[slot], refs[slot]) for slot in values if slot in refs), reverse=is_descending)
    missing = sorted(refs[slot] for slot in refs if slot not in values)
    taken = order.take(make_posting(refs), 100)
    assert [refs[slot] for slot in taken] == [ref for _, ref in valued] + missing


@given(orderings, st.integers(1, 4), st.sets(st.integers(0, 30)))
def test_pages_forward_and_back_make_up_the_whole(
    given_: tuple[dict[int, int], dict[int, str], bool], size: int, among: set[int]
) -> None:
    order, refs = build(given_)
    wanted = make_posting(among & refs.keys())
    whole = order.take(wanted, 100)
    pages, mark = [], None
    while page := order.take(wanted, size, after=mark):
        pages.append(page)
        mark = order.mark(page[-1])
    assert [slot for page in pages for slot in page] == whole
    for before, after in pairwise(pages):
        assert order.take_back(wanted, size, order.mark(after[0])) == before
    assert order.take(wanted, 100, skip=2) == whole[2:]


def test_a_mark_of_an_entity_that_is_gone_still_says_where_to_go_on() -> None:
    order = Ordering({1: "a:b/a", 3: "a:b/c"}, {1: "x", 3: "z"})
    assert order.take(0b1010, 5, after=("y", "a:b/b")) == [3]
    assert order.take_back(0b1010, 5, ("y", "a:b/b")) == [1]


def test_several_keys_the_first_counts_most() -> None:
    kinds, names = {1: "a", 2: "b", 3: "a"}, {1: "x", 2: "x", 3: "y"}
    assert sort_by([1, 2, 3, 4], [(kinds, False), (names, True)]) == [3, 1, 2, 4]
    assert sort_by([4, 1, 2, 3], [(kinds, True)]) == [2, 1, 3, 4]
