"""Quarters: their days, and counting them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teams.core.teamapi.quarters import Quarter, parse_quarter, quarter_of


@pytest.mark.parametrize(
    ("quarter", "first", "last"),
    [
        (Quarter(2026, 1), date(2026, 1, 1), date(2026, 3, 31)),
        (Quarter(2026, 2), date(2026, 4, 1), date(2026, 6, 30)),
        (Quarter(2026, 3), date(2026, 7, 1), date(2026, 9, 30)),
        (Quarter(2026, 4), date(2026, 10, 1), date(2026, 12, 31)),
        (Quarter(9999, 4), date(9999, 10, 1), date(9999, 12, 31)),
    ],
)
def test_first_and_last_day(quarter: Quarter, first: date, last: date) -> None:
    assert (quarter.first_date, quarter.last_date) == (first, last)
    assert parse_quarter(str(quarter)) == quarter


@given(st.dates(date(1000, 1, 1)))
def test_every_day_is_in_its_quarter(day: date) -> None:
    quarter = quarter_of(day)
    assert quarter.first_date <= day <= quarter.last_date
    assert quarter_of(quarter.first_date) == quarter_of(quarter.last_date) == quarter


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.integers(-400, 400))
def test_counting_there_and_back(day: date, quarters: int) -> None:
    quarter = quarter_of(day)
    assert quarter.plus(quarters).since(quarter) == quarters
    assert quarter.plus(quarters).plus(-quarters) == quarter
    assert quarter.plus(1).first_date == quarter.last_date + timedelta(days=1)
    assert quarter < quarter.plus(1)


def test_there_is_no_quarter_beyond_the_calendar() -> None:
    with pytest.raises(ValueError, match="year 10000"):
        Quarter(9999, 4).plus(1)
    with pytest.raises(ValueError, match="year 0"):
        Quarter(1, 1).plus(-1)


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-Q5", "2026-Q0", "2026Q1", "2026-q1", " 2026-Q1", "2026-Q1x", "0026-Q1"]
)
def test_what_is_no_quarter(text: str) -> None:
    with pytest.raises(ValueError, match="is no quarter"):
        parse_quarter(text)
