"""Durations: what they add to a date, and which texts are none."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teams.core.teamapi.durations import Duration, parse_duration, read_duration


@pytest.mark.parametrize(
    ("text", "words", "days"),
    [
        ("PT4H", "4 hours", 4 / 24),
        ("P1D", "1 day", 1),
        ("P90D", "90 days", 90),
        ("P2W", "2 weeks", 14),
        ("P1Y6M", "1 year 6 months", 365 + 180),
        ("PT90M", "90 minutes", 90 / 1440),
        ("PT30S", "30 seconds", 30 / 86400),
        ("P0D", "no time", 0),
    ],
)
def test_in_words_and_in_days(text: str, words: str, days: float) -> None:
    duration = parse_duration(text)
    assert duration is not None
    assert duration.in_words == words
    assert duration.days == pytest.approx(days)


@pytest.mark.parametrize("text", ["", "P", "PT", "P1", "1D", "P1DT", "P-1D", "4 hours", "p1d", "P1.5D", "P9999999D"])
def test_what_is_no_iso_duration(text: str) -> None:
    assert parse_duration(text) is None


@pytest.mark.parametrize(
    ("start", "text", "end"),
    [
        (date(2026, 1, 31), "P1M", date(2026, 2, 28)),
        (date(2024, 2, 29), "P1Y", date(2025, 2, 28)),
        (date(2026, 11, 15), "P3M", date(2027, 2, 15)),
        (date(2026, 1, 1), "P2W1D", date(2026, 1, 16)),
        (date(2026, 1, 1), "PT48H", date(2026, 1, 1)),
        (date(9999, 12, 1), "P1M", None),
        (date(9999, 12, 31), "P1D", None),
        (date(2026, 1, 1), "P999999Y", None),
        (date(2026, 1, 1), "P999999W", None),
    ],
)
def test_after_a_date(start: date, text: str, end: date | None) -> None:
    assert Duration(text).after(start) == end


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("3 months", "P3M"),
        ("3", ""),
        ("8 weeks (ending Feb 2026)", "P8W"),
        ("Breaking changes announced 2 weeks in advance", "P2W"),
        ("a 90-day notice", "P90D"),
        ("1 Hour", "PT1H"),
        ("P90D", "P90D"),
        ("Ongoing", ""),
        ("v3 months later", ""),
        ("0.5 days", ""),
        ("since 2015", ""),
    ],
)
def test_in_a_sentence(text: str, iso: str) -> None:
    duration = read_duration(text)
    assert (duration.text if duration else "") == iso


@given(st.integers(0, 400), st.dates(max_value=date(2500, 1, 1)))
def test_days_and_weeks_add_up(days: int, start: date) -> None:
    end = Duration(f"P{days}D").after(start)
    assert end is not None
    assert (end - start).days == days
    assert Duration(f"P{days // 7}W{days % 7}D").after(start) == end
