"""Schedules made to keep a machine busy end with one error, and generous real ones do not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from teams.core.oncall import ScheduleError, WindowError, list_people_at, list_shifts, read_schedule
from tests.teams.core.oncall.oracle import utc

SINCE = utc("2026-01-01")
TEN_YEARS = timedelta(days=3653)


def rotate(unit: str, **more: Any) -> dict[str, Any]:
    return {"participants": [["A"], ["B"]], "rotation": {"start": "2026-01-01", "unit": unit, "length": 1}} | more


def read(*layers: dict[str, Any], overrides: Any = ()) -> Any:
    return read_schedule({"time_zone": "UTC", "layers": list(layers), "overrides": list(overrides)})


def test_turns_of_a_second_over_ten_years_are_refused() -> None:
    with pytest.raises(ScheduleError, match=r"layers\[1\].rotation: 315619723 pieces up to here are too many"):
        list_shifts(read(rotate("week"), rotate("second")), SINCE, SINCE + TEN_YEARS)


def test_turns_of_a_second_are_fine_where_they_are_few() -> None:
    seconds = read(rotate("second"))
    assert len(list_shifts(seconds, SINCE, SINCE + timedelta(hours=1))) == 3600
    assert list_people_at(seconds, SINCE + TEN_YEARS + timedelta(seconds=1)) == ("B",)


def test_hourly_turns_for_ten_years_are_computed() -> None:
    assert len(list_shifts(read(rotate("hour")), SINCE, SINCE + TEN_YEARS)) == 3653 * 24


def test_someone_alone_takes_no_turns_to_count() -> None:
    alone = rotate("second", participants=[["A"]])
    assert len(list_shifts(read(alone), SINCE, SINCE + TEN_YEARS)) == 1


def test_all_layers_together_have_one_limit() -> None:
    with pytest.raises(ScheduleError, match=r"layers\[11\].rotation: 105132 pieces up to here"):
        list_shifts(read(*[rotate("hour")] * 100), SINCE, SINCE + timedelta(days=365))


def test_too_many_restriction_windows_are_refused() -> None:
    windows = [{"type": "daily", "start": f"{n % 24:02}:{n % 60:02}", "duration_seconds": 60} for n in range(100)]
    with pytest.raises(ScheduleError, match=r"layers\[0\].restrictions: 365700 pieces"):
        list_shifts(read({"participants": [["A"]], "restrictions": windows}), SINCE, SINCE + TEN_YEARS)


def test_too_many_overrides_at_once_are_refused_and_many_in_a_row_are_not() -> None:
    starts = [f"{SINCE + timedelta(hours=n):%Y-%m-%dT%H:%M}" for n in range(101)]
    in_a_row = [{"mode": "add", "users": ["A"], "start": start, "end": "2027-01-01"} for start in starts]
    with pytest.raises(ScheduleError, match="overrides: more than 100 hold at the same time"):
        list_shifts(read(overrides=in_a_row), SINCE, SINCE + TEN_YEARS)
    short = [override | {"end": start.replace(":00", ":30")} for override, start in zip(in_a_row, starts, strict=True)]
    assert len(list_shifts(read(overrides=short), SINCE, SINCE + TEN_YEARS)) == 101


def test_more_people_at_once_than_anybody_could_reach_are_refused() -> None:
    crowd = [{"participants": [[f"p{layer}-{number}" for number in range(51)]]} for layer in range(2)]
    assert len(list_people_at(read(crowd[0]), SINCE)) == 51
    with pytest.raises(ScheduleError, match="more than 100 people on call at the same time"):
        list_people_at(read(*crowd), SINCE)
    all_the_same = [{"participants": [["A"]]}] * 100
    assert list_people_at(read(*all_the_same), SINCE) == ("A",)


@pytest.mark.parametrize(
    ("since", "until", "message"),
    [
        ("2026-01-02", "2026-01-01", "must end after it starts"),
        ("2026-01-01", "2026-01-01", "must end after it starts"),
        ("1899-12-31", "1900-01-02", "years 1900 to 2200"),
        ("2199-12-31", "2200-01-02", "years 1900 to 2200"),
        ("2000-01-01", "2026-01-01", "longer than 9150 days"),
    ],
)
def test_a_window_that_cannot_be_asked_is_refused(since: str, until: str, message: str) -> None:
    with pytest.raises(WindowError, match=message):
        list_shifts(read(rotate("week")), utc(since), utc(until))


def test_a_window_without_zone_is_a_fault_of_the_caller() -> None:
    naive = SINCE.replace(tzinfo=None)
    with pytest.raises(ValueError, match="needs its zone"):
        list_shifts(read(rotate("week")), naive, naive + timedelta(days=1))


def test_the_longest_turns_are_computed_far_from_their_start() -> None:
    for unit, length in (("month", 1200), ("week", 5217), ("second", 3155695200)):
        rotation = {"start": "2199-12-31", "unit": unit, "length": length}
        century = read({"participants": [["A"], ["B"]], "rotation": rotation})
        assert len(list_shifts(century, utc("1910-01-01"), utc("1930-01-01"))) == 1
        assert len(list_shifts(century, utc("2175-01-01"), utc("2200-01-01"))) == 2
