"""Whatever is asked, no answer is a 5xx, and every answer is one that the schema describes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.conf import LazySettings
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from catalog import tasks
from catalog.http.settings import OutboundSettings
from tests.catalog.api.backstage.schema import PATHS, make_schema
from tests.catalog.api.backstage.world import Script

EXAMPLES = 40
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
MODES = (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE)
CASES = [(path, method, mode) for path, methods in PATHS.items() for method in methods for mode in MODES]
CART = {"kind": "component", "namespace": "default", "name": "cart"}


@pytest.fixture
def kept_connection(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As Django's own test client has it: the end of a request does not end the connection of the test."""
    settings.OUTBOUND = OutboundSettings()
    monkeypatch.setattr(tasks.scan_origin, "delay", lambda _: None)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.slow
@pytest.mark.usefixtures("kept_connection")
@pytest.mark.parametrize(
    ("path", "method", "mode"), CASES, ids=[f"{method}-{path}-{mode.value}" for path, method, mode in CASES]
)
def test_every_operation_stands_whatever_is_asked(
    ann: Script, path: str, method: str, mode: schemathesis.GenerationMode
) -> None:
    schema = schemathesis.openapi.from_dict(make_schema())
    schema.app = get_wsgi_application()
    operation = schema[path][method]
    if mode is schemathesis.GenerationMode.NEGATIVE and not (operation.query or operation.body):
        return  # where nothing but the path is given, there is nothing to get wrong

    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode), is_known=st.booleans())
    def ask(case: Any, is_known: bool) -> None:
        if is_known and "{name}" in path:  # invented names find nothing; half of the time something is to be found
            case.path_parameters = CART
        with transaction.atomic():
            response = case.call(
                base_url="http://localhost/api/catalog", headers={"Authorization": f"Bearer {ann.text}"}
            )
            case.validate_response(response, checks=CHECKS)
            transaction.set_rollback(True)

    ask()
