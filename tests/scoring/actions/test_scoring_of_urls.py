"""What stands at a registered URL, in no repository and at no commit, is judged like everything else."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django import Settings
from pytest_httpserver import HTTPServer

from catalog.actions.locations import register_location
from catalog.actions.pending import deliver_changes
from catalog.actions.work import work_due_jobs
from catalog.http.settings import OutboundSettings, parse_hosts
from catalog.models.clock import database_now
from scoring.actions.scoring import run_checks
from scoring.models import Finding
from tests.repositories import component, documents
from tests.scoring.factories import make_team

pytestmark = pytest.mark.django_db(transaction=True)


def judge(*urls: str) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """Register the URLs, read and judge; returns the evidence of every finding."""
    for url in urls:
        register_location(url, "command", database_now())
    work_due_jobs(lambda *_: None)
    deliver_changes(database_now())
    run_checks(database_now())
    return {(finding.check_id, finding.subject_ref): finding.evidence for finding in Finding.objects.all()}


def test_findings_show_the_url(settings: Settings, httpserver: HTTPServer) -> None:
    settings.OUTBOUND = OutboundSettings(parse_hosts((f"127.0.0.1:{httpserver.port}",)))
    make_team("books")
    ownerless = component("pay").replace("owner:", "own:")
    httpserver.expect_request("/all.yaml").respond_with_data(documents(component("cart"), ownerless))
    url = httpserver.url_for("/all.yaml")
    found = judge(url)
    [evidence] = found["owner-is-known-team", "component:default/cart"]
    assert (evidence["kind"], evidence["commit"], evidence["path"]) == ("file", "", url)
    assert ("owner-is-declared", "component:default/pay") in found


def test_a_url_that_cannot_be_read_stops_nothing(settings: Settings, httpserver: HTTPServer) -> None:
    settings.OUTBOUND = OutboundSettings(parse_hosts((f"127.0.0.1:{httpserver.port}",)))
    ownerless = component("pay").replace("owner:", "own:")
    httpserver.expect_request("/all.yaml").respond_with_data(documents(ownerless, "a: [\n"))
    found = judge(httpserver.url_for("/gone.yaml"), httpserver.url_for("/all.yaml"))
    assert ("owner-is-declared", "component:default/pay") in found
