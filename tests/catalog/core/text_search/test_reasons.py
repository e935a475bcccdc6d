from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from catalog.core.text_search.query import parse_query
from catalog.core.text_search.reasons import SNIPPET, list_reasons, mark

FIELDS = [
    ("title", "Payments API"),
    ("name", "payments-api"),
    ("e-mail", "pay@example.org"),
    ("tag", "go"),
    ("description", "Takes money. " * 30 + "Writes the ledger. " + "Goes on. " * 30),
]


def reasons(text: str) -> list[tuple[str, list[str]]]:
    found = list_reasons(FIELDS, parse_query(text))
    return [(reason.field, [piece for piece, is_marked in reason.pieces if is_marked]) for reason in found]


def test_the_first_field_that_holds_all_of_it() -> None:
    assert reasons("payments api") == [("title", ["Payments API"])]
    assert reasons("pay@exa") == [("e-mail", ["pay@exa"])]
    assert reasons("go") == [("tag", ["go"])]


def test_words_in_different_fields_each_have_their_own() -> None:
    assert reasons("ledger payments") == [("description", ["ledger"]), ("title", ["Payments"])]


def test_a_name_that_is_merely_alike_has_no_reason() -> None:
    assert reasons("paymnets") == []
    assert reasons("kind:api") == []


def test_of_a_long_text_what_is_around_is_shown() -> None:
    (found,) = list_reasons(FIELDS, parse_query("ledger"))
    assert "Writes the ledger." in found.text
    assert found.text.startswith("… ")
    assert len(found.text) <= SNIPPET + 4


def test_marks_do_not_depend_on_how_words_are_joined() -> None:
    assert mark("The Payments_API", ["payments api"]) == [("The ", False), ("Payments_API", True)]


@given(st.text(max_size=300), st.lists(st.text(max_size=8), max_size=4))
def test_marking_loses_no_letter(text: str, terms: list[str]) -> None:
    assert "".join(piece for piece, _ in mark(text, terms)) == text
