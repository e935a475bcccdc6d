"""PagerDuty against a server that answers as its documentation says."""

from __future__ import annotations

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from catalog.http.errors import BusyError, OutboundError
from teams.core.oncall import OnCallError
from teams.core.oncall.linking import link_key, read_link
from teams.core.oncall.vendors.result import Imported
from teams.importers.pagerduty import IMPORTER
from tests.teams.importers.vendor_servers import (
    ANA,
    BEN,
    PAGERDUTY_USERS,
    SINCE,
    UNTIL,
    give,
    reply,
    serve_offsets,
    serve_pagerduty,
)

TOKEN = "t0ken"


def read(server: HTTPServer) -> Imported:
    serve_pagerduty(server)
    return IMPORTER.read(give(server, token=TOKEN))


def test_final_schedules_become_shifts_of_known_people(httpserver: HTTPServer) -> None:
    primary = read(httpserver).schedules[0]
    assert (primary.vendor_id, primary.title, primary.zone, primary.team) == (
        "PI7DH85",
        "Payments primary",
        "America/New_York",
        "Payments",
    )
    assert [(f"{shift.start:%d %H:%M}", shift.people) for shift in primary.shifts] == [
        ("02 00:00", (ANA,)),
        ("09 13:00", (BEN,)),
    ]
    assert f"{primary.shifts[-1].end:%d %H:%M}" == "16 13:00"
    assert primary.unmatched == ()


def test_whom_nobody_knows_stays_on_call_and_is_reported(httpserver: HTTPServer) -> None:
    nights = read(httpserver).schedules[1]
    assert nights.zone == "UTC"
    assert [shift.people for shift in nights.shifts] == [("Dee Gone",)]
    assert [(each.name, each.schedule, each.shifts) for each in nights.unmatched] == [("Dee Gone", "Nights", 1)]


def test_a_schedule_of_the_v3_kind_is_read_from_the_on_calls(httpserver: HTTPServer) -> None:
    flexible = next(each for each in read(httpserver).schedules if each.vendor_id == "PV3")
    assert [(shift.start, shift.end, shift.people) for shift in flexible.shifts] == [
        (SINCE, UNTIL, ("cleo@example.org",))
    ]
    asked = [request.args for request, _ in httpserver.log if request.path == "/oncalls"]
    assert [args["schedule_ids[]"] for args in asked] == ["PV3"]


def test_services_lead_to_the_schedules_of_their_first_level(httpserver: HTTPServer) -> None:
    links = read(httpserver).links
    by_key = read_link({"pagerduty.com/integration-key": "s3cret"})
    by_service = read_link({"pagerduty.com/service-id": "PSVC"})
    by_ref = read_link({"bailiwick.dev/on-call-ref": "pagerduty:PI7DH85"})
    assert all(link and link.find(links) == ("PI7DH85",) for link in (by_key, by_service, by_ref))
    assert "s3cret" not in str(links)
    assert links[link_key("pagerduty.com/service-id", "PDIR")] == ("PDIRECT",)
    assert link_key("pagerduty.com/service-id", "PNONE") not in links


def test_people_whom_a_policy_calls_itself_are_always_on_call(httpserver: HTTPServer) -> None:
    direct = next(each for each in read(httpserver).schedules if each.vendor_id == "PDIRECT")
    assert [(shift.start, shift.end, shift.people) for shift in direct.shifts] == [(SINCE, UNTIL, (ANA,))]


def test_every_page_is_read_with_the_token_in_the_vendors_form_and_nothing_is_written(httpserver: HTTPServer) -> None:
    read(httpserver)
    requests = [request for request, _ in httpserver.log]
    assert {request.method for request in requests} == {"GET"}
    assert {request.headers["Authorization"] for request in requests} == {f"Token token={TOKEN}"}
    assert {request.headers["Accept"] for request in requests} == {"application/vnd.pagerduty+json;version=2"}
    assert [request.args["offset"] for request in requests if request.path == "/users"] == ["0", "2"]


def test_a_busy_server_is_waited_for_as_long_as_it_says(httpserver: HTTPServer) -> None:
    waits: list[float] = []
    httpserver.expect_oneshot_request("/users").respond_with_data("", 429, headers={"Retry-After": "7"})
    serve_pagerduty(httpserver)
    assert IMPORTER.read(give(httpserver, pause=waits.append)).schedules
    assert waits == [7]


def test_a_server_that_is_busy_for_long_is_left_alone(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/users").respond_with_data("", 429, headers={"Retry-After": "3600"})
    with pytest.raises(BusyError) as caught:
        IMPORTER.read(give(httpserver))
    assert caught.value.after_seconds == 3600


def test_a_refused_token_is_an_error_that_does_not_tell_it(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/users").respond_with_data("", 401)
    with pytest.raises(OutboundError, match="wants a token") as caught:
        IMPORTER.read(give(httpserver, token=TOKEN))
    assert TOKEN not in str(caught.value)


@pytest.mark.parametrize(
    "answer", [[], {}, {"users": None}, {"users": [1]}, {"users": [{}]}, {"users": [{"id": "P"}], "more": "maybe"}]
)
def test_what_is_not_as_documented_is_one_error(httpserver: HTTPServer, answer: object) -> None:
    httpserver.expect_request("/users").respond_with_json(answer)
    with pytest.raises((OnCallError, OutboundError)):
        IMPORTER.read(give(httpserver))


def test_pages_without_an_end_are_one_error(httpserver: HTTPServer) -> None:
    def answer(_request: Request) -> Response:
        return reply({"users": [], "more": True})

    httpserver.expect_request("/users").respond_with_handler(answer)
    with pytest.raises(OutboundError, match="nothing on them"):
        IMPORTER.read(give(httpserver))


def test_times_without_an_offset_are_refused(httpserver: HTTPServer) -> None:
    serve_offsets(httpserver, "/users", "users", PAGERDUTY_USERS)
    serve_offsets(httpserver, "/schedules", "schedules", [{"id": "P1", "name": "x"}])
    serve_offsets(httpserver, "/escalation_policies", "escalation_policies", [])
    rendered = {"rendered_schedule_entries": [{"start": "2026-03-02T09:00:00", "end": "x", "user": {"id": "PANA"}}]}
    httpserver.expect_request("/schedules/P1").respond_with_json({"schedule": {"final_schedule": rendered}})
    with pytest.raises(OnCallError, match="PagerDuty answered in a form"):
        IMPORTER.read(give(httpserver))
