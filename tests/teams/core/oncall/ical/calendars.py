"""Small calendars for tests."""

from __future__ import annotations

from datetime import datetime

from teams.core.oncall.ical import CalendarReading, read_calendar
from tests.teams.core.oncall.oracle import utc

KNOWN = {"ana": "user:default/ana", "ben": "user:default/ben", "cem@example.com": "user:default/cem"}
WINDOW = utc("2026-03-23"), utc("2026-04-06")


def make_calendar(*parts: str, head: str = "") -> str:
    """A calendar of events and zones; lines are written with blanks between them."""
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *head.split(), *parts, "END:VCALENDAR", ""])


def event(*lines: str, uid: str = "u1", summary: str = "ana") -> str:
    """A VEVENT."""
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{summary}", *lines, "END:VEVENT"])


Window = tuple[datetime, datetime]


def read(*events: str, head: str = "", window: Window = WINDOW, zone: str = "UTC") -> CalendarReading:
    """Read a calendar of these events."""
    return read_calendar(make_calendar(*events, head=head), *window, zone=zone, known=KNOWN)


def show(reading: CalendarReading) -> list[str]:
    """Shifts as ``03-30T09:00 04-01T09:00 ana ben``, in UTC."""
    return [
        f"{shift.start:%m-%dT%H:%M} {shift.end:%m-%dT%H:%M} "
        + " ".join(person.removeprefix("user:default/") for person in shift.people)
        for shift in reading.shifts
    ]
