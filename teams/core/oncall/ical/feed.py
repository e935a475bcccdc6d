"""Feeds: shifts as an iCalendar file that calendar programs subscribe to (RFC 5545, RFC 7986).

A shift keeps its UID for as long as it starts at the same time with the same people, so that programs update it instead
of adding another. What was published and is no longer planned is published once more as cancelled: programs that have
copied it would show it for ever otherwise.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from icalendar import Calendar, Event, vDuration

from teams.core.oncall.model import Shift
from teams.core.oncall.times import write_moment

REFRESH = timedelta(hours=1)
_PRODUCT = "-//Bailiwick//On-call//EN"
_HOST = "on-call.bailiwick.dev"


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One event of a feed; what must be kept to publish it as cancelled later. Times are aware."""

    uid: str
    start: datetime
    end: datetime
    summary: str
    sequence: int = 0
    is_cancelled: bool = False


def list_entries(
    schedule_ref: str, title: str, shifts: Iterable[Shift], names: Mapping[str, str], person: str = ""
) -> tuple[FeedEntry, ...]:
    """The events of a schedule's feed, or of one person's: their shifts joined across changes of company.

    ``shifts`` should be whole (`list_whole_shifts`): one cut at a window that moves would change its UID every day.
    ``names`` are shown instead of refs; ``title`` names the schedule in the summary.
    """
    if person:
        return tuple(
            FeedEntry(_make_uid(schedule_ref, start, ("of", person)), start, end, f"On call: {title}")
            for start, end in _join(shift for shift in shifts if person in shift.people)
        )
    return tuple(
        FeedEntry(
            _make_uid(schedule_ref, shift.start, shift.people),
            shift.start,
            shift.end,
            f"{', '.join(names.get(ref, ref) for ref in shift.people)} on call: {title}",
        )
        for shift in shifts
    )


def mark_cancelled(
    published: Iterable[FeedEntry], entries: Sequence[FeedEntry], since: datetime
) -> tuple[FeedEntry, ...]:
    """``entries`` with the sequence they need after what was ``published``, and what has vanished marked cancelled.

    What ended before ``since`` is history: it was worked, and stays as it is in the programs that have it.
    """
    before = {entry.uid: entry for entry in published}
    found = [_follow(entry, before.get(entry.uid)) for entry in entries]
    planned = {entry.uid for entry in entries}
    gone = [entry for entry in before.values() if entry.uid not in planned and entry.end > since]
    found += [entry if entry.is_cancelled else _cancel(entry) for entry in gone]
    return tuple(sorted(found, key=lambda entry: (entry.start, entry.uid)))


def write_feed(title: str, entries: Iterable[FeedEntry], changed_at: datetime, refresh: timedelta = REFRESH) -> bytes:
    """The feed as UTF-8 text. ``changed_at`` is aware and stamps every event; the same input gives the same bytes."""
    calendar = Calendar()
    calendar.add("PRODID", _PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", "PUBLISH")
    calendar.add("NAME", title)
    calendar.add("X-WR-CALNAME", title)
    calendar.add("REFRESH-INTERVAL", vDuration(refresh), parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(refresh))
    for entry in entries:
        calendar.add_component(_write_event(entry, changed_at))
    return bytes(calendar.to_ical())


def _write_event(entry: FeedEntry, changed_at: datetime) -> Event:
    event = Event()
    event.add("UID", entry.uid)
    event.add("DTSTAMP", changed_at)
    event.add("DTSTART", entry.start)
    event.add("DTEND", entry.end)
    event.add("SUMMARY", entry.summary)
    event.add("SEQUENCE", entry.sequence)
    event.add("STATUS", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("TRANSP", "TRANSPARENT")  # being on call does not make busy
    return event


def _make_uid(schedule_ref: str, start: datetime, people: Sequence[str]) -> str:
    named = "\n".join([schedule_ref, write_moment(start), *people])
    return f"{hashlib.sha256(named.encode()).hexdigest()[:32]}@{_HOST}"


def _join(shifts: Iterable[Shift]) -> list[tuple[datetime, datetime]]:
    joined: list[tuple[datetime, datetime]] = []
    for shift in shifts:
        if joined and joined[-1][1] == shift.start:
            joined[-1] = joined[-1][0], shift.end
        else:
            joined.append((shift.start, shift.end))
    return joined


def _follow(entry: FeedEntry, before: FeedEntry | None) -> FeedEntry:
    if before is None:
        return entry
    is_same = replace(entry, sequence=before.sequence) == before
    return replace(entry, sequence=before.sequence if is_same else before.sequence + 1)


def _cancel(entry: FeedEntry) -> FeedEntry:
    return replace(entry, is_cancelled=True, sequence=entry.sequence + 1)
