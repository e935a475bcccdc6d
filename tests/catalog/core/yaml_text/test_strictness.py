"""Where libyaml is softer than YAML 1.2, and where it is harder: both are evened out."""

from __future__ import annotations

from typing import Any

import pytest

from catalog.core.yaml_text import load_yaml


@pytest.mark.parametrize(
    "text",
    [
        "a: [\nx\n]\nb: 1",
        "a:\n  b: [\n  x\n  ]",
        "a: {\nb: 1\n}",
        "a: [x,\n  [y,\n]]",
        'a: "x\ny"',
        "a:\n  b: 'x\n  y'",
        "- [x,\ny]",
        'a: "x"#c',
        "a: [x]#c",
        "a: 'x'#c",
        "x:\n  a: 1\n  {b: 2}: 3",
        "- c: 3\n  [b]: 2",
        "a: 1\n# why\n{b: 2}: 3",
    ],
)
def test_what_yaml_1_2_forbids_is_refused(text: str) -> None:
    assert load_yaml(text.encode()).documents[0].fault is not None


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("a: [\n  x\n]", {"a": ["x"]}),
        ("a:\n  b: [\n   x,\n# note\n   y\n  ]", {"a": {"b": ["x", "y"]}}),
        ("x:\n  {b: 2}: 3\n  a: 1", {"x": {"{ b: 2 }": 3, "a": 1}}),
        ("a: 1\n{b: 2}: 3", {"a": 1, "{ b: 2 }": 3}),
        ("x:\n  a: 1\n  ? {b: 2}\n  : 3", {"x": {"a": 1, "{ b: 2 }": 3}}),
        ("x:\n  a: 1\n  &k {b: 2}: 3", {"x": {"a": 1, "{ b: 2 }": 3}}),
        ("a: 1\n?\n  - b\n", {"a": 1, "[ b ]": None}),
        ("a:\n  b: 1\n  # why\n{b: 2}: 3", {"a": {"b": 1}, "{ b: 2 }": 3}),
        ("{a: 1, {b: 2}: 3}", {"a": 1, "{ b: 2 }": 3}),
        ("[x,\ny]", ["x", "y"]),
        ("a:\n- [x,\n y]", {"a": [["x", "y"]]}),
        ("- - [x,\n   y]", [[["x", "y"]]]),
        ("a: &x\n  b: [y,\n   z]", {"a": {"b": ["y", "z"]}}),
        ('a: "x\n\n  y"', {"a": "x\ny"}),
        ('"x\ny"', "x y"),
        ('a: "x" #c', {"a": "x"}),
        ("a: [x] # c", {"a": ["x"]}),
        ("a: x#c", {"a": "x#c"}),
    ],
)
def test_what_yaml_1_2_allows_passes(text: str, data: Any) -> None:
    document = load_yaml(text.encode()).documents[0]
    assert (document.data, document.fault) == (data, None)


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("a:\n-\tb\n-\tc", {"a": ["b", "c"]}),
        ("a: 1\n\t\nb: 2", {"a": 1, "b": 2}),
        ("a: 1\n \t# note\nb: 2", {"a": 1, "b": 2}),
        ("a: 1\n\t\nb: |\n  x\n  \ty\n  \t\nc: 3", {"a": 1, "b": "x\n\ty\n\t\n", "c": 3}),
        ('\t{"a": 1}', {"a": 1}),
        ("a: 1\r\n\t\r\nb: 2\r\n", {"a": 1, "b": 2}),
        ("a:\n  b: |\n    \tx\n    y\n", {"a": {"b": "\tx\ny\n"}}),
        ("a:\n  - |\n    \tx\n    y: z\n", {"a": ["\tx\ny: z\n"]}),
        ("a:\r\n- >-\r\n  \tx\r\n- b\r\n", {"a": ["\tx", "b"]}),
        ("- c: !!str |+  # why\n\n    \tx\n\n  d: |\n   \ty\n", [{"c": "\n\tx\n\n", "d": "\ty\n"}]),
        ("{: 1}", {"": 1}),
        ("a: 1\n: b", {"a": 1, "": "b"}),
        ("%FOO x\n---\na: 1", {"a": 1}),
        ('a: "\\ud83d\\ude80"', {"a": "\U0001f680"}),
        ('a: "x\\/y"', {"a": "x/y"}),
    ],
)
def test_what_only_yaml_1_1_forbids_is_read(text: str, data: Any) -> None:
    document = load_yaml(text.encode()).documents[0]
    assert (document.data, document.fault) == (data, None)


@pytest.mark.parametrize(
    "text",
    [
        "a:\n\tb: 1",
        "a: |\n\tb",
        "a: |2\n \tb",
        "a: |\n   \n  \tb",
        "-\ta: 1",
        "-\t- a",
        'a: "\\ud83d"',
        'a: "\\0"',
        "%FOO x\na: 1",
    ],
)
def test_what_both_forbid_stays_refused(text: str) -> None:
    assert load_yaml(text.encode()).documents[0].fault is not None
