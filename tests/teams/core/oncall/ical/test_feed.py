"""Feeds say what the schedule says, to programs that are not ours, and stay the same event from day to day."""

from __future__ import annotations

from datetime import timedelta

import vobject  # type: ignore[import-untyped]  # ships no types

from teams.core.oncall import list_shifts, list_whole_shifts, read_schedule
from teams.core.oncall.ical import FeedEntry, list_entries, mark_cancelled, read_calendar, write_feed
from tests.teams.core.oncall.oracle import utc

REF = "schedule:default/payments"
ANA, BEN = "user:default/ana", "user:default/ben"
NAMES = {ANA: "Ana Lima, SRE; on \\ off", BEN: "Bén\nLine"}
SINCE, UNTIL, NOW = utc("2026-03-23"), utc("2026-04-06"), utc("2026-03-23T12:00")
WEEKLY = {
    "time_zone": "Europe/Berlin",
    "layers": [
        {"participants": [[ANA], [BEN]], "rotation": {"start": "2026-01-05T09:00", "unit": "day", "length": 3}},
        {
            "participants": [[ANA]],
            "restrictions": [{"type": "weekly", "start_day": "SA", "start": "10:00", "duration_seconds": 3600}],
        },
    ],
}
SCHEDULE = read_schedule(WEEKLY)


def entries(since: str = "2026-03-23", person: str = "") -> tuple[FeedEntry, ...]:
    shifts = list_whole_shifts(SCHEDULE, utc(since), UNTIL)
    return list_entries(REF, "Payments", shifts, NAMES, person)


def test_a_feed_read_back_gives_the_same_shifts() -> None:
    text = write_feed("Payments", entries(), NOW).decode()
    known = {"on call: payments": ""}
    people = read_calendar(text, SINCE, UNTIL, zone="Asia/Tokyo", known=known).shifts
    expected = list_shifts(SCHEDULE, SINCE, UNTIL)
    assert [(shift.start, shift.end) for shift in people] == [(shift.start, shift.end) for shift in expected]


def test_another_library_reads_the_same_events() -> None:
    planned = mark_cancelled(entries(), entries("2026-03-29"), SINCE)
    calendar = vobject.readOne(write_feed("Payments", planned, NOW).decode())
    found = [
        (event.uid.value, event.dtstart.value, event.dtend.value, event.summary.value, event.status.value)
        for event in calendar.vevent_list
    ]
    assert found == [
        (item.uid, item.start, item.end, item.summary, "CANCELLED" if item.is_cancelled else "CONFIRMED")
        for item in planned
    ]
    assert {status for *_, status in found} == {"CANCELLED", "CONFIRMED"}


def test_a_feed_says_how_often_to_come_back() -> None:
    lines = write_feed("Payments", entries(), NOW, timedelta(minutes=30)).split(b"\r\n")
    assert {b"REFRESH-INTERVAL;VALUE=DURATION:PT30M", b"X-PUBLISHED-TTL:PT30M"} <= set(lines)
    assert {b"METHOD:PUBLISH", b"VERSION:2.0", b"NAME:Payments"} <= set(lines)


def test_the_same_plan_gives_the_same_bytes_with_lines_no_longer_than_allowed() -> None:
    feed = write_feed("Payments" * 20, entries(), NOW)
    assert feed == write_feed("Payments" * 20, entries(), NOW)
    assert max(map(len, feed.split(b"\r\n"))) <= 75


def test_a_shift_keeps_its_uid_as_the_window_moves() -> None:
    first, second = ({item.uid: item for item in entries(f"2026-03-{day}")} for day in ("23", "24"))
    assert second.items() <= first.items()
    assert len(second) >= len(first) - 1
    assert len(first) == len({(item.start, item.summary) for item in first.values()})


def test_other_schedules_and_people_have_other_uids() -> None:
    shifts = list_whole_shifts(SCHEDULE, SINCE, UNTIL)
    other = list_entries("schedule:default/other", "Payments", shifts, NAMES)
    uids = [{item.uid for item in found} for found in (entries(), other, entries(person=ANA), entries(person=BEN))]
    assert sum(map(len, uids)) == len(set().union(*uids))


def test_a_person_has_one_event_for_a_shift_in_changing_company() -> None:
    saturday = utc("2026-03-28T09:00")  # 10:00 in Berlin: Ana joins Ben for an hour
    assert sum(item.start <= saturday < item.end for item in entries()) == 1
    [own] = [item for item in entries(person=BEN) if item.start <= saturday < item.end]
    assert (own.start, own.end, own.summary) == (utc("2026-03-27T08:00"), utc("2026-03-30T07:00"), "On call: Payments")


def test_what_is_no_longer_planned_is_published_as_cancelled_and_again_so() -> None:
    before = entries()
    kept = before[1:]
    once = mark_cancelled(before, kept, SINCE)
    assert [(item.uid, item.is_cancelled, item.sequence) for item in once[:2]] == [
        (before[0].uid, True, 1),
        (before[1].uid, False, 0),
    ]
    assert mark_cancelled(once, kept, SINCE) == once


def test_a_shift_that_is_planned_again_gets_a_higher_sequence() -> None:
    before = entries()
    gone = mark_cancelled(before, before[1:], SINCE)
    back = mark_cancelled(gone, before, SINCE)
    assert (back[0].uid, back[0].is_cancelled, back[0].sequence) == (before[0].uid, False, 2)


def test_a_shift_that_ends_earlier_is_the_same_event_with_a_higher_sequence() -> None:
    first, *rest = entries()
    shorter = FeedEntry(first.uid, first.start, first.end - timedelta(hours=1), first.summary)
    changed = mark_cancelled([first, *rest], [shorter, *rest], SINCE)
    assert (changed[0].end, changed[0].sequence, changed[1].sequence) == (shorter.end, 1, 0)


def test_history_is_not_cancelled() -> None:
    first, *rest = entries()
    assert mark_cancelled([first, *rest], rest, first.end) == tuple(rest)
