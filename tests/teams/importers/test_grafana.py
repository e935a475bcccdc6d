"""Grafana OnCall and IRM against a server that answers as their documentation says."""

from __future__ import annotations

import pytest
from pytest_httpserver import HTTPServer

from catalog.http.errors import OutboundError
from teams.core.oncall.linking import link_key
from teams.importers.grafana import IMPORTER
from tests.teams.importers.vendor_servers import ANA, BEN, give, serve_grafana


def test_final_shifts_become_shifts_of_known_people(httpserver: HTTPServer) -> None:
    serve_grafana(httpserver)
    payments, calendar = IMPORTER.read(give(httpserver)).schedules
    assert (payments.title, payments.zone, payments.team) == ("Payments", "Europe/Paris", "Payments")
    assert [shift.people for shift in payments.shifts] == [(ANA,), (BEN,), ("eve@example.org",)]
    assert [each.name for each in payments.unmatched] == ["eve@example.org"]
    assert (calendar.zone, calendar.shifts, calendar.team) == ("UTC", (), "")


def test_integrations_lead_to_the_schedule_that_is_called_first(httpserver: HTTPServer) -> None:
    serve_grafana(httpserver)
    links = IMPORTER.read(give(httpserver)).links
    assert links[link_key("grafana.com/oncall-integration", "CFRPV98RPR1U8")] == ("SBM7",)
    assert links[link_key("grafana", "SBM7")] == ("SBM7",)
    assert len(links) == 3


@pytest.mark.parametrize(("token", "sent"), [("plain", "plain"), ("glsa_x", "Bearer glsa_x")])
def test_the_token_goes_out_in_the_form_of_its_kind(httpserver: HTTPServer, token: str, sent: str) -> None:
    serve_grafana(httpserver)
    IMPORTER.read(give(httpserver, token=token, stack_url="https://brindlemoor.grafana.net"))
    requests = [request for request, _ in httpserver.log]
    assert {request.headers["Authorization"] for request in requests} == {sent}
    assert {request.headers["X-Grafana-URL"] for request in requests} == {"https://brindlemoor.grafana.net"}
    assert {request.method for request in requests} == {"GET"}


def test_pages_are_counted_and_no_address_of_an_answer_is_called(httpserver: HTTPServer) -> None:
    serve_grafana(httpserver)
    IMPORTER.read(give(httpserver))
    shifts = [request.args for request, _ in httpserver.log if request.path.endswith("SBM7/final_shifts")]
    assert [args.get("page") for args in shifts] == [None, "2"]
    assert {args["start_date"] for args in shifts} == {"2026-03-02"}


def test_a_host_that_is_not_named_is_not_called(httpserver: HTTPServer) -> None:
    with pytest.raises(OutboundError, match="BAILIWICK_OUTBOUND_HOSTS"):
        IMPORTER.read(give(httpserver, url="https://oncall.example.org"))
    assert not httpserver.log
