"""Placeholders read files of the same repository through the caller, and nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest

from catalog.core.descriptors import CannotLook, Document, ParseOptions
from tests.catalog.core.descriptors.samples import entity, parse_text, stage_of

REPOSITORY = "https://github.com/acme/ledger"


class Files:
    """A repository in memory that notes what was asked for."""

    def __init__(self, **files: bytes) -> None:
        self.files = files
        self.asked: list[str] = []

    def __call__(self, path: str) -> bytes:
        self.asked.append(path)
        return self.files[path]


def parse_api(definition: Any, read: Any = None, path: str = "services/ledger/catalog-info.yaml") -> Document:
    text = json.dumps(entity("API", definition=definition))
    return parse_text(text, read, path, ParseOptions(repository_url=REPOSITORY))


def definition_of(document: Document) -> Any:
    assert document.error is None, document.error
    assert document.entity is not None
    return document.entity["spec"]["definition"]


@pytest.mark.parametrize("name", ["$text", "$openapi", "$asyncapi"])
def test_text_takes_the_place_of_the_placeholder(name: str) -> None:
    assert definition_of(parse_api({name: "./a.yaml"}, lambda _: "openapi: é\n".encode())) == "openapi: é\n"


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("./a.yaml", "services/ledger/a.yaml"),
        ("a.yaml", "services/ledger/a.yaml"),
        ("", "services/ledger/catalog-info.yaml"),
        ("#part", "services/ledger/catalog-info.yaml"),
        ("../a.yaml", "services/a.yaml"),
        ("../../docs/./x/../a.yaml", "docs/a.yaml"),
        ("/docs/a.yaml", "docs/a.yaml"),
        ("./two%20words.yaml?x=1#part", "services/ledger/two words.yaml"),
        (f"{REPOSITORY}/blob/main/docs/a.yaml", "docs/a.yaml"),
        (f"{REPOSITORY}/tree/main/docs/a.yaml", "docs/a.yaml"),
        ("https://github.com/Acme/Ledger/raw/main/a.yaml", "a.yaml"),
    ],
)
def test_a_target_is_a_path_inside_the_repository(target: str, path: str) -> None:
    files = Files(**{path: b"x"})
    assert definition_of(parse_api({"$text": target}, files)) == "x"
    assert files.asked == [path]


@pytest.mark.parametrize(
    "target",
    [
        *("../../../etc/passwd", "/../x", "../..", "/", "%2e%2e/%2e%2e/%2e%2e/x"),
        *("file:///etc/passwd", "FILE:x"),
        *("https://github.com/acme/other/blob/main/a.yaml", "https://gitlab.com/acme/ledger/-/blob/main/a.yaml"),
    ],
)
def test_nothing_outside_the_repository_is_asked_for(target: str) -> None:
    files = Files()
    document = parse_api({"$text": target}, files)
    assert document.error is not None
    assert document.error.stage == "preprocess"
    assert files.asked == []


@pytest.mark.parametrize("value", [1, None, [], {}, True])
@pytest.mark.parametrize("name", ["$text", "$json", "$yaml", "$openapi"])
def test_a_target_must_be_text(name: str, value: Any) -> None:
    assert stage_of(entity("API", definition={name: value}), lambda _: b"") == "preprocess"


@pytest.mark.parametrize("name", ["$text", "$json", "$yaml"])
def test_a_file_that_is_not_there_is_an_error_at_the_placeholder(name: str) -> None:
    text = "apiVersion: backstage.io/v1alpha1\nkind: API\nmetadata: {name: a}\nspec:\n  definition:\n    "
    document = parse_text(f"{text}{name}: ./gone\n", Files())
    assert document.error is not None
    assert (document.error.stage, document.error.line) == ("preprocess", 5)
    assert "gone" in document.error.message


@pytest.mark.parametrize("name", ["$openapi", "$asyncapi"])
def test_what_only_a_plugin_knows_stays_as_it_is_where_the_file_is_missing(name: str) -> None:
    document = parse_api({name: "./gone"}, Files())
    assert document.error is not None
    assert document.error.stage == "kind-schema"
    assert [warning.code for warning in document.warnings] == ["placeholder-not-read"]


@pytest.mark.parametrize("read", [None, "refuses"])
@pytest.mark.parametrize("name", ["$text", "$json", "$yaml"])
def test_what_nobody_could_look_at_is_not_held_against_the_document(name: str, read: str | None) -> None:
    def refuse(path: str) -> bytes:
        raise CannotLook(f"{path} is on a disk that is away")

    document = parse_api({name: "./a.yaml"}, refuse if read else None)
    assert type(definition_of(document)) is str
    assert [warning.code for warning in document.warnings] == ["placeholder-not-read"]


def test_an_open_placeholder_passes_whatever_is_asked_of_it() -> None:
    open_ = {"$yaml": "./x"}
    assert stage_of(entity("Template", steps=open_, parameters=[open_], output=open_)) is None
    assert stage_of(entity("Group", children=open_, profile=open_)) is None
    assert (
        stage_of(entity(metadata={"tags": open_, "links": open_, "labels": open_, "title": open_}, owner=open_)) is None
    )
    assert stage_of(entity() | {"spec": open_}) is None


@pytest.mark.parametrize("target", ["https://api.example.com/openapi.json", "broker://token/spec.json"])
def test_an_address_outside_any_repository_is_left_open(target: str) -> None:
    files = Files()
    document = parse_api({"$text": target}, files)
    assert document.error is None
    assert files.asked == []
    assert "not in a repository" in document.warnings[0].message


def test_an_address_in_a_repository_is_left_open_where_the_own_one_is_unknown() -> None:
    document = parse_text(json.dumps(entity("API", definition={"$text": f"{REPOSITORY}/blob/main/a"})), Files())
    assert document.error is None
    assert [warning.code for warning in document.warnings] == ["placeholder-not-read"]


def test_yaml_and_json_become_data_anywhere_in_an_entity() -> None:
    files = Files(**{"a.yaml": b"- action: x\n  input: {n: 017}\n", "b.json": b'{"a": [1.0, "x"], "a": 2}'})
    data = entity("Template", steps={"$yaml": "./a.yaml"}, output={}, custom=[{"deep": {"$json": "./b.json"}}])
    document = parse_text(json.dumps(data), files)
    assert document.entity is not None
    assert document.entity["spec"]["steps"] == [{"action": "x", "input": {"n": 17}}]
    assert document.entity["spec"]["custom"] == [{"deep": {"a": 2}}]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        *[("$yaml", content) for content in (b"", b"a: 1\n---\nb: 2", b"a: b: c", b"\xff", b"[" * 500, b"a: &a [*a]")],
        *[("$json", content) for content in (b"", b"{", b"NaN", b"\xff", b"[" * 500 + b"]" * 500, b"[" * 9000)],
        *[("$json", content) for content in (b'"\\u0000"', b'{"\\ud800": 1}', b"[" + b"1," * 30_000 + b"1]")],
        ("$text", b"a\0b"),
    ],
)
def test_content_that_cannot_be_used_is_an_error(name: str, content: bytes) -> None:
    assert stage_of(entity("API", definition={name: "./x"}), lambda _: content) == "preprocess"


def test_a_file_over_the_limit_is_an_error() -> None:
    assert stage_of(entity("API", definition={"$text": "./x"}), lambda _: b"x" * (4 * 1024 * 1024 + 1)) == "preprocess"


@pytest.mark.parametrize("value", [{"$text": "./x", "more": 1}, {"$foo": "./x"}, {"$ref": "#/x"}])
def test_a_mapping_that_is_no_placeholder_is_left_alone(value: Any) -> None:
    files = Files()
    document = parse_text(json.dumps(entity(custom=value)), files)
    assert document.entity is not None
    assert document.entity["spec"]["custom"] == value
    assert files.asked == []


def test_a_dollar_key_keeps_all_beside_it_from_being_resolved() -> None:
    files = Files(x=b"y")
    document = parse_text(json.dumps(entity(custom={"$schema": "s", "inner": {"$text": "./x"}})), files)
    assert document.error is None
    assert files.asked == []


@pytest.mark.parametrize("target", ["../x.yaml", "../../x.yaml", "/../x"])
def test_without_a_repository_nobody_knows_what_lies_outside_it(target: str) -> None:
    document = parse_text(json.dumps(entity("API", definition={"$text": target})))
    assert document.error is None
    assert [warning.code for warning in document.warnings] == ["placeholder-not-read"]


def test_errors_of_the_caller_pass() -> None:
    def fail(path: str) -> bytes:
        raise RuntimeError(path)

    with pytest.raises(RuntimeError):
        parse_api({"$text": "./a"}, fail)
