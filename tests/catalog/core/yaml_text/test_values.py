"""Data, positions and faults of documents, as every part of Bailiwick gets them."""

from __future__ import annotations

import math
from typing import Any

import pytest

from catalog.core.yaml_text import YamlDocument, load_yaml


def load_one(text: str) -> YamlDocument:
    file = load_yaml(text.encode())
    assert file.fault is None
    [document] = file.documents
    return document


def value_of(text: str) -> Any:
    document = load_one(text)
    assert document.fault is None, document.fault
    return document.data


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("a: {b: [1, '1', \"x\"], c: }", {"a": {"b": [1, "1", "x"], "c": None}}),
        ("base: &b {x: 1}\nd: {<<: *b, y: 2}", {"base": {"x": 1}, "d": {"<<": {"x": 1}, "y": 2}}),
        (
            "a: !Ref x\nb: !!str 12\nc: !!int '12'\nd: ! 12\ne: !!int x",
            {"a": "x", "b": "12", "c": 12, "d": "12", "e": "x"},
        ),
        ("1: a\ntrue: b\n~: c\n1.0e3: d", {"1": "a", "true": "b", "": "c", "1000": "d"}),
        ("1: a\n'1': b", {"1": "b"}),
        ("? [a, b]\n: c", {"[ a, b ]": "c"}),
        ("a: |\n  x", {"a": "x\n"}),
        ("a: |-\n  x", {"a": "x"}),
        ("a: >\n  x\n  y", {"a": "x y\n"}),
        ("a: x\u2028y\u0085z", {"a": "x\u2028y\u0085z"}),
        ("a: x\ry", {"a": "x\ry"}),
        ("a: 1\n---\n", {"a": 1}),
    ],
)
def test_values_are_what_backstage_reads(text: str, data: Any) -> None:
    assert load_yaml(text.encode()).documents[0].data == data


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("name: {{ values.name }}", "{ values.name }"),
        ("name: {{ values.name | dump }}", "{ values.name | dump }"),
        ("name: {{a: 1, b: , c}}", "{ a: 1, b:, c }"),
        ("name: {[x, {y: z}]}", "[ x, { y: z } ]"),
    ],
)
def test_an_unrendered_expression_becomes_the_key_that_backstage_sees(text: str, key: str) -> None:
    assert value_of(text) == {"name": {key: None}}


def test_a_long_key_is_broken_into_lines() -> None:
    assert list(value_of(f"? [{'a' * 50}, {'b' * 50}]\n: x")) == [f"[\n  {'a' * 50},\n  {'b' * 50}\n]"]


@pytest.mark.parametrize(
    "text", ["a: 1\na: 2", "a: 1\n'a': 2", "{a: 1, a: 2}", "1: a\n1.0: b", "~: a\nnull: b", "x:\n  <<: 1\n  <<: 2"]
)
def test_a_key_that_stands_twice_is_an_error(text: str) -> None:
    fault = load_one(text).fault
    assert fault is not None
    assert "twice" in fault.message


def test_the_line_of_a_repeated_key_is_that_of_the_second() -> None:
    fault = load_yaml(b"x: 0\n---\na: 1\nb: 2\na: 3\n").documents[1].fault
    assert fault is not None
    assert fault.line == 5


def test_an_alias_stands_for_what_was_anchored_last() -> None:
    assert value_of("a: &x 1\nb: *x\nc: &x [2]\nd: *x\n*x : e") == {"a": 1, "b": 1, "c": [2], "d": [2], "*x": "e"}


@pytest.mark.parametrize("text", ["a: *nope", "a: &a [*a]", "a: *b\nb: &b 1"])
def test_an_alias_without_a_finished_anchor_is_an_error(text: str) -> None:
    fault = load_one(text).fault
    assert fault is not None
    assert "no anchor before it" in fault.message


def test_keys_and_items_know_their_line_in_the_file() -> None:
    text = "a: 1\n---\n# why\nkind: X\nmetadata:\n  name: y\n  links:\n    - url: u\n      title: t\n"
    text += "spec: {owner: o,\n  x: 1}\n"
    lines = load_yaml(text.encode()).documents[1].lines
    assert lines == {
        "kind": 4,
        "metadata": 5,
        "metadata.name": 6,
        "metadata.links": 7,
        "metadata.links.0": 8,
        "metadata.links.0.url": 8,
        "metadata.links.0.title": 9,
        "spec": 10,
        "spec.owner": 10,
        "spec.x": 11,
    }


def test_lines_end_at_the_depth_of_a_link() -> None:
    assert set(load_one("a: {b: {c: {d: {e: 1}}}}").lines) == {"a", "a.b", "a.b.c", "a.b.c.d"}


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\nb: @x", 2, "quotes"),
        ("a: b: c", 1, "second colon"),
        ("a: 1\nb:x\nc: 2", 2, "colon and a space"),
        ("a: 1\nlinks:''\nb: 1", 2, "colon and a space"),
        ("a: - x", 1, "list item"),
        ("a: 1\nb: 'x\n", 2, "never closed"),
        ("{%- if x %}", 1, "quotes"),
        ("a: !x!y z", 1, "%TAG"),
        ("a: [1, 2", 1, ""),
    ],
)
def test_a_fault_names_the_line_it_starts_on(text: str, line: int, words: str) -> None:
    fault = load_one(text).fault
    assert fault is not None
    assert fault.line == line
    assert words in fault.message


def test_a_broken_document_leaves_its_neighbours_alone() -> None:
    documents = load_yaml(b"a: 1\n---\nb: : c: d\n---\ne: 3\n---\nf: 'open\n---\ng: 4").documents
    assert [document.data for document in documents] == [{"a": 1}, None, {"e": 3}, None, {"g": 4}]
    assert [document.index for document in documents] == [0, 1, 2, 3, 4]


def test_numbers_without_a_json_form_are_reported() -> None:
    document = load_one("a: .inf\nb: [-.inf, .nan]")
    assert document.has_non_finite
    assert math.isinf(document.data["a"])
    assert not load_one("a: 1.5").has_non_finite


def test_an_empty_document_is_there_and_empty() -> None:
    assert [document.data for document in load_yaml(b"---\n---\na: 1\n---\n# nothing").documents] == [
        None,
        {"a": 1},
        None,
    ]
