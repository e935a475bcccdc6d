"""What a schedule asks of people, and how good that is: counted by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from teams.core.oncall import Shift, list_shifts, read_schedule
from teams.core.oncall.load import measure_load
from teams.core.oncall.quality import Overload, get_balance, judge_quality
from tests.teams.core.oncall.oracle import utc

WEEK = utc("2026-03-02"), utc("2026-03-09")  # Monday to Monday


def shift(start: str, end: str, *people: str) -> Shift:
    return Shift(utc(start), utc(end), people)


def weekdays(*groups: list[str]) -> dict[str, object]:
    windows = [
        {"type": "weekly", "start_day": day, "start": "00:00", "duration_seconds": 86400}
        for day in ("MO", "TU", "WE", "TH", "FR")
    ]
    rotation = {"start": "2026-03-02", "unit": "hour", "length": 12}
    return {"participants": list(groups), "rotation": rotation, "restrictions": windows}


def test_weekdays_only_meets_the_quality_vector(shared: Path) -> None:
    [vector] = json.loads((shared / "oncall/vectors.json").read_text())["quality_vectors"]
    schedule = read_schedule({"time_zone": "UTC", "layers": [weekdays(["A"], ["B"])]})
    quality = judge_quality(list_shifts(schedule, *WEEK), *WEEK)
    assert quality.gaps_percent == vector["gaps_percent"] == 29
    assert quality.balance_percent == vector["balance"] == 100
    assert quality.score == vector["total_score"] == 86  # (71 + 100) / 2 = 85.5, halves up
    assert list(quality.overloads) == vector["overloaded"] == []


def test_halves_are_rounded_up_not_to_the_even_number() -> None:
    day = utc("2026-03-02"), utc("2026-03-06T04:00")  # 100 hours
    quality = judge_quality([shift("2026-03-02", "2026-03-04T21:00", "A")], *day)
    assert (quality.coverage_percent, quality.balance_percent, quality.score) == (69, 100, 85)  # 84.5


def test_balance_is_the_mean_over_pairs_of_the_shorter_time_over_the_longer() -> None:
    assert get_balance([10, 20, 40]) == pytest.approx((1 / 2 + 1 / 4 + 1 / 2) / 3)
    assert get_balance([40, 10, 20]) == pytest.approx((1 / 2 + 1 / 4 + 1 / 2) / 3)
    assert get_balance([7, 7]) == 1
    assert get_balance([7]) == get_balance([]) == 1


def test_whoever_has_more_than_the_average_is_overloaded_most_first() -> None:
    shifts = [
        shift("2026-03-02T00:00", "2026-03-02T10:00", "A"),
        shift("2026-03-02T10:00", "2026-03-03T00:00", "B"),
        shift("2026-03-03T00:00", "2026-03-03T06:00", "C"),
    ]
    quality = judge_quality(shifts, utc("2026-03-02"), utc("2026-03-03T06:00"))
    assert quality.overloads == (Overload("B", 40),)  # 14 h of 10 h; A has exactly the average
    assert quality.balance_percent == 58  # (10/14 + 6/14 + 6/10) / 3


def test_minor_imbalance_counts_as_balance_and_overloads_nobody() -> None:
    shifts = [shift("2026-03-02T00:00", "2026-03-02T10:00", "A"), shift("2026-03-02T10:00", "2026-03-02T19:30", "B")]
    quality = judge_quality(shifts, utc("2026-03-02"), utc("2026-03-02T19:30"))
    assert (quality.balance_percent, quality.score, quality.overloads) == (100, 100, ())


def test_a_schedule_with_nobody_is_worth_nothing() -> None:
    quality = judge_quality([], *WEEK)
    assert (quality.coverage_percent, quality.score, quality.gaps_percent) == (0, 0, 100)


def test_hours_nights_and_weekends_are_counted_on_the_wall_of_the_zone() -> None:
    shifts = [
        shift("2026-03-06T17:00Z", "2026-03-07T17:00Z", "A"),  # Friday 18:00 to Saturday 18:00 in Berlin
        shift("2026-03-08T20:00Z", "2026-03-09T20:00Z", "A", "B"),  # Sunday 21:00 to Monday 21:00
    ]
    a, b = measure_load(shifts, "Europe/Berlin")
    assert (a.person, a.hours, a.night_hours, a.nights) == ("A", 48, 16, 2)
    assert (a.weekend_hours, a.weekends) == (18 + 3, 1)  # both days of one weekend
    assert (b.person, b.hours, b.night_hours, b.nights, b.weekend_hours, b.weekends) == ("B", 24, 8, 1, 3, 1)


def test_a_night_is_an_hour_longer_when_the_clock_goes_back() -> None:
    [load] = measure_load([shift("2025-10-25T12:00Z", "2025-10-26T12:00Z", "A")], "Europe/Berlin")
    assert (load.night_hours, load.nights) == (9, 1)


def test_daytime_on_weekdays_is_neither_night_nor_weekend() -> None:
    [load] = measure_load([shift("2026-03-02T06:00Z", "2026-03-02T22:00Z", "A")], "UTC")
    assert (load.hours, load.nights, load.night_hours, load.weekends, load.weekend_hours) == (16, 0, 0, 0, 0)


def test_no_shifts_ask_nothing_of_anybody() -> None:
    assert measure_load([], "UTC") == ()
