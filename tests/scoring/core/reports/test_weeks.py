"""A week of reports begins on Monday at 07:00, wherever that is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.core.reports.weeks import WeekError, begins_at, monday_of, week_at, week_number

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Kiritimati", "America/Sao_Paulo")


@pytest.mark.parametrize(
    ("at", "week"),
    [
        (datetime(2026, 11, 16, 6, 59, 59, tzinfo=UTC), "2026-W46"),
        (datetime(2026, 11, 16, 7, 0, tzinfo=UTC), "2026-W47"),
        (datetime(2026, 11, 22, 23, 0, tzinfo=UTC), "2026-W47"),
        (datetime(2026, 11, 23, 6, 0, tzinfo=UTC), "2026-W47"),
        (datetime(2027, 1, 3, 12, 0, tzinfo=UTC), "2026-W53"),
        (datetime(2027, 1, 4, 7, 0, tzinfo=UTC), "2027-W01"),
    ],
)
def test_until_monday_at_seven_it_is_the_week_before(at: datetime, week: str) -> None:
    assert week_at(at, UTC) == week


def test_seven_is_seven_where_the_readers_are() -> None:
    at = datetime(2026, 11, 16, 6, 30, tzinfo=UTC)
    assert week_at(at, ZoneInfo("Europe/Berlin")) == "2026-W47"
    assert week_at(at, ZoneInfo("America/New_York")) == "2026-W46"
    assert begins_at("2026-W47", ZoneInfo("Europe/Berlin")) == datetime(2026, 11, 16, 6, tzinfo=UTC)


@given(seconds=st.integers(0, 15 * 366 * 86400), zone=st.sampled_from(ZONES))
def test_every_moment_is_in_the_week_that_began_last(seconds: int, zone: str) -> None:
    at = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    week = week_at(at, ZoneInfo(zone))
    beginning = begins_at(week, ZoneInfo(zone))
    assert beginning <= at < beginning + timedelta(weeks=1, hours=1)  # the hour: clocks may have been put back
    assert week_at(beginning, ZoneInfo(zone)) == week
    assert week_at(beginning - timedelta(microseconds=1), ZoneInfo(zone)) < week


def test_a_week_has_a_monday_and_a_number() -> None:
    assert (monday_of("2026-W53"), week_number("2026-W53")) == (date(2026, 12, 28), 53)


@pytest.mark.parametrize(
    "text", ["", "2026-47", "2026-W54", "2026-W00", "W47", "2026-W7", "2026-W47\n", "\uff12\uff10\uff12\uff16-W47"]
)
def test_what_is_no_week_is_refused_by_name(text: str) -> None:
    with pytest.raises(WeekError, match="write it as 2026-W47"):
        monday_of(text)
