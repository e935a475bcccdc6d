"""The published schema: what editors check with is what the scanner checks with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema_rs
import orjson
import pytest

from catalog.core.yaml_text import load_yaml
from teams.core.teamapi.schema.published import PUBLISHED_AT, SCHEMA, schema_text
from tests.teams.core.teamapi.samples import FULL, SMALLEST

ROOT = Path(__file__).resolve().parents[4]
HOW_TO_PUBLISH = (
    f"{PUBLISHED_AT} is out of date: write schema_text() of teams/core/teamapi/schema/published.py to it, "
    "and say what changed in CHANGELOG.md"
)


def load(text: str) -> Any:
    """The text as data; dates stay text, as they do where Team APIs are read."""
    return load_yaml(text.encode()).documents[0].data


def test_published_file_is_the_schema_in_force() -> None:
    assert (ROOT / PUBLISHED_AT).read_text() == schema_text(), HOW_TO_PUBLISH


def test_schema_is_valid_itself() -> None:
    assert jsonschema_rs.meta.is_valid(SCHEMA)


BROKEN = [
    "{}",
    SMALLEST + "tpye: platform\n",
    SMALLEST + "type: squad\n",
    SMALLEST + "channels: [{type: slack}]\n",
    SMALLEST + "channels: [{type: slack, address: a, purpose: chatter}]\n",
    SMALLEST + "channels: [{type: slack, address: a, purpose: []}]\n",
    SMALLEST + "work: {now: [{titel: x}]}\n",
    SMALLEST + "waysOfWorking: [{notes: x}]\n",
    SMALLEST + "versioning: {deprecationNotice: 90 days}\n",
    SMALLEST.replace("group:default/harbour", "component:default/harbour"),
]


@pytest.mark.parametrize("text", [SMALLEST, *BROKEN])
def test_editors_that_know_draft_7_only_come_to_the_same_answer(text: str) -> None:
    """Most editors do: a word of a newer draft would be ignored there in silence."""
    newer = {**SCHEMA, "$schema": "https://json-schema.org/draft/2020-12/schema"}
    older = {**SCHEMA, "$schema": "http://json-schema.org/draft-07/schema#"}
    data = load(text)
    assert jsonschema_rs.Draft202012Validator(newer).is_valid(data) == (text == SMALLEST)
    assert jsonschema_rs.Draft7Validator(older).is_valid(data) == (text == SMALLEST)


def test_no_word_that_draft_7_does_not_know() -> None:
    allowed = {"$schema", "title", "description", "type", "required", "additionalProperties", "properties", "$defs"}
    allowed |= {"patternProperties", "const", "enum", "pattern", "format", "minLength", "items", "minItems", "anyOf"}
    allowed |= {"uniqueItems", "minimum", "maximum", "exclusiveMinimum", "default", "$ref"}
    assert set(list_words(dict(SCHEMA))) <= allowed


def list_words(schema: dict[str, Any]) -> list[str]:
    """All keywords of a schema, those of its parts included."""
    found = list(schema)
    for word, value in schema.items():
        if word in ("properties", "patternProperties", "$defs"):
            found += [inner for part in value.values() for inner in list_words(part)]
        elif word == "items":
            found += list_words(value)
        elif word == "anyOf":
            found += [inner for part in value for inner in list_words(part)]
    return found


def test_reference_stands_alone() -> None:
    """Draft 7 ignores whatever stands beside a $ref."""
    assert b'"$ref"' in orjson.dumps(SCHEMA)
    assert all(len(each) == 1 for each in find_references(dict(SCHEMA)))


def find_references(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [found for item in value for found in find_references(item)]
    if not isinstance(value, dict):
        return []
    return ([value] if "$ref" in value else []) + [found for item in value.values() for found in find_references(item)]


def test_first_form_of_the_schema_is_still_accepted(shared: Path) -> None:
    """What was valid before the schema was improved stays valid."""
    validator = jsonschema_rs.validator_for(SCHEMA)
    assert list(validator.iter_errors(load((shared / "teamapi" / "example.yaml").read_text()))) == []


def test_no_field_of_the_first_form_is_gone(shared: Path) -> None:
    first = orjson.loads((shared / "teamapi" / "team_api.schema.json").read_bytes())
    assert missing(first, dict(SCHEMA), "") == []


def missing(old: dict[str, Any], new: dict[str, Any], path: str) -> list[str]:
    """The fields and words of the old schema that the new one does not accept."""
    if "$ref" in old or "$ref" in new:
        return []
    if "enum" in old:
        words = new.get("enum") or new["anyOf"][0].get("enum") or SCHEMA["$defs"]["purpose"]["enum"]
        return [f"{path}={word}" for word in old["enum"] if word not in words]
    found: list[str] = []
    for name, part in old.get("properties", {}).items():
        if name not in new["properties"]:
            found.append(f"{path}.{name}")
        else:
            found += missing(part, new["properties"][name], f"{path}.{name}")
    return found + (missing(old["items"], new["items"], f"{path}[]") if "items" in old else [])


def test_everything_the_schema_knows_stands_in_the_full_sample() -> None:
    """So that the tests that read the sample read every field there is."""
    assert set(SCHEMA["properties"]) <= set(load(FULL))
    for name in ("identity", "versioning", "quality", "work", "partOf"):
        assert set(SCHEMA["properties"][name]["properties"]) == set(load(FULL)[name])
    for name in ("channels", "owns", "provides", "meetings", "dependencies"):
        assert set(SCHEMA["properties"][name]["items"]["properties"]) == set(load(FULL)[name][0])
    said = {field for item in load(FULL)["interactions"] for field in item}
    assert set(SCHEMA["properties"]["interactions"]["items"]["properties"]) == said
