"""Calendars as people and programs write them: when somebody is on call, by RFC 5545 and by what is common."""

from __future__ import annotations

from pathlib import Path

import pytest

from teams.core.oncall.errors import CalendarError
from teams.core.oncall.ical import UnmatchedName, read_calendar
from tests.teams.core.oncall.ical.calendars import KNOWN, WINDOW, event, make_calendar, read, show
from tests.teams.core.oncall.oracle import utc

BERLIN = "X-WR-TIMEZONE:Europe/Berlin"


class TestRealFiles:
    """Files of others, read from ../shared."""

    def read(self, shared: Path, part: str, since: str, until: str) -> list[str]:
        [path] = (shared / "corpus/ical").glob(f"*{part}*")
        known = {"alex": "A", "bob": "B", "bernard desruisseaux": "D", "test@test.test": "T", "user": "U"}
        self.reading = read_calendar(path.read_text(), utc(since), utc(until), zone="UTC", known=known)
        return show(self.reading)

    def test_a_daily_event_in_the_zone_it_names(self, shared: Path) -> None:
        shifts = self.read(shared, "calendar_with_recurring_event", "2021-01-23", "2021-01-26")
        assert shifts == ["01-24T08:00 01-24T17:00 D", "01-25T08:00 01-25T17:00 D"]
        assert self.reading.title == "t"

    def test_a_whole_day_and_a_moved_recurrence(self, shared: Path) -> None:
        assert self.read(shared, "calendar_with_all_day_event", "2021-01-26", "2021-01-29") == [
            "01-26T08:00 01-26T17:00 D",
            "01-26T19:00 01-27T08:00 A",  # the day in Yekaterinburg, whose zone X-WR-TIMEZONE names
            "01-27T08:00 01-27T17:00 A B",
            "01-27T17:00 01-27T19:00 A",
            "01-28T08:00 01-28T17:00 D",
        ]
        assert not self.reading.unmatched

    def test_a_change_of_a_recurrence_that_is_none_stands_for_itself(self, shared: Path) -> None:
        shifts = self.read(shared, "modified_recurring_event", "2023-07-01", "2023-08-30")
        assert shifts == ["07-16T22:00 07-24T22:00 U"]  # the change lies within the week

    def test_an_address_is_matched_whatever_its_case(self, shared: Path) -> None:
        assert self.read(shared, "override_email", "2023-02-06", "2023-02-07") == ["02-06T11:00 02-06T12:00 T"]

    def test_titles_that_name_nobody_are_reported_one_by_one(self, shared: Path) -> None:
        shifts = self.read(shared, "iCalendar__2024", "2024-01-01", "2025-01-01")
        assert len(shifts) == 15
        assert {name.shifts for name in self.reading.unmatched} == {1, 2}
        assert sum(name.shifts for name in self.reading.unmatched) == 15


def test_floating_times_and_whole_days_are_in_the_calendars_zone_else_in_the_one_given() -> None:
    floating = event("DTSTART:20260328T120000", "DURATION:PT1H"), event("DTSTART;VALUE=DATE:20260330", uid="u2")
    assert show(read(*floating, head=BERLIN)) == ["03-28T11:00 03-28T12:00 ana", "03-29T22:00 03-30T22:00 ana"]
    assert show(read(*floating, zone="Asia/Tokyo")) == ["03-28T03:00 03-28T04:00 ana", "03-29T15:00 03-30T15:00 ana"]


def test_a_whole_day_that_names_a_zone_is_a_day_of_that_zone() -> None:
    """RFC 5545 says that TZID means nothing on a date; who writes it all the same means it."""
    day = event("DTSTART;TZID=Europe/Berlin;VALUE=DATE:20260330", "DTEND;TZID=Europe/Berlin;VALUE=DATE:20260331")
    assert show(read(day)) == ["03-29T22:00 03-30T22:00 ana"]
    assert show(read(day.replace("Europe/Berlin", "Middle/Earth"))) == ["03-30T00:00 03-31T00:00 ana"]


def test_the_name_of_a_calendar_is_shown_without_escapes() -> None:
    text = make_calendar(event("DTSTART:20260328T120000Z")).replace("VERSION:2.0", "X-WR-CALNAME:Payments\\, EU")
    assert read_calendar(text, *WINDOW, zone="UTC", known=KNOWN).title == "Payments, EU"


def test_a_series_keeps_its_wall_time_when_the_clock_changes_and_one_in_utc_does_not() -> None:
    window = utc("2026-03-28"), utc("2026-03-31")
    local = event("DTSTART;TZID=Europe/Berlin:20260301T080000", "DURATION:PT1H", "RRULE:FREQ=DAILY")
    assert show(read(local, window=window)) == [
        "03-28T07:00 03-28T08:00 ana",
        "03-29T06:00 03-29T07:00 ana",
        "03-30T06:00 03-30T07:00 ana",
    ]
    in_utc = event("DTSTART:20260301T080000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY")
    assert [text[6:11] for text in show(read(in_utc, window=window, head=BERLIN))] == ["08:00", "08:00", "08:00"]


def test_a_night_shift_ends_at_its_wall_time_when_the_clock_changes() -> None:
    night = "DTSTART;TZID=Europe/Berlin:20260327T220000", "DTEND;TZID=Europe/Berlin:20260328T060000"
    shifts = show(read(event(*night, "RRULE:FREQ=DAILY")))
    assert shifts[:2] == ["03-27T21:00 03-28T05:00 ana", "03-28T21:00 03-29T04:00 ana"]


def test_a_start_in_the_gap_counts_on_with_the_offset_before_it() -> None:
    lost = event("DTSTART;TZID=Europe/Berlin:20260329T023000", "DURATION:PT4H")
    assert show(read(lost)) == ["03-29T01:30 03-29T04:30 ana"]  # as RFC 5545 says: 03:30 summer time, to 06:30


def test_start_and_end_may_be_in_different_zones() -> None:
    flight = event("DTSTART;TZID=Europe/Berlin:20260325T120000", "DTEND;TZID=America/New_York:20260325T120000")
    assert show(read(flight)) == ["03-25T11:00 03-25T16:00 ana"]


SERIES = "DTSTART:20260323T090000Z", "DTEND:20260323T100000Z", "RRULE:FREQ=DAILY;COUNT=4"
FIRST, SECOND, THIRD, FOURTH = (f"03-{day}T09:00 03-{day}T10:00 ana" for day in (23, 24, 25, 26))


def change(moment: str, *lines: str, summary: str = "ana", options: str = "") -> str:
    return event(f"RECURRENCE-ID{options}:{moment}", *lines, "SEQUENCE:1", summary=summary)


class TestSeries:
    """Exceptions, additions, changes and cancellations of recurring events."""

    def test_excluded_recurrences_do_not_happen(self) -> None:
        assert show(read(event(*SERIES, "EXDATE:20260324T090000Z,20260325T090000Z"))) == [FIRST, FOURTH]
        assert show(read(event(*SERIES, "EXDATE;TZID=Europe/Berlin:20260324T100000"))) == [FIRST, THIRD, FOURTH]
        assert show(read(event(*SERIES, "EXDATE;VALUE=DATE:20260324", "EXDATE:20260326T090000Z"))) == [FIRST, THIRD]
        assert show(read(event(*SERIES, "EXDATE:20260324T091500Z"))) == [FIRST, SECOND, THIRD, FOURTH]

    def test_excluded_rules_do_not_happen(self) -> None:
        assert show(read(event(*SERIES, "EXRULE:FREQ=DAILY;INTERVAL=2;UNTIL=20260324"))) == [SECOND, THIRD, FOURTH]

    def test_added_dates_and_periods_happen(self) -> None:
        single = "DTSTART:20260323T090000Z", "DURATION:PT1H"
        added = "RDATE:20260324T090000Z", "RDATE;VALUE=PERIOD:20260325T090000Z/PT2H,20260326T090000Z/20260326T093000Z"
        assert show(read(event(*single, *added))) == [
            FIRST,
            SECOND,
            "03-25T09:00 03-25T11:00 ana",
            "03-26T09:00 03-26T09:30 ana",
        ]

    def test_a_change_stands_in_place_of_its_recurrence(self) -> None:
        moved = change("20260324T090000Z", "DTSTART:20260324T120000Z", "DURATION:PT1H", summary="ben")
        assert show(read(event(*SERIES), moved)) == [FIRST, "03-24T12:00 03-24T13:00 ben", THIRD, FOURTH]
        assert show(read(moved, event(*SERIES))) == show(read(event(*SERIES), moved))

    def test_a_change_moved_into_the_window_from_outside_is_seen(self) -> None:
        moved = change("20260324T090000Z", "DTSTART:20260403T120000Z", "DURATION:PT1H", summary="ben")
        window = utc("2026-04-03"), utc("2026-04-04")
        assert show(read(event(*SERIES), moved, window=window)) == ["04-03T12:00 04-03T13:00 ben"]

    def test_a_change_without_its_series_stands_for_itself(self) -> None:
        alone = change("20260324T090000Z", "DTSTART:20260324T120000Z", "DURATION:PT1H")
        assert show(read(alone)) == ["03-24T12:00 03-24T13:00 ana"]

    def test_a_cancelled_change_cancels_its_recurrence(self) -> None:
        gone = change("20260324T090000Z", "DTSTART:20260324T090000Z", "DURATION:PT1H", "STATUS:CANCELLED")
        assert show(read(event(*SERIES), gone)) == [FIRST, THIRD, FOURTH]

    def test_a_cancelled_series_takes_its_changes_along(self) -> None:
        moved = change("20260324T090000Z", "DTSTART:20260324T120000Z", "DURATION:PT1H")
        assert show(read(event(*SERIES, "STATUS:CANCELLED"), moved)) == []
        assert show(read(event(*SERIES, "STATUS:TENTATIVE"), moved))[0] == FIRST

    def test_a_recurrence_changed_first_and_excluded_then_is_gone(self) -> None:
        moved = change("20260324T090000Z", "DTSTART:20260324T120000Z", "DURATION:PT1H")
        assert show(read(event(*SERIES, "EXDATE:20260324T090000Z"), moved)) == [FIRST, THIRD, FOURTH]

    def test_a_change_older_than_its_series_and_of_no_recurrence_of_it_is_gone(self) -> None:
        moved = change("20260330T090000Z", "DTSTART:20260330T120000Z", "DURATION:PT1H")
        assert show(read(event(*SERIES, "SEQUENCE:2"), moved)) == [FIRST, SECOND, THIRD, FOURTH]
        assert "03-30T12:00 03-30T13:00 ana" in show(read(event(*SERIES, "SEQUENCE:1"), moved))

    def test_the_newest_of_several_changes_counts(self) -> None:
        older = change("20260324T090000Z", "DTSTART:20260324T120000Z", "DURATION:PT1H")
        newer = older.replace("SEQUENCE:1", "SEQUENCE:2").replace("T120000", "T150000")
        assert show(read(event(*SERIES), newer, older))[1] == "03-24T15:00 03-24T16:00 ana"

    def test_a_change_of_this_and_following_moves_them_all(self) -> None:
        start = "DTSTART:20260325T110000Z", "DURATION:PT3H"
        later = change("20260325T090000Z", *start, options=";RANGE=THISANDFUTURE", summary="ben")
        moved = ["03-25T11:00 03-25T14:00 ben", "03-26T11:00 03-26T14:00 ben"]
        assert show(read(event(*SERIES), later)) == [FIRST, SECOND, *moved]

    def test_a_whole_day_series_is_changed_by_date_in_any_zone(self) -> None:
        days = event("DTSTART;VALUE=DATE:20260330", "RRULE:FREQ=DAILY;COUNT=2", "EXDATE;VALUE=DATE:20260330")
        in_london = ";TZID=Europe/London"
        gone = change("20260331T000000", "DTSTART;VALUE=DATE:20260331", "STATUS:CANCELLED", options=in_london)
        assert show(read(days, gone)) == []
        assert len(show(read(days))) == 1

    def test_of_one_series_twice_the_newer_counts_and_equal_ones_both(self) -> None:
        one, two = event(*SERIES), event("DTSTART:20260401T090000Z", "DURATION:PT1H")
        assert len(show(read(one, two))) == 5
        assert show(read(one, two.replace("SUMMARY", "SEQUENCE:3\r\nSUMMARY"))) == ["04-01T09:00 04-01T10:00 ana"]

    def test_the_newer_counts_even_where_it_lies_far_from_the_window(self) -> None:
        old = event("DTSTART:20260401T090000Z", "DTEND:20260401T100000Z")
        moved = event("DTSTART:20270401T090000Z", "DTEND:20270401T100000Z", "SEQUENCE:1")
        assert show(read(old, moved)) == []
        assert len(show(read(old, moved.replace("SEQUENCE:1", "SEQUENCE:0")))) == 1

    def test_events_without_a_uid_are_different_events(self) -> None:
        one, two = event(*SERIES, uid=""), event("DTSTART:20260401T090000Z", "DURATION:PT1H", uid="")
        assert len(show(read(one, two))) == 5

    def test_a_series_that_ends_before_it_starts_never_happens(self) -> None:
        assert show(read(event(*SERIES[:2], "RRULE:FREQ=DAILY;UNTIL=20260322"))) == []

    def test_an_end_given_as_a_date_includes_that_day(self) -> None:
        assert show(read(event(*SERIES[:2], "RRULE:FREQ=DAILY;UNTIL=20260324"))) == [FIRST, SECOND]


class TestOddities:
    """What programs write against the letter of the standard, and what is meant."""

    def test_a_whole_day_that_ends_on_itself_is_that_day(self) -> None:
        assert show(read(event("DTSTART:20260330", "DTEND:20260330"))) == ["03-30T00:00 03-31T00:00 ana"]

    def test_a_whole_day_may_end_at_a_time(self) -> None:
        mixed = event("DTSTART;VALUE=DATE:20260330", "DTEND:20260331T120000Z")
        assert show(read(mixed)) == ["03-30T00:00 03-31T12:00 ana"]

    def test_a_time_may_end_with_a_day_which_is_one_of_the_zone_of_its_start(self) -> None:
        mixed = event("DTSTART;TZID=America/New_York:20260330T120000", "DTEND;VALUE=DATE:20260331")
        assert show(read(mixed, zone="Asia/Tokyo")) == ["03-30T16:00 03-31T04:00 ana"]

    def test_an_empty_rule_and_a_count_of_minus_one_say_nothing(self) -> None:
        assert show(read(event(*SERIES[:2], "RRULE:"))) == [FIRST]
        assert len(show(read(event(*SERIES[:2], "RRULE:FREQ=DAILY;COUNT=-1")))) == 14

    def test_a_moment_without_length_puts_nobody_on_call(self) -> None:
        assert show(read(event("DTSTART:20260330T090000Z"))) == []

    def test_long_lines_are_unfolded_and_names_are_in_any_case(self) -> None:
        text = make_calendar(event("dtstart;tzid=Europe/\r\n Berlin:202603\r\n\t30T090000", "Duration:PT1H"))
        for content in (text, text.replace("\r\n", "\n"), "\ufeff" + text):
            reading = read_calendar(content, *WINDOW, zone="UTC", known=KNOWN)
            assert show(reading) == ["03-30T07:00 03-30T08:00 ana"]

    def test_alarms_and_todos_are_no_shifts(self) -> None:
        alarm = "BEGIN:VALARM\r\nDURATION:PT9H\r\nSUMMARY:ben\r\nEND:VALARM"
        todo = "BEGIN:VTODO\r\nDTSTART:20260330T090000Z\r\nDUE:20260330T100000Z\r\nEND:VTODO"
        assert show(read(todo, event(*SERIES[:2], alarm))) == [FIRST]

    def test_several_calendars_in_one_file_keep_their_zones(self) -> None:
        floating = event("DTSTART:20260328T120000", "DURATION:PT1H")
        text = make_calendar(floating, head=BERLIN) + make_calendar(floating.replace("u1", "u2"))
        assert len(read_calendar(text, *WINDOW, zone="Asia/Tokyo", known=KNOWN).shifts) == 2


def zone(name: str, *more: str) -> str:
    """A VTIMEZONE: two hours east of UTC, three from the last Sunday in March."""
    return "\r\n".join(
        [
            "BEGIN:VTIMEZONE",
            f"TZID:{name}",
            *more,
            "BEGIN:STANDARD",
            "DTSTART:16011028T030000",
            "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
            "TZOFFSETFROM:+0300",
            "TZOFFSETTO:+0200",
            "END:STANDARD",
            "BEGIN:DAYLIGHT",
            "DTSTART:16010325T020000",
            "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
            "TZOFFSETFROM:+0200",
            "TZOFFSETTO:+0300",
            "END:DAYLIGHT",
            "END:VTIMEZONE",
        ]
    )


def local(name: str) -> str:
    return event(f"DTSTART;TZID={name}:20260328T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=2")


class TestZones:
    """Names of zones, and zones that calendars define."""

    @pytest.mark.parametrize(
        "name",
        ["Europe/Berlin", "W. Europe Standard Time", "/example.org/2026/Europe/Berlin", '"Europe/Berlin"', "CET"],
    )
    def test_common_names_are_understood(self, name: str) -> None:
        assert show(read(local(name))) == ["03-28T08:00 03-28T09:00 ana", "03-29T07:00 03-29T08:00 ana"]

    def test_a_zone_of_the_calendar_itself_changes_when_it_says(self) -> None:
        own = ["03-28T07:00 03-28T08:00 ana", "03-29T06:00 03-29T07:00 ana"]
        assert show(read(zone("Office"), local("Office"))) == own
        assert show(read(local("Office"), zone("Office"))) == own

    def test_a_zone_whose_name_is_escaped_where_it_is_defined_and_quoted_where_it_is_used(self) -> None:
        """As Exchange writes them."""
        used = local('"(UTC+02:00) Bangkok, Hanoi, Jakarta"')
        assert show(read(zone("(UTC+02:00) Bangkok\\, Hanoi\\, Jakarta"), used))[0] == "03-28T07:00 03-28T08:00 ana"

    def test_a_zone_of_one_calendar_means_nothing_to_another(self) -> None:
        read(zone("Office"), local("Office"))
        elsewhere = zone("Office").replace("+02", "+05").replace("+03", "+06")
        assert show(read(elsewhere, local("Office")))[0] == "03-28T04:00 03-28T05:00 ana"
        with pytest.raises(CalendarError, match='event "ana": TZID "Office" is no time zone we know'):
            read(local("Office"))

    def test_a_known_name_means_that_zone_whatever_stands_beside_it(self) -> None:
        expected = ["03-28T08:00 03-28T09:00 ana", "03-29T07:00 03-29T08:00 ana"]
        assert show(read(zone("Europe/Berlin"), local("Europe/Berlin"))) == expected
        assert show(read(zone("Office", "X-LIC-LOCATION:Europe/Berlin"), local("Office"))) == expected

    def test_a_zone_without_rules_keeps_its_last_offset(self) -> None:
        fixed = zone("Office").replace("RRULE:", "X-RRULE:").replace("1601", "1999")
        assert show(read(fixed, local("Office")))[0] == "03-28T07:00 03-28T08:00 ana"

    def test_a_zone_whose_rules_have_ended_keeps_the_offset_they_left(self) -> None:
        southern = zone("Office").replace("BYMONTH=10", "BYMONTH=4;UNTIL=20150501T000000Z").replace("1601", "1990")
        southern = southern.replace("BYMONTH=3", "BYMONTH=9;UNTIL=20140930T000000Z").replace("19901028", "19900429")
        southern = southern.replace("19900325", "19900930")  # summer time began later in the year than it ended
        assert show(read(southern, local("Office")))[0] == "03-28T07:00 03-28T08:00 ana"

    def test_a_zone_that_is_wrong_is_one_error_where_it_matters(self) -> None:
        floating = event("DTSTART:20260328T120000", "DURATION:PT1H")
        with pytest.raises(CalendarError, match='TZID "Middle/Earth" is no time zone'):
            read(floating, head="X-WR-TIMEZONE:Middle/Earth")
        assert show(read(event(*SERIES[:2]), head="X-WR-TIMEZONE:Middle/Earth")) == [FIRST]
        for wrong in ("TZOFFSETTO:+9900", "TZOFFSETTO:two", "TZOFFSET:1", "TZOFFSETTO:-020"):
            with pytest.raises(CalendarError, match='VTIMEZONE of TZID "Office" cannot be understood'):
                read(zone("Office").replace("TZOFFSETTO:+0300", wrong), local("Office"))


class TestPeople:
    """Whom an event puts on call."""

    def people(self, summary: str, *attendees: str) -> tuple[list[str], list[str]]:
        reading = read(event("DTSTART:20260330T090000Z", "DURATION:PT1H", *attendees, summary=summary))
        return [show(reading)[0].split(" ", 2)[2]], [name.name for name in reading.unmatched]

    @pytest.mark.parametrize("summary", ["Ana\\, ben", "@ana @ben", "[L2] ana; BEN", "ana & ben", " ana\\,@ben\\,"])
    def test_titles_name_people_in_many_ways(self, summary: str) -> None:
        assert self.people(summary) == (["ana ben"], [])

    def test_unmatched_people_are_on_call_and_reported(self) -> None:
        assert self.people("ana\\, Zoë Quim") == (["Zoë Quim ana"], ["Zoë Quim"])

    def test_attendees_count_where_the_title_names_nobody_known(self) -> None:
        attendees = "ATTENDEE;CN=Cem:mailto:CEM@example.com", 'ATTENDEE;CN="Quim, Zoë":mailto:zoe@example.com'
        assert self.people("Primary on-call", *attendees) == (["cem zoe@example.com"], ["zoe@example.com"])
        assert self.people("ana", *attendees) == (["ana"], [])

    def test_whoever_organizes_an_event_is_not_on_call_by_that(self) -> None:
        organizer = "ORGANIZER;CN=Ana:mailto:ana@example.com"
        assert self.people("ben", organizer) == (["ben"], [])
        assert self.people("Primary on-call", organizer) == (["Primary on-call"], ["Primary on-call"])

    def test_an_event_that_names_nobody_still_covers(self) -> None:
        assert self.people("") == (["(no name)"], ["(no name)"])

    def test_nobody_is_dropped_from_a_long_title(self) -> None:
        names = [f"somebody.with.a.long.name.{number:02}@example.org" for number in range(12)]
        assert self.people("\\, ".join(names))[1] == names

    def test_names_cannot_act_on_a_terminal(self) -> None:
        assert self.people("zoe\x1b[31m\\nquim") == (["zoe [31m quim"], ["zoe [31m quim"])

    def test_each_unmatched_name_has_its_first_shift_and_their_number(self) -> None:
        single = event("DTSTART:20260401T090000Z", "DURATION:PT1H", summary="zoe", uid="u2")
        reading = read(event(*SERIES, summary="zoe"), single)
        assert reading.unmatched == (UnmatchedName("zoe", utc("2026-03-23T09:00"), 5),)

    def test_the_higher_priority_wins_and_equal_ones_are_on_call_together(self) -> None:
        day = "DTSTART:20260330T090000Z", "DTEND:20260330T120000Z"
        high = event("DTSTART:20260330T100000Z", "DURATION:PT1H", uid="u2", summary="[L1] ben")
        assert show(read(event(*day), high)) == [
            "03-30T09:00 03-30T10:00 ana",
            "03-30T10:00 03-30T11:00 ben",
            "03-30T11:00 03-30T12:00 ana",
        ]
        assert show(read(event(*day), high.replace("[L1] ", "")))[1] == "03-30T10:00 03-30T11:00 ana ben"
