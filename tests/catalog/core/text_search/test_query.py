from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.core.text_search.query import MOST_TERMS, parse_query


def test_words_and_filters_are_told_apart() -> None:
    query = parse_query("kind:API pay owner:group:default/payments tag:Go ledger")
    assert query.phrase == "pay ledger"
    assert (query.kinds, query.owners, query.tags) == (("api",), ("group:default/payments",), ("go",))


def test_filters_set_elsewhere_count_as_well_and_once() -> None:
    query = parse_query("kind:api", kinds=["API", "resource"], owners=["payments"], tags=[" "])
    assert (query.kinds, query.owners, query.tags) == (("api", "resource"), ("payments",), ())


@pytest.mark.parametrize(
    ("word", "kind"), [("team", "group"), ("Person", "user"), ("repo", "repository"), ("queue", "queue")]
)
def test_kinds_may_be_called_as_people_call_them(word: str, kind: str) -> None:
    assert parse_query(f"kind:{word}").kinds == (kind,)


def test_quotes_hold_words_together() -> None:
    query = parse_query('owner:"team payments" "user db"')
    assert query.owners == ("team payments",)
    assert [term.text for term in query.terms] == ["user db"]


@pytest.mark.parametrize("text", ["kind:", "owner: ", 'tag:""', "", "   ", "-", "🙂"])
def test_what_is_not_finished_searches_for_nothing(text: str) -> None:
    query = parse_query(text)
    assert query.is_too_short
    assert not query.has_filters


def test_one_letter_is_too_little_and_a_filter_alone_is_enough() -> None:
    assert parse_query("a").is_too_short
    assert parse_query("a kind:api").is_too_short
    assert not parse_query("kind:api").is_too_short
    assert not parse_query("ab").is_too_short


@pytest.mark.parametrize(
    ("text", "kind", "rest"),
    [
        ("component:default/cart", "component", "default/cart"),
        ("group:payments", "group", "payments"),
        ("Default/Cart", "", "default/cart"),
        ("a/b:c", "", "a/b:c"),
        ("cart", "", ""),
    ],
)
def test_what_may_be_a_ref_is_also_looked_for_in_refs(text: str, kind: str, rest: str) -> None:
    (term,) = parse_query(text).terms
    assert (term.kind, term.rest) == (kind, rest)


def test_unknown_filters_are_text() -> None:
    query = parse_query("colour:red")
    assert query.phrase == "colour red"
    assert not query.has_filters


def test_more_terms_than_anybody_types_are_left_out() -> None:
    assert len(parse_query("ab " * 60).terms) == MOST_TERMS


@given(st.text(max_size=400))
def test_whatever_is_typed_can_be_read(text: str) -> None:
    query = parse_query(text)
    assert "\0" not in query.phrase + query.words + "".join((*query.kinds, *query.owners, *query.tags))
    assert all(term.text for term in query.terms)
