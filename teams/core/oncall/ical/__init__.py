"""On-call calendars (RFC 5545): from the text of an iCalendar file to shifts, and from shifts to a feed. Pure.

A calendar is read as a whole or not at all: where one event that matters cannot be understood, who is on call is
unknown, and one error says why. Whom nobody knows stays on call under the name the calendar gives, and is reported.
"""

from teams.core.oncall.ical.feed import FeedEntry, list_entries, mark_cancelled, write_feed
from teams.core.oncall.ical.read import CalendarReading, UnmatchedName, read_calendar

__all__ = [
    "CalendarReading",
    "FeedEntry",
    "UnmatchedName",
    "list_entries",
    "mark_cancelled",
    "read_calendar",
    "write_feed",
]
