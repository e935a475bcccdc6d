"""Servers on this machine that answer as the documentation of vendors says."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from catalog.http.settings import Host, OutboundSettings, parse_hosts
from teams.importers.base import Given

SINCE = datetime(2026, 3, 2, tzinfo=UTC)
UNTIL = SINCE + timedelta(days=28)
ANA, BEN = "user:default/ana", "user:default/ben"
KNOWN = {"ana@example.org": ANA, "ana petrova": ANA, "ben okri": BEN, "ben": BEN}
Rows = Sequence[Mapping[str, Any]]


def allow(server: HTTPServer, token: str = "") -> OutboundSettings:
    """Settings with which the server, and nothing else, may be called."""
    tokens = ((Host("127.0.0.1", server.port), token),) if token else ()
    return OutboundSettings(parse_hosts((f"127.0.0.1:{server.port}",)), tokens=tokens, seconds=5)


def give(server: HTTPServer, *, token: str = "", path: str = "", **fields: Any) -> Given:
    """What an importer is given for the server; it never really waits."""
    given = Given(
        title="",
        url=server.url_for(path).rstrip("/"),
        content="",
        zone="Europe/Berlin",
        stack_url="",
        since=SINCE,
        until=UNTIL,
        known=KNOWN,
        settings=allow(server, token),
        pause=lambda _seconds: None,
    )
    return replace(given, **fields)


def reply(data: object) -> Response:
    """An answer in JSON."""
    return Response(json.dumps(data), content_type="application/json")


def serve_offsets(server: HTTPServer, path: str, key: str, rows: Rows, **match: Any) -> None:
    """A listing as PagerDuty pages it: limit, offset, more; pages of two however many are asked for."""

    def answer(request: Request) -> Response:
        offset = int(request.args.get("offset", 0))
        page = rows[offset : offset + 2]
        return reply({key: page, "limit": 2, "offset": offset, "more": offset + 2 < len(rows), "total": None})

    server.expect_request(path, **match).respond_with_handler(answer)


def serve_pages(server: HTTPServer, path: str, rows: Rows) -> None:
    """A listing as Grafana OnCall pages it: count, next, previous, results; pages of two."""

    def answer(request: Request) -> Response:
        at = int(request.args.get("page", 1))
        following = "https://elsewhere.example.com/?page=9" if at * 2 < len(rows) else None
        return reply({"count": len(rows), "next": following, "previous": None, "results": rows[at * 2 - 2 : at * 2]})

    server.expect_request(path).respond_with_handler(answer)


PAGERDUTY_USERS: Rows = [
    {"id": "PANA", "type": "user", "name": "Ana Petrova", "email": "Ana@example.org"},
    {"id": "PBEN", "type": "user", "name": "Ben Okri", "email": "b.okri@elsewhere.example"},
    {"id": "PCLE", "type": "user", "name": "Cleo", "email": "cleo@example.org"},
]
PRIMARY = {
    "id": "PI7DH85",
    "type": "schedule",
    "name": "Payments primary",
    "time_zone": "America/New_York",
    "html_url": "https://brindlemoor.pagerduty.com/schedules/PI7DH85",
    "teams": [{"id": "PTEAM", "type": "team_reference", "summary": "Payments"}],
}
SECOND = {"id": "PSECOND", "type": "schedule", "name": "Nights", "time_zone": "Nowhere/Special", "teams": []}
FLEXIBLE = {"id": "PV3", "type": "schedule_v3", "name": "Flexible", "time_zone": "UTC"}


def entry(start: str, end: str, user: str, name: str = "") -> dict[str, Any]:
    """One rendered entry of a schedule."""
    return {"start": start, "end": end, "user": {"id": user, "type": "user_reference", "summary": name}}


def serve_pagerduty(server: HTTPServer) -> None:
    """An account with two schedules that are rendered, one of the v3 kind, and three policies."""
    serve_offsets(server, "/users", "users", PAGERDUTY_USERS)
    serve_offsets(server, "/schedules", "schedules", [PRIMARY, SECOND, FLEXIBLE])
    primary = [
        entry("2026-03-01T08:00:00-05:00", "2026-03-09T08:00:00-05:00", "PANA"),
        entry("2026-03-09T08:00:00-05:00", "2026-03-16T09:00:00-04:00", "PBEN"),
    ]
    nights = [entry("2026-03-02T20:00:00Z", "2026-03-03T06:00:00Z", "PGONE", "Dee Gone")]
    for row, entries in ((PRIMARY, primary), (SECOND, nights)):
        server.expect_request(f"/schedules/{row['id']}").respond_with_json(
            {"schedule": {**row, "final_schedule": {"name": "Final Schedule", "rendered_schedule_entries": entries}}}
        )
    on_calls = [
        {"user": {"id": "PCLE"}, "schedule": {"id": "PV3"}, "escalation_level": 1, "start": None, "end": None},
    ]
    serve_offsets(server, "/oncalls", "oncalls", on_calls, query_string=None)
    policies: Rows = [
        {"id": "PESC", "name": "Payments", "escalation_rules": [{"targets": [
            {"id": "PI7DH85", "type": "schedule_reference"}]}]},
        {"id": "PFLEX", "name": "Flexible", "escalation_rules": [{"targets": [
            {"id": "PV3", "type": "schedule_v3_reference"}]}]},
        {"id": "PDIRECT", "name": "Straight to Ana", "escalation_rules": [{"targets": [
            {"id": "PANA", "type": "user_reference"}]}]},
        {"id": "PEMPTY", "name": "Nobody", "escalation_rules": []},
    ]  # fmt: skip
    serve_offsets(server, "/escalation_policies", "escalation_policies", policies)
    services: Rows = [
        {"id": "PSVC", "escalation_policy": {"id": "PESC"}, "integrations": [{"integration_key": "s3cret"}]},
        {"id": "PDIR", "escalation_policy": {"id": "PDIRECT"}},
        {"id": "PNONE", "escalation_policy": {"id": "PEMPTY"}},
    ]
    serve_offsets(server, "/services", "services", services)


def serve_grafana(server: HTTPServer) -> None:
    """A stack with two schedules and two integrations."""
    serve_pages(server, "/api/v1/users/", [{"id": "U1", "username": "ben", "email": ""}])
    serve_pages(server, "/api/v1/teams/", [{"id": "T1", "name": "Payments"}])
    serve_pages(
        server,
        "/api/v1/schedules/",
        [
            {"id": "SBM7", "name": "Payments", "type": "web", "team_id": "T1", "time_zone": "Europe/Paris"},
            {"id": "SICAL", "name": "From a calendar", "type": "ical", "team_id": None},
        ],
    )
    serve_pages(
        server,
        "/api/v1/schedules/SBM7/final_shifts",
        [
            {"user_pk": "U0", "user_email": "ana@example.org", "user_username": "ana",
             "shift_start": "2026-03-02T09:00:00Z", "shift_end": "2026-03-03T09:00:00Z"},
            {"user_pk": "U1", "user_email": None, "user_username": None,
             "shift_start": "2026-03-03T09:00:00Z", "shift_end": "2026-03-04T09:00:00Z"},
            {"user_pk": "U2", "user_email": "eve@example.org", "user_username": "eve",
             "shift_start": "2026-03-04T09:00:00Z", "shift_end": "2026-03-05T09:00:00Z"},
        ],
    )  # fmt: skip
    serve_pages(server, "/api/v1/schedules/SICAL/final_shifts", [])
    serve_pages(
        server,
        "/api/v1/integrations/",
        [
            {"id": "CFRPV98RPR1U8", "default_route": {"escalation_chain_id": "F1"}},
            {"id": "CPEOPLE", "default_route": {"escalation_chain_id": "F2"}},
            {"id": "CBARE", "default_route": {"escalation_chain_id": None}},
        ],
    )
    serve_pages(
        server,
        "/api/v1/escalation_policies/",
        [
            {"id": "E2", "escalation_chain_id": "F1", "position": 1, "type": "notify_persons"},
            {"id": "E1", "escalation_chain_id": "F1", "position": 0, "type": "notify_on_call_from_schedule",
             "notify_on_call_from_schedule": "SBM7"},
            {"id": "E3", "escalation_chain_id": "F2", "position": 0, "type": "wait"},
            {"id": "E4", "escalation_chain_id": "F2", "position": 1, "type": "notify_persons"},
            {"id": "E5", "escalation_chain_id": "F2", "position": 2, "type": "notify_on_call_from_schedule",
             "notify_on_call_from_schedule": "SBM7"},
        ],
    )  # fmt: skip
