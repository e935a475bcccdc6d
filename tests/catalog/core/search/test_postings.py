"""Sets of slots as integers and as text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from catalog.core.search.postings import (
    change_posting,
    decode_posting,
    encode_posting,
    flag_slots,
    list_slots,
    make_posting,
    read_slots,
)

slot_sets = st.one_of(
    st.sets(st.integers(0, 5000), max_size=12),
    st.sets(st.integers(0, 400), min_size=60),
    st.just(set(range(3000))),
)


@given(slot_sets)
def test_a_set_comes_back_from_its_text(slots: set[int]) -> None:
    bits = make_posting(slots)
    text = encode_posting(bits)
    assert decode_posting(text) == bits
    assert list_slots(bits) == sorted(slots)
    read = read_slots(text)
    assert (set(read) if isinstance(read, tuple) else set(list_slots(read))) == slots


@given(slot_sets, slot_sets, slot_sets)
def test_a_change_of_the_text_is_a_change_of_the_set(before: set[int], joined: set[int], left: set[int]) -> None:
    text = change_posting(encode_posting(make_posting(before)), joined, left)
    assert set(list_slots(decode_posting(text))) == (before - left) | joined
    assert text == encode_posting(decode_posting(text)), "one form for one set"


def test_few_slots_are_a_list_and_many_are_bits() -> None:
    assert encode_posting(make_posting([7])) == "7"
    assert encode_posting(make_posting([7, 4000])) == "7,4000"
    assert encode_posting((1 << 64) - 1) == "x" + "f" * 16
    assert encode_posting(0) == change_posting("7", [], [7]) == ""


def test_flags_are_as_long_as_asked() -> None:
    assert flag_slots(0b101, 5) == b"\x01\x00\x01\x00\x00"
