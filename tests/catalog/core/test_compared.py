"""What a person sees of two values: what differs, and a little of what does not."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.core.compared import CONTEXT, CUT, LONGEST, Kind, Part, compare_values, count_same

LONG = "word " * 500


def read(before: Any, after: Any) -> list[tuple[str, str]]:
    return [(str(part.kind), part.text) for part in compare_values(before, after)]


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("silent", "loud", [("gone", "silent"), ("new", "loud")]),
        ("shop-1", "shop-2", [("gone", "shop-1"), ("new", "shop-2")]),
        ("one two three", "one 2 three", [("same", "one "), ("gone", "two"), ("new", "2"), ("same", " three")]),
        ("First.", "First. Second.", [("same", "First."), ("new", " Second.")]),
        (None, "x", [("new", "x")]),
        ("x", None, [("gone", "x")]),
        (None, "", [("new", "(empty)")]),
        ("", "x", [("new", "x")]),
        (True, False, [("gone", "true"), ("new", "false")]),
        (["a", "b"], ["a", "c"], [("gone", "b"), ("new", "c"), ("same", "and 1 the same")]),
        (["a", "b"], ["b", "a"], [("same", "in another order")]),
        (["a"], ["a", "a"], [("new", "a"), ("same", "and 1 the same")]),
        (None, ["a", "b"], [("new", "a"), ("new", "b")]),
        ([{"url": "x"}], [], [("gone", '{"url":"x"}')]),
        (["a"], "a", [("gone", "a"), ("new", "a")]),
    ],
)
def test_what_differs_is_shown_in_words(before: Any, after: Any, shown: list[tuple[str, str]]) -> None:
    assert read(before, after) == shown


def test_a_difference_far_into_a_long_text_is_in_view() -> None:
    around, gone, new, behind = compare_values(f"{LONG}old {LONG}", f"{LONG}new {LONG}")
    assert (gone, new) == (Part(Kind.GONE, "old"), Part(Kind.NEW, "new"))
    assert around.text.startswith(CUT)
    assert behind.text.endswith(CUT)
    assert max(len(around.text), len(behind.text)) <= CONTEXT + len(CUT)


def test_long_words_and_many_items_are_cut() -> None:
    (gone, new) = compare_values("x" * 9000, "y" * 9000)
    assert len(gone.text) == len(new.text) <= LONGEST + 2
    parts = compare_values([], [str(number) for number in range(50)])
    assert parts[-1] == Part(Kind.NEW, f"{CUT} and 30 more")


@given(st.text("ab \n", max_size=12), st.text("ab \n", max_size=12))
def test_the_parts_make_up_both_texts(before: str, after: str) -> None:
    parts = compare_values(before, after)
    assert "".join(part.text for part in parts if part.kind != Kind.NEW) == before
    assert "".join(part.text for part in parts if part.kind != Kind.GONE) == after


@given(st.text("ab", max_size=8), st.text("ab", max_size=8))
def test_what_is_shared_at_the_beginning_is_counted(before: str, after: str) -> None:
    same = count_same(before, after)
    assert before[:same] == after[:same]
    assert same == min(len(before), len(after)) or before[same] != after[same]
