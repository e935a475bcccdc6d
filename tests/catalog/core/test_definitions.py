from __future__ import annotations

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.core.definitions import read_definition

OPENAPI = "openapi: 3.0.3\ninfo:\n  title: Carts\n  version: 1.4.0\npaths: {}\n"


def test_openapi_is_read_with_what_it_says_of_itself() -> None:
    found = read_definition("openapi", OPENAPI)
    assert (found.form, found.title, found.version, found.fault, found.suffix) == (
        "openapi",
        "Carts",
        "1.4.0",
        "",
        "yaml",
    )
    assert orjson.loads(found.json)["paths"] == {}


@pytest.mark.parametrize("text", ['{"openapi": "3.1.0", "info": {"title": "T", "version": 2}}', '  {"swagger": "2.0"}'])
def test_json_is_read_too(text: str) -> None:
    found = read_definition("openapi", text)
    assert (found.form, found.fault, found.suffix) == ("openapi", "", "json")
    assert orjson.loads(found.json)


@pytest.mark.parametrize(
    ("ref", "is_elsewhere"),
    [("#/components/schemas/A", False), ("./a.yaml#/A", True), ("https://example.com/a.json", True), ("", True)],
)
def test_parts_that_stand_elsewhere_are_noticed(ref: str, is_elsewhere: bool) -> None:
    found = read_definition("openapi", f'{{"openapi": "3.1.0", "paths": {{"/a": {{"$ref": "{ref}"}}}}}}')
    assert found.refers_elsewhere is is_elsewhere


def test_what_it_is_counts_more_than_what_the_type_says() -> None:
    assert read_definition("rest", OPENAPI).form == "openapi"
    assert read_definition("openapi", "asyncapi: 2.6.0\ninfo: {title: Events}\n").form == "asyncapi"
    assert read_definition("swagger", 'swagger: "2.0"').form == "openapi"


@pytest.mark.parametrize(
    ("type_", "text", "suffix"),
    [
        ("grpc", 'syntax = "proto3";', "proto"),
        ("graphql", "type Query { a: Int }", "graphql"),
        ("GraphQL", "openapi: no", "graphql"),
        ("custom", "just text", "txt"),
        ("", "- a", "txt"),
    ],
)
def test_other_forms_are_text(type_: str, text: str, suffix: str) -> None:
    found = read_definition(type_, text)
    assert (found.form, found.suffix, found.json, found.fault) == (type_.lower(), suffix, "", "")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("openapi: [", "line 1"),
        ("a: 1", "neither openapi nor swagger"),
        ("- openapi", "no object"),
        ("", "no object"),
        ("a: &a [x]\nb: " + "[" * 200 + "]" * 200, "line 2"),
    ],
)
def test_openapi_that_cannot_be_read_says_why(text: str, fault: str) -> None:
    found = read_definition("openapi", text)
    assert fault in found.fault
    assert found.json == ""
    assert found.text == text


def test_numbers_that_no_json_can_hold_do_not_stop_it() -> None:
    found = read_definition("openapi", f"openapi: 3.0.0\nx: {2**70}\ny: .nan\n")
    assert orjson.loads(found.json) == {"openapi": "3.0.0", "x": float(2**70), "y": None}


@given(st.sampled_from(["openapi", "asyncapi", "graphql", "x", ""]), st.text(max_size=200))
def test_whatever_it_is_nothing_is_raised(type_: str, text: str) -> None:
    assert read_definition(type_, text).text == text
