from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.core.document_lines import find_document

FILE = ["# head", "a: 1", "", "--- # two", "b: 2", "text: |", "  ---x", "", "...", "---", "c: 3"]


@pytest.mark.parametrize(
    ("line", "found"),
    [(1, (1, 2)), (2, (1, 2)), (4, (5, 7)), (5, (5, 7)), (7, (5, 7)), (11, (11, 11)), (0, (1, 11)), (99, (1, 11))],
)
def test_a_document_ends_where_the_next_begins(line: int, found: tuple[int, int]) -> None:
    assert find_document(FILE, line) == found


def test_one_document_is_the_whole_file() -> None:
    assert find_document(["a: 1", "b: 2"], 1) == (1, 2)
    assert find_document(["---", "a: 1"], 1) == (2, 2)
    assert find_document([], 1) == (1, 0)


@given(
    st.lists(st.sampled_from(["---", "...", "", "a: 1", "---- x", "--- b"]), min_size=1, max_size=12),
    st.integers(-2, 14),
)
def test_what_is_found_is_always_within_the_file(lines: list[str], line: int) -> None:
    first, last = find_document(lines, line)
    assert 1 <= first <= last <= len(lines)
