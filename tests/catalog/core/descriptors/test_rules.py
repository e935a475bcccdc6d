"""What an organisation adds to Backstage's rules, from words of its settings."""

from __future__ import annotations

import pytest

from catalog.core.descriptors import parse_file
from catalog.core.descriptors.rules import describe_rules, make_rules, parse_kinds, parse_types

SQUAD = (
    b"apiVersion: acme.example/v1\nkind: Squad\nmetadata: {name: tally}\n"
    b"spec: {owner: books, lifecycle: live, type: x}\n"
)


def test_a_kind_of_ones_own_is_taken_with_its_relations() -> None:
    rules = make_rules(parse_kinds(["Squad"]), ["live"], parse_types(["Squad=x|y"]))
    [document] = parse_file("catalog-info.yaml", SQUAD, options=rules).documents
    assert (document.ok, str(document.ref), document.warnings) == (True, "squad:default/tally", ())
    assert document.relations[0].target_ref == "group:default/books"
    [document] = parse_file("catalog-info.yaml", SQUAD.replace(b"Squad", b"squad"), options=rules).documents
    assert document.error is not None, "kinds are compared with case"


def test_values_that_are_not_in_use_are_warned_of() -> None:
    rules = make_rules(parse_kinds(["Squad"]), ["retired"], parse_types(["Squad=a|b"]))
    [document] = parse_file("catalog-info.yaml", SQUAD, options=rules).documents
    assert [warning.code for warning in document.warnings] == ["unknown-lifecycle", "unknown-type"]


@pytest.mark.parametrize("word", ["two words", "1a", "a-b", "x" * 64])
def test_what_cannot_be_a_kind_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match="kinds with commas"):
        parse_kinds([word])


@pytest.mark.parametrize("word", ["Component", "Component=", "Component=|", "=a", "a b=c"])
def test_what_cannot_be_types_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match=r"Component=service\|library"):
        parse_types([word])


def test_rules_that_differ_are_told_apart() -> None:
    none = make_rules(frozenset(), [], {})
    some = [
        make_rules(parse_kinds(["A"]), [], {}),
        make_rules(parse_kinds(["A", "B"]), [], {}),
        make_rules(frozenset(), ["a"], {}),
        make_rules(frozenset(), [], parse_types(["A=a"])),
    ]
    assert describe_rules(none) == ""
    assert len({describe_rules(each) for each in some} - {""}) == len(some)
