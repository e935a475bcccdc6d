"""Plain scalars mean what they mean to Backstage's parser, not what YAML 1.1 made of them."""

from __future__ import annotations

import math
from typing import Any

import pytest

from catalog.core.yaml_text.legacy_scalars import read_legacy
from catalog.core.yaml_text.scalars import NOT_TEXT, key_text, number_text, read_core


@pytest.mark.parametrize("text", ["no", "yes", "on", "Off", "y", "12:30", "2026-01-01", "1_000", "0b1", "0o8", "0xg"])
def test_what_yaml_1_1_took_for_something_else_stays_text(text: str) -> None:
    assert read_core(text) == text


@pytest.mark.parametrize("text", ["tRue", "nULL", "nan", "inf", "+", "-", ".", "1e", "e1", "--1", "+.", "1.2.3", "0x"])
def test_what_only_looks_like_a_value_stays_text(text: str) -> None:
    assert read_core(text) == text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *[("", None), ("~", None), ("null", None), ("Null", None), ("NULL", None)],
        *[("true", True), ("True", True), ("FALSE", False)],
        *[("017", 17), ("0o17", 15), ("0x1F", 31), ("-0", 0), ("+12", 12), ("007", 7)],
        *[("1.10", 1.1), ("3.0", 3), (".5", 0.5), ("1.", 1), ("12e03", 12000), ("-1.5E-2", -0.015)],
        *[("1e400", math.inf), ("-.Inf", -math.inf), ("9" * 400, math.inf), ("0x" + "f" * 400, math.inf)],
        ("12345678901234567890", 1.2345678901234567e19),
    ],
)
def test_values_are_those_of_the_core_schema_in_doubles(text: str, value: Any) -> None:
    read = read_core(text)
    assert read == value
    assert type(read) is type(value)


def test_every_text_that_may_be_no_text_starts_with_a_known_character() -> None:
    for text in ("null", "Null", "NULL", "~", "true", "True", "false", "False", "0", "9", "+1", "-1", ".5", ".nan"):
        assert text[0] in NOT_TEXT


@pytest.mark.parametrize(
    ("value", "text"),
    [
        *[(None, ""), (True, "true"), (False, "false"), (1, "1"), ("a", "a")],
        *[(1.5, "1.5"), (0.1, "0.1"), (1e21, "1e+21"), (1.5e300, "1.5e+300"), (1e-7, "1e-7"), (-1.25e-9, "-1.25e-9")],
        *[(0.000001, "0.000001"), (1.2345678901234567e19, "12345678901234567000"), (math.nan, "NaN")],
        *[(math.inf, "Infinity"), (-math.inf, "-Infinity")],
    ],
)
def test_keys_become_the_text_that_javascript_prints(value: Any, text: str) -> None:
    assert key_text(value) == text


def test_a_number_is_never_printed_with_a_point_it_does_not_need() -> None:
    assert number_text(2.0**60) == "1152921504606847000"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *[("no", False), ("Yes", True), ("on", True), ("N", False)],
        *[("010", 8), ("0b11", 3), ("0x_1", 1), ("1_000", 1000), ("1_000.5", 1000.5), ("-017", -15)],
        *[("12:30", 750), ("12:30:45", 45045), ("190:20:30.15", 685230.15), ("-1:30", -90)],
        *[("2026-01-01", "2026-01-01"), ("text", "text"), ("", None), ("_", "_"), (".", "."), ("0o17", "0o17")],
    ],
)
def test_a_document_that_declares_yaml_1_1_gets_its_values(text: str, value: Any) -> None:
    assert read_legacy(text) == value
