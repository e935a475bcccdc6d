"""Whatever is asked, no answer is a 5xx, and every answer is one that the schema describes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from catalog.core.access import Scope
from portal.api.schema import get_schema
from tests.portal.api.world import list_addresses, make_script
from tests.portal.organisation import Named, Organisation

EXAMPLES = 30
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
#: Requests as the schema has them, and such as it forbids. What is to be refused exactly, test_query says.
POSITIVE, NEGATIVE = schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE
OPERATIONS = [operation for operations in get_schema()["paths"].values() for operation in operations.values()]
#: Where there is no parameter there is nothing to get wrong.
CASES = [(each["operationId"], POSITIVE) for each in OPERATIONS] + [
    (each["operationId"], NEGATIVE) for each in OPERATIONS if each["parameters"] or "requestBody" in each
]


@pytest.fixture
def kept_connection() -> Iterator[None]:
    """As Django's own test client has it: the end of a request does not end the connection of the test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def _load() -> Any:
    schema = schemathesis.openapi.from_dict(get_schema())
    schema.app = get_wsgi_application()
    return schema


@pytest.mark.slow
@pytest.mark.usefixtures("kept_connection")
@pytest.mark.parametrize(("name", "mode"), CASES, ids=[f"{name}-{mode.value}" for name, mode in CASES])
def test_every_operation_stands_whatever_is_asked(
    world: Organisation, administrator: Named, name: str, mode: schemathesis.GenerationMode
) -> None:
    operation = _load().find_operation_by_id(name)
    known = (list_addresses(world) | list_addresses(world, is_writing=True))[name].partition("?")[0]
    script = make_script(administrator.account, (Scope.READ, Scope.WRITE))
    headers = {"Authorization": f"Bearer {script.text}"}

    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode), is_known=st.booleans())
    def ask(case: Any, is_known: bool) -> None:
        if is_known:  # invented names find nothing; half of the time something is to be found
            case.path_parameters = _take_apart(operation.path, known)
        case.validate_response(case.call(base_url="http://localhost", headers=headers), checks=CHECKS)

    ask()


def _take_apart(template: str, path: str) -> dict[str, str]:
    pairs = zip(template.split("/"), path.split("/"), strict=True)
    return {part.strip("{}"): value for part, value in pairs if part.startswith("{")}
