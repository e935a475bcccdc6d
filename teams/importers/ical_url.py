"""Calendars that are served at a URL, as Google, Outlook, PagerDuty and Opsgenie give them out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from catalog.http.client import Request, fetch
from teams.core.oncall.errors import CalendarError
from teams.core.oncall.limits import MOST_CALENDAR_CHARACTERS
from teams.core.oncall.vendors.result import Imported
from teams.importers.base import Given
from teams.importers.ical_file import read_text


def read_bytes(content: bytes) -> str:
    """The text of a calendar. Raises CalendarError."""
    if len(content) > MOST_CALENDAR_CHARACTERS:
        raise CalendarError(f"the calendar has {len(content)} bytes; at most {MOST_CALENDAR_CHARACTERS} are read")
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise CalendarError(f"the calendar is not in UTF-8: byte {error.start} is no character") from error


@dataclass(frozen=True, slots=True)
class IcalUrl:
    """A calendar at a URL. What opens it is in the URL: no token is ever sent."""

    kind: str = "ical-url"
    title: str = "iCalendar URL"
    is_whole_account: bool = False
    default_url: str = ""

    def read(self, given: Given) -> Imported:
        """The calendar as it is served now."""
        scheme, _, rest = given.url.partition("://")
        url = f"https://{rest}" if scheme.lower() in {"webcal", "webcals"} else given.url
        settings = replace(given.settings, most_bytes=MOST_CALENDAR_CHARACTERS)
        answer = fetch(Request(url, accept="text/calendar, */*;q=0.1", credential=""), settings)
        return read_text(read_bytes(answer.content), given)


IMPORTER = IcalUrl()
