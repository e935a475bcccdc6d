"""Taking values by name, and knowing what nobody took."""

from __future__ import annotations

from typing import Any

from catalog.core.descriptors.positions import Lines
from teams.core.teamapi.reading.node import Node


def make(data: dict[str, Any]) -> Node:
    return Node(data, Lines({"a": 2, "b": 3, "b.0": 4, "b.0.c": 5}, 1))


def test_wrong_types_count_as_not_there_and_stay_left() -> None:
    node = make({"a": ["x"], "b": "y", "c": True, "d": 1.5, "e": None, "f": {}})
    assert (node.text("a"), node.text("c"), node.text("e"), node.text("zz")) == ("", "", "", "")
    assert (node.number("c"), node.number("d"), node.whole_number("d"), node.flag("a")) == (None, 1.5, None, None)
    assert (node.children("b"), node.child("b").data) == ((), {})
    assert list(node.list_left()) == ["a", "b", "c"]


def test_first_name_that_holds_something_counts() -> None:
    node = make({"a": " ", "b": " x ", "c": "y"})
    assert node.text("zz", "a", "b", "c") == "x"
    assert list(node.list_left()) == ["c"]


def test_numbers_are_texts_as_yaml_writes_them() -> None:
    assert make({"a": 3}).text("a") == "3"
    assert make({"a": 1e21}).text("a") == "1e+21"


def test_lists_and_single_texts() -> None:
    node = make({"a": ["x", " y ", ""], "b": "z", "c": ["x", 1]})
    assert (node.texts("a"), node.texts("b"), node.texts("c"), node.texts("d")) == (("x", "y"), ("z",), (), ())
    assert list(node.list_left()) == ["c"]


def test_what_is_left_inside_what_was_opened() -> None:
    node = make({"a": {"x": 1, "y": 2, "x-own": 3}, "b": [{"c": 1, "d": 2}, "text"], "x-free": 4})
    node.child("a").text("x")
    for item in node.children("b"):
        item.text("c")
    assert list(node.list_left()) == ["a.y", "b.0.d", "b.1"]


def test_lines_of_items_and_fields() -> None:
    node = make({"a": 1, "b": [{"c": 1}]})
    (item,) = node.children("b")
    assert (node.line, node.line_of("zz", "a"), item.line, item.line_of("c"), item.line_of("zz")) == (1, 2, 4, 5, 4)
