"""Calendars that are broken, or made to do harm: one error each, in bounded steps."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teams.core.oncall.errors import CalendarError
from teams.core.oncall.ical import read_calendar
from teams.core.oncall.ical.events import Event
from teams.core.oncall.ical.names import Named, find_people
from tests.teams.core.oncall.ical.calendars import KNOWN, WINDOW, event, make_calendar, read, show

ONCE = "DTSTART:20260330T090000Z", "DURATION:PT1H"
MINUTES = [f"{hour:02}{minute:02}" for hour in range(24) for minute in range(60)]
MANY_TIMES = ",".join(f"202603{day:02}T{minute}00Z" for day in (24, 25) for minute in MINUTES)
MANY_PARTS = "BYDAY=MO;BYHOUR=10,11;BYMINUTE=1,2,3,4,5,6,7,8,9,10;BYSECOND=0,5,10,15,20,25,30,35,40,45,50,55"


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ((*ONCE, "RRULE:FREQ=SECONDLY"), "the recurrences are too many"),
        ((*ONCE, f"RRULE:FREQ=YEARLY;{MANY_PARTS}"), "more than 100 shifts"),
        (
            ("DTSTART:19700101T000000Z", "RRULE:FREQ=MINUTELY;COUNT=1000000"),
            "the recurrences are too many",
        ),
        ((*ONCE, *[f"RDATE:{MANY_TIMES}"] * 20), "the recurrences are too many"),
        ((*ONCE, "RRULE:FREQ=MINUTELY", "DURATION:P9000D"), "the recurrences are too many"),
        ((*ONCE, *["EXDATE:20260330T090000Z"] * 2_000), "a VEVENT has more than 2000 lines"),
        (("DTSTART:20260330T090000Z", "DTEND:20260330T080000Z"), "it ends before it starts"),
        (("DTSTART:20260230T090000Z",), "Wrong datetime format"),
        (("DTSTART:99999999999999",), "cannot be understood"),
        (("DURATION:PT1H",), "DTSTART is missing"),
        (("DTSTART:20260330T090000Z", "DURATION:soon"), "cannot be understood"),
        (("DTSTART:20260330T090000Z", "DURATION:P99999999999W"), "cannot be understood"),
        ((*ONCE, "RRULE:FREQ=HOURLY;BYEASTER=1"), "BYEASTER=1 in a recurrence rule"),
        ((*ONCE, "RDATE:20260330T090000Z/x"), "cannot be understood"),
        ((*ONCE, "SEQUENCE:new"), "cannot be understood"),
    ],
)
def test_an_event_that_cannot_be_understood_is_named(lines: tuple[str, ...], message: str) -> None:
    with pytest.raises(CalendarError, match=message) as caught:
        read(event(*lines, summary="Night duty"))
    assert re.search("Night duty|more than|too many", str(caught.value))


@pytest.mark.parametrize("line", ["ATTENDEE mailto", 'ATTENDEE;CN="x', "DTSTART", "RRULE"])
def test_a_line_that_is_none_is_shown(line: str) -> None:
    with pytest.raises(CalendarError, match="cannot be understood") as caught:
        read(event(*ONCE, line))
    assert line[:8] in str(caught.value)


GOOD = make_calendar(event(*ONCE))
SHORT = "DTSTART:20260330T090000Z", "DTEND:20260330T091000Z"
DAILY = event(*ONCE, "RRULE:FREQ=DAILY;BYDAY=MO")
FILES = {
    "empty": ("", "this is no calendar: no line says BEGIN:VCALENDAR"),
    "a page": ("<html>not found</html>", "this is no calendar: no line says"),
    "a card": ("BEGIN:VCARD\nEND:VCARD\n", 'this is no calendar: it begins with "BEGIN:VCARD"'),
    "half an event": (GOOD[: GOOD.index("END:VEVENT")], "the calendar ends in the middle of a VEVENT"),
    "half a calendar": (GOOD.replace("END:VCALENDAR", ""), "the calendar ends in the middle of a VCALENDAR"),
    "crossed ends": (GOOD.replace("END:VEVENT", "END:VTODO"), '"END:VTODO" ends what was not begun'),
    "only an end": ("END:VCALENDAR\n", '"END:VCALENDAR" ends what was not begun'),
    "deep": ("BEGIN:VCALENDAR\n" * 100_000, "nested deeper than 10 levels"),
    "50 MB": ("x" * 50_000_000, "the calendar has 50000000 characters; at most 10485760 are read"),
    "a crowd": (
        make_calendar(*[event(*ONCE, uid=str(number)) for number in range(101)]),
        "more than 100 shifts at the same time",
    ),
    "too many events": (
        make_calendar(*[event(*SHORT, uid=str(number)) for number in range(20_001)]),
        "20001 events may touch this window; at most 20000 are read",
    ),
    "every change against every series": (
        make_calendar(
            *[DAILY] * 800,
            *[event(*ONCE, f"RECURRENCE-ID:20260401T{minute}00Z") for minute in MINUTES[:800]],
        ),
        "the recurrences are too many",
    ),
}


@pytest.mark.parametrize("case", FILES)
def test_a_file_that_is_no_calendar_or_too_much_of_one_is_refused(case: str) -> None:
    text, message = FILES[case]
    with pytest.raises(CalendarError, match=message):
        read_calendar(text, *WINDOW, zone="UTC", known=KNOWN)


ATTENDEES = [f"ATTENDEE:mailto:{number}@example.org" for number in range(101)]
HOURLY = "DTSTART:20260323T000000Z", "DURATION:PT1H", "RRULE:FREQ=HOURLY"


@pytest.mark.parametrize(
    ("title", "more"),
    [(f"x{' ' * 3_000_000}y", ()), ("", (f"ATTENDEE:x{' ' * 3_000_000}y",))],
    ids=["title", "attendee"],
)
def test_no_pattern_backtracks_over_what_is_blank(title: str, more: tuple[str, ...]) -> None:
    (shift,) = read(event(*ONCE, *more, summary=title)).shifts
    assert shift.people == ("x y",)


def test_whom_an_event_names_is_read_once_however_often_it_recurs(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def count(found: Event, known: Mapping[str, str]) -> Named:
        asked.append(found.summary)
        return find_people(found, known)

    monkeypatch.setattr("teams.core.oncall.ical.read.find_people", count)
    read(event(*HOURLY), event(*ONCE, uid="u2", summary="ben"))
    assert sorted(asked) == ["ana", "ben"]


def test_a_crowd_in_one_event_is_one_error_however_often_it_recurs() -> None:
    with pytest.raises(CalendarError, match='event "on call" names 101 people; at most 100 can be on call together'):
        read(event(*HOURLY, *ATTENDEES, summary="on call"))


def test_a_million_recurrences_cost_only_those_of_the_window() -> None:
    million = event("DTSTART:20250101T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=1000000")
    assert len(show(read(million))) == 14


def test_what_lies_far_from_the_window_is_not_read_however_much_it_is() -> None:
    past = event("DTSTART:20200330T090000Z", "DTEND:20200330T100000Z", "SEQUENCE:broken")
    many = [past.replace("UID:u1", f"UID:{number}") for number in range(25_000)]
    assert show(read(*many, event(*ONCE))) == ["03-30T09:00 03-30T10:00 ana"]


def test_zones_of_the_calendar_are_bounded() -> None:
    forever = (
        "BEGIN:VTIMEZONE TZID:X BEGIN:STANDARD DTSTART:19700101T000000 RRULE:FREQ=SECONDLY TZOFFSETFROM:+0100 "
        "TZOFFSETTO:+0200 END:STANDARD END:VTIMEZONE"
    ).replace(" ", "\r\n")
    with pytest.raises(CalendarError, match="the recurrences are too many"):
        read(forever, event("DTSTART;TZID=X:20260330T090000", "DURATION:PT1H"))
    fixed = forever.replace("RRULE:FREQ=SECONDLY\r\n", "")
    zones = [fixed.replace("TZID:X", f"TZID:X{number}") for number in range(101)]
    events = [event(f"DTSTART;TZID=X{n}:20260330T090000", "DURATION:PT1H", uid=f"{n}") for n in range(101)]
    with pytest.raises(CalendarError, match="uses more than 100 time zones of its own"):
        read(*zones, *events)


PIECES = ["", "\n", ":", ";", ",", "9", "-1", "T", "Z", "\x00", "RRULE:FREQ=HOURLY\n", '"', "\\", "é"]


@settings(max_examples=300)
@given(st.data())
def test_mutated_calendars_are_read_or_refused(shared: Path, data: st.DataObject) -> None:
    paths = sorted((shared / "corpus/ical").iterdir())
    text = data.draw(st.sampled_from(paths)).read_text()
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(text)))
        length = data.draw(st.sampled_from([0, 1, 1, 8, 40]))
        piece = data.draw(st.sampled_from(PIECES))
        text = text[:at] + piece + text[at + length :]
    try:
        since = WINDOW[0].replace(year=data.draw(st.integers(2021, 2024)))
        read_calendar(text, since, since + timedelta(days=90), zone="Europe/Berlin", known=KNOWN)
    except CalendarError as error:
        assert str(error).isprintable()  # noqa: PT017 - refusing is allowed, nothing else is
