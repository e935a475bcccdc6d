"""The values of a key: counted, ordered, searched."""

from __future__ import annotations

import pytest

from catalog.core.search.full_text import TextIndex
from catalog.core.search.postings import make_posting
from catalog.core.search.values import KeyValues, Value

TAGS = KeyValues(
    [
        Value("java", "java", (2,)),
        Value("go", "Go", (0, 1)),
        Value("go", "go", make_posting([2, 3])),
    ]
)


def test_facets_count_values_as_they_are_written() -> None:
    assert TAGS.count(0b1111) == [("Go", 2), ("go", 2), ("java", 1)]
    assert TAGS.count(0b0001) == [("Go", 1)]
    assert TAGS.count(0) == []


def test_an_entity_with_many_values_stands_at_its_first_or_last() -> None:
    assert TAGS.lowest == {0: "go", 1: "go", 2: "go", 3: "go"}
    assert TAGS.highest[2] == "java"


def test_terms_are_found_anywhere_in_a_value() -> None:
    assert TAGS.texts.find("o") == 0b1111
    assert TAGS.texts.find("av") == 0b0100
    assert TAGS.texts.find("zz") == 0


@pytest.mark.parametrize("term", ["b\nc", "b\n", "\nc", "%", "_"])
def test_a_term_is_not_found_across_texts_and_has_no_wildcards(term: str) -> None:
    assert TextIndex([("ab", (0,)), ("cd", (1,))]).find(term) == 0


def test_a_line_break_within_one_text_is_found() -> None:
    index = TextIndex([("a\nb", (0,)), ("x", (9,)), ("ba\nb", (12,))])
    assert index.find("a\nb") == make_posting([0, 12])
    assert TextIndex([]).find("x") == 0
