"""The checked-in description is the one the code gives; it is sound, and depends on nothing but the code."""

from __future__ import annotations

import difflib
import re
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml
from django.test import override_settings
from drf_spectacular.renderers import OpenApiYamlRenderer
from drf_spectacular.validation import validate_schema

from portal.api.me import RESOURCES
from portal.api.schema import get_schema
from tests.portal.api.world import Script, list_addresses
from tests.portal.organisation import Organisation

CHECKED_IN = Path(__file__).resolve().parents[3] / "docs" / "api" / "openapi.yaml"
REMAKE = ".venv/bin/python manage.py spectacular --file docs/api/openapi.yaml"


def _render() -> str:
    renderer: Any = OpenApiYamlRenderer()
    text: str = renderer.render(get_schema(), renderer_context={}).decode()
    return text


def test_the_description_in_docs_is_the_present_one() -> None:
    """A change of the API is a change of that file, so that whoever reviews it sees what scripts will see."""
    diff = difflib.unified_diff(
        CHECKED_IN.read_text().splitlines(), _render().splitlines(), "docs/api/openapi.yaml", "the code", lineterm=""
    )
    changes = "\n".join(diff)
    if changes:
        pytest.fail(f"{changes}\n\nIf the change is meant, say so in CHANGELOG.md and run: {REMAKE}")


def test_it_is_openapi_3_1() -> None:
    schema = get_schema()
    assert schema["openapi"] == "3.1.0"
    validate_schema(schema)  # type: ignore[no-untyped-call]  # drf-spectacular has no types there


def test_it_depends_on_no_setting() -> None:
    """The session's cookie has the port in its name: it must not get in."""
    get_schema.cache_clear()
    with override_settings(SESSION_COOKIE_NAME="other", ALLOWED_HOSTS=["other"], BASE_URL="https://other"):
        changed = _render()
    get_schema.cache_clear()
    assert changed == _render()
    assert "sessionid" not in changed
    assert "bailiwick_" not in changed


def test_every_operation_says_what_it_is_and_needs_a_token() -> None:
    ids = []
    for path, operations in get_schema()["paths"].items():
        ids += [operation["operationId"] for operation in operations.values()]
        assert all(operation["summary"].endswith(".") for operation in operations.values()), path
        assert all(operation["security"] == [{"token": []}] for operation in operations.values()), path
        operation = operations.get("get")
        if operation is None:
            continue
        assert {"200", "304", "400", "401", "403", "default"} <= operation["responses"].keys(), path
        assert ("404" in operation["responses"]) == ("{" in path)
        for parameter in operation["parameters"]:
            assert parameter["description"].endswith("."), (path, parameter["name"])
    assert len(ids) == len(set(ids))


def test_the_index_names_every_collection(outsiders_script: Script) -> None:
    paths = {path.split("/")[3] for path in get_schema()["paths"] if path.count("/") > 2}
    assert set(RESOURCES) == paths | {"schema", "docs", "redoc"}
    resources = outsiders_script.read("/api/v1")["resources"]
    assert list(resources) == list(RESOURCES)


def test_the_schema_is_served_as_it_is(outsiders_script: Script) -> None:
    assert outsiders_script.read("/schema") == get_schema()
    assert yaml.safe_load(CHECKED_IN.read_text())["paths"].keys() == get_schema()["paths"].keys()


def test_answers_are_what_the_schema_says(world: Organisation, owners_script: Script) -> None:
    """Every operation once, with rows to find; times and ids are checked for their form too."""
    schema = get_schema()
    addresses = list_addresses(world)
    reading = (operations["get"] for operations in schema["paths"].values() if "get" in operations)
    for operation in reading:
        answer = operation["responses"]["200"]["content"]["application/json"]["schema"]
        document = {"$schema": "https://json-schema.org/draft/2020-12/schema", **answer} | {
            "components": schema["components"]
        }
        validator = jsonschema_rs.validator_for(document, validate_formats=True)
        errors = list(validator.iter_errors(owners_script.read(addresses[operation["operationId"]])))
        assert not errors, (operation["operationId"], errors[0])


def test_a_wrong_answer_would_be_seen(world: Organisation, owners_script: Script) -> None:
    """The check above can fail: a field that is missing or of another type is an error."""
    components = get_schema()["components"]
    document = {"$ref": "#/components/schemas/SourceItemPage", "components": components}
    validator = jsonschema_rs.validator_for(document, validate_formats=True)
    page = owners_script.read("/sources")
    assert validator.is_valid(page)
    for name, wrong in (("id", "1"), ("created_at", "yesterday"), ("listed_at", 5), ("is_demo", None)):
        assert not validator.is_valid(page | {"results": [page["results"][0] | {name: wrong}]}), name
    assert not validator.is_valid(page | {"results": [{}]})


def test_ids_of_operations_are_words() -> None:
    for operations in get_schema()["paths"].values():
        for method, operation in operations.items():
            begins = r"(get|list)" if method == "get" else r"(?!get|list)[a-z]+"
            assert re.fullmatch(f"{begins}(_[a-z]+)+", operation["operationId"])
