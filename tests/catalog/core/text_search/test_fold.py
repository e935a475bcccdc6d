from __future__ import annotations

import pytest

from catalog.core.text_search.fold import fold, fold_address, fold_link


@pytest.mark.parametrize(
    "text",
    [
        "payments-api",
        "Payments_API",
        "payments.api",
        " payments   api ",
        "Páyments — API",
        "payments/api",
        "PAYMENTS:API",
    ],
)
def test_ways_to_write_one_name_are_one(text: str) -> None:
    assert fold(text) == "payments api"


@pytest.mark.parametrize(
    ("text", "folded"), [("c++", "c++"), ("C#", "c#"), ("c", "c"), ("r2d2", "r2d2"), ("Straße", "strasse")]
)
def test_words_that_differ_stay_apart(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize("text", ["", " ", "---", "🙂", "\u202e", "\t\n"])
def test_what_holds_no_word_is_empty(text: str) -> None:
    assert fold(text) == ""


def test_other_scripts_are_kept() -> None:
    assert fold("支払い-サービス").split(" ") == [fold("支払い"), fold("サービス")]
    assert fold("Оплата") == "оплата"


@pytest.mark.parametrize(
    "address",
    [
        "https://git.example.org/acme/shop.git",
        "https://token@git.example.org/acme/shop.git",
        "ssh://git@git.example.org/acme/shop",
        "git@git.example.org:acme/shop.git",
        "https://git.example.org/acme/shop/",
    ],
)
def test_forms_of_one_remote_are_one(address: str) -> None:
    assert fold_address(address) == "git example org acme shop"


def test_the_scheme_is_no_part_of_an_address() -> None:
    """Else every link would be found by `https`."""
    assert fold_address("https://wiki.example") == fold_link("https://wiki.example/?") == "wiki example"
    assert fold_link("https://wiki.example/x?umbrella=1") == "wiki example x umbrella 1"


@pytest.mark.parametrize("text", ["olga@example.org", "check.git", "payments"])
def test_what_is_no_address_of_a_repository_is_whole(text: str) -> None:
    assert fold_address(text) == fold(text)
