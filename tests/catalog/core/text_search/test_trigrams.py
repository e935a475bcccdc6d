from __future__ import annotations

import pytest

from catalog.core.text_search.trigrams import LIKE_ENOUGH, count_alike, list_trigrams


@pytest.mark.parametrize(
    ("typed", "name"),
    [("chekout", "checkout"), ("paymnets", "payments"), ("legder", "ledger api"), ("inventroy", "inventory")],
)
def test_slips_of_the_pen_are_like_enough(typed: str, name: str) -> None:
    assert count_alike(typed, name) >= LIKE_ENOUGH


@pytest.mark.parametrize(
    ("typed", "name"), [("checkout", "payments"), ("cart", "art"), ("orders", "quarters"), ("", "cart")]
)
def test_other_words_are_not(typed: str, name: str) -> None:
    assert count_alike(typed, name) < LIKE_ENOUGH


def test_trigrams_stay_within_words_and_their_edges() -> None:
    assert list_trigrams("user db") == ["use", "ser", "\nus", " us", "er\n", "er "]


def test_a_word_whose_middle_is_all_wrong_has_its_edges() -> None:
    name = "\nledger\n"
    assert [trigram for trigram in list_trigrams("legder") if trigram in name] == ["\nle", "er\n"]
