"""Calendars: an uploaded iCalendar file; `ical_url` reads one that is served."""

from __future__ import annotations

from dataclasses import dataclass

from teams.core.oncall.ical import read_calendar
from teams.core.oncall.vendors.result import Imported, ImportedSchedule, Unmatched
from teams.importers.base import Given

CALENDAR_ID = "calendar"


def read_text(text: str, given: Given) -> Imported:
    """The one schedule of a calendar. Raises OnCallError."""
    read = read_calendar(text, given.since, given.until, zone=given.zone, known=given.known)
    title = given.title or read.title
    unmatched = tuple(Unmatched(each.name, title, each.first_at, each.shifts) for each in read.unmatched)
    return Imported((ImportedSchedule(CALENDAR_ID, title, given.zone, read.shifts, unmatched),))


@dataclass(frozen=True, slots=True)
class IcalFile:
    """A calendar that somebody uploaded; read again each day, because the window moves."""

    kind: str = "ical-file"
    title: str = "iCalendar file"
    is_whole_account: bool = False
    default_url: str = ""

    def read(self, given: Given) -> Imported:
        """The calendar as it was uploaded."""
        return read_text(given.content, given)


IMPORTER = IcalFile()
