"""The filter language of query parameters."""

from __future__ import annotations

import pytest

from catalog.core.filters.errors import InputError
from catalog.core.filters.filter_params import parse_filters
from catalog.core.filters.predicates import MOST_TERMS, All, Has, Is, Predicate, Some

CASES: list[tuple[list[str], Predicate | None]] = [
    (["kind=component"], Is("kind", ("component",))),
    (["kind=component,spec.type"], All((Is("kind", ("component",)), Has("spec.type")))),
    (["kind=a,kind=b"], Is("kind", ("a", "b"))),
    (["kind,kind=b"], Is("kind", ("b",))),
    (["spec.type="], Is("spec.type", ("",))),
    (["a=b=c"], Is("a", ("b=c",))),
    ([" a = b , c "], All((Is("a", ("b",)), Has("c")))),
    (["kind=a", "kind=b,x"], Some((Is("kind", ("a",)), All((Is("kind", ("b",)), Has("x")))))),
    (["", " , "], None),
    ([], None),
]


@pytest.mark.parametrize(("texts", "wanted"), CASES)
def test_statements_are_joined_and_parameters_are_alternatives(texts: list[str], wanted: Predicate | None) -> None:
    assert parse_filters(texts) == wanted


@pytest.mark.parametrize("text", ["=x", "kind=a,=x", "$all=x"])
def test_a_statement_without_a_key_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="is not a valid statement"):
        parse_filters([text])


def test_terms_are_bounded_over_all_parameters() -> None:
    parse_filters([",".join(f"k{n}" for n in range(MOST_TERMS))])
    with pytest.raises(InputError, match="more than"):
        parse_filters(["a", ",".join(f"k{n}" for n in range(MOST_TERMS))])
