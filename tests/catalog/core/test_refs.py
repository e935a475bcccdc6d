"""References to entities: what they mean where, and when two are the same."""

from __future__ import annotations

import pytest

from catalog.core.refs import EntityRef, RefError, parse_ref


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ledger", "component:shop/ledger"),
        ("api:ledger", "api:shop/ledger"),
        ("books/ledger", "component:books/ledger"),
        ("api:books/ledger", "api:books/ledger"),
        ("API:Books/Ledger", "api:books/ledger"),
        ("books/a:b", "component:books/a:b"),  # a colon after the slash belongs to the name
        ("a/b/c", "component:a/b/c"),
        ("two words", "component:shop/two words"),
        (" ", "component:shop/ "),
        ("@org/team", "component:@org/team"),
    ],
)
def test_parts_not_written_come_from_where_the_ref_stands(text: str, expected: str) -> None:
    assert str(parse_ref(text, "Component", "shop")) == expected


@pytest.mark.parametrize("text", ["", ":a", "a:", "/a", "a/", "group:/a", "group:a/", "/", ":"])
def test_an_empty_part_is_refused(text: str) -> None:
    with pytest.raises(RefError):
        parse_ref(text, "Component")


@pytest.mark.parametrize("text", ["ledger", "books/ledger", "a/b:c"])
def test_a_ref_without_kind_is_refused_where_none_is_implied(text: str) -> None:
    with pytest.raises(RefError, match="needs its kind"):
        parse_ref(text)


def test_an_empty_default_namespace_means_default() -> None:
    assert str(parse_ref("api:a", default_namespace="")) == "api:default/a"


def test_refs_are_compared_without_case_and_keep_how_they_were_written() -> None:
    written, same = EntityRef("Component", "Default", "Ledger"), EntityRef("component", "default", "ledger")
    assert written == same
    assert len({written, same}) == 1
    assert written.name == "Ledger"
    assert str(written) == "component:default/ledger"


def test_a_ref_equals_no_text() -> None:
    assert EntityRef("api", "default", "a") != "api:default/a"


def test_refs_sort_by_their_canonical_text() -> None:
    refs = [EntityRef("User", "default", "b"), EntityRef("api", "default", "Z"), EntityRef("API", "default", "a")]
    assert [str(ref) for ref in sorted(refs)] == ["api:default/a", "api:default/z", "user:default/b"]
