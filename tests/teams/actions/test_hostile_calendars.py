"""Hostile calendars through the whole import, as a file and from a URL: one error, in bounded memory, nothing lost."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from teams.actions.on_call_jobs import lease_source, request_look
from teams.actions.on_call_refresh import refresh_source
from teams.actions.on_call_sources import NewSource, add_on_call_source
from teams.models import OnCallSource, Schedule
from tests.teams.importers.vendor_servers import allow

pytestmark = pytest.mark.django_db

MIB = 1024 * 1024
NOW = datetime.now(UTC)
GOOD = "BEGIN:VEVENT\nUID:1\nSUMMARY:ana\nDTSTART:20260101T000000Z\nDURATION:P1D\nRRULE:FREQ=DAILY\nEND:VEVENT"


def wrap(*events: str) -> str:
    return "\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *events, "END:VCALENDAR", ""])


def event(*lines: str) -> str:
    return "\n".join(["BEGIN:VEVENT", "UID:x", "SUMMARY:ana", *lines, "END:VEVENT"])


HOSTILE = {
    "every second": (wrap(event("DTSTART:20260101T000000Z", "DURATION:PT1S", "RRULE:FREQ=SECONDLY")), "too many"),
    "a million recurrences": (
        wrap(event("DTSTART:19700101T000000Z", "DURATION:PT1M", "RRULE:FREQ=MINUTELY;COUNT=1000000000")),
        "too many",
    ),
    "never": (
        wrap(*[event("DTSTART:20260101T000000Z", "RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30")] * 2_000),
        "too many",
    ),
    "a million events": (wrap(*[event("DTSTART:20260101", "RRULE:FREQ=DAILY")] * 40_000), "at most 20000 are read"),
    "wrong zone": (wrap(event("DTSTART;TZID=Moon/Tranquility:20260101T000000", "DURATION:PT1H")), "no time zone"),
    "zone of seconds": (
        wrap(
            "BEGIN:VTIMEZONE\nTZID:X\nBEGIN:STANDARD\nDTSTART:19700101T000000\nRRULE:FREQ=SECONDLY\n"
            "TZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nEND:STANDARD\nEND:VTIMEZONE",
            event("DTSTART;TZID=X:20260101T000000", "DURATION:PT1H"),
        ),
        "too many",
    ),
    "nested": ("BEGIN:VCALENDAR\n" + "BEGIN:VEVENT\n" * 100_000, "nested deeper"),
    "half a file": (wrap(GOOD).removesuffix("END:VCALENDAR\n"), "ends in the middle"),
    "no calendar": ("<html>Sign in</html>", "no calendar"),
    "empty": ("", "no calendar"),
}


@pytest.fixture(autouse=True)
def measured() -> Iterator[None]:
    """No hostile calendar may cost more than what was sent several times over."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300 * 1024  # KiB


def look(source: OnCallSource) -> str:
    request_look(source.pk, NOW)
    leased = lease_source(source.pk, "me", datetime.now(UTC))
    assert leased is not None
    return refresh_source(leased)


def add(kind: str, **fields: Any) -> OnCallSource:
    return add_on_call_source(NewSource(kind, "pager", **fields), "account:1", NOW)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_one_error_and_keeps_what_was_good(name: str) -> None:
    text, message = HOSTILE[name]
    source = add("ical-file", content=wrap(GOOD))
    assert look(source) == ""
    before = Schedule.objects.get().imported
    OnCallSource.objects.update(content=text)
    error = look(source)
    assert message in error
    assert len(error) < 500
    assert Schedule.objects.get().imported == before


def test_fifty_megabytes_are_not_read_to_the_end(httpserver: HTTPServer, settings: Any) -> None:
    settings.OUTBOUND = allow(httpserver)
    sent: list[int] = []

    def stream(_request: Request) -> Response:
        def body() -> Iterator[bytes]:
            yield b"BEGIN:VCALENDAR\n"
            for _ in range(50):
                sent.append(1)
                yield b"X-FILL:" + b"x" * (MIB - 8) + b"\n"

        return Response(body(), content_type="text/calendar")

    httpserver.expect_request("/big.ics").respond_with_handler(stream)
    source = add("ical-url", url=httpserver.url_for("/big.ics"))
    assert "sent more than" in look(source)
    assert len(sent) < 50
    assert not Schedule.objects.exists()


def test_bytes_that_are_no_text_are_one_error(httpserver: HTTPServer, settings: Any) -> None:
    settings.OUTBOUND = allow(httpserver)
    httpserver.expect_request("/x.ics").respond_with_data(wrap(GOOD).encode() + b"\xff\xfe\x00")
    assert "not in UTF-8" in look(add("ical-url", url=httpserver.url_for("/x.ics")))


def test_a_compressed_bomb_is_not_unfolded(httpserver: HTTPServer, settings: Any) -> None:
    settings.OUTBOUND = allow(httpserver)
    httpserver.expect_request("/x.ics").respond_with_data(b"\x1f\x8b", headers={"Content-Encoding": "gzip"})
    assert "compressed answer" in look(add("ical-url", url=httpserver.url_for("/x.ics")))


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "http://127.0.0.1:1/x.ics", "http://169.254.169.254/x", "webcal://[::1]/x", "x"]
)
def test_an_address_that_was_not_allowed_is_not_called(url: str) -> None:
    assert look(add("ical-url", url=url))
    assert not Schedule.objects.exists()
