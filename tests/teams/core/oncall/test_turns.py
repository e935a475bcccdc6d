"""Whose turn it is: months keep their day, active days count only days with a window, time runs both ways."""

from __future__ import annotations

from typing import Any

from teams.core.oncall import list_people_at, read_schedule
from tests.teams.core.oncall.oracle import utc

WEEKDAYS = ["MO", "TU", "WE", "TH", "FR"]


def who(layer: dict[str, Any], *instants: str, zone: str = "UTC") -> str:
    """The people of a one-layer schedule at each instant, '-' for nobody."""
    schedule = read_schedule({"time_zone": zone, "layers": [layer], "overrides": []})
    return " ".join("".join(list_people_at(schedule, utc(at))) or "-" for at in instants)


def layer(groups: str, start: str, unit: str, length: int = 1, **more: Any) -> dict[str, Any]:
    rotation = {"start": start, "unit": unit, "length": length} | more.pop("rotation", {})
    return {"participants": [list(group.strip("-")) for group in groups.split()], "rotation": rotation} | more


def weekly(start: str, hours: int, *days: str) -> list[dict[str, Any]]:
    return [{"type": "weekly", "start_day": day, "start": start, "duration_seconds": hours * 3600} for day in days]


def test_month_turns_from_the_31st_use_the_last_day_of_shorter_months_and_come_back() -> None:
    monthly = layer("A B C", "2026-01-31T09:00", "month")
    assert who(monthly, "2026-02-28T08:59", "2026-02-28T09:00", "2026-03-31T08:59", "2026-03-31T09:00") == "A B B C"
    assert who(monthly, "2024-02-29T08:59", "2024-02-29T09:00") == "A B"


def test_turns_are_counted_backwards_before_the_rotation_starts() -> None:
    assert (
        who(layer("A B C", "2026-03-05", "day"), "2026-03-04T12:00", "2026-03-03T12:00", "2026-03-02T12:00") == "C B A"
    )
    assert who(layer("A B C", "2026-03-05", "month", 2), "2026-03-04T12:00", "2026-01-04T12:00") == "C B"


def test_an_empty_group_leaves_its_turn_to_nobody() -> None:
    assert (
        who(layer("A - B", "2026-03-02", "day"), "2026-03-02T01:00", "2026-03-03T01:00", "2026-03-04T01:00") == "A - B"
    )


def test_hour_turns_are_computed_on_the_wall_so_a_repeated_hour_belongs_to_one_turn() -> None:
    hourly = layer("A B C D E", "2025-10-26T00:00", "hour")
    instants = "2025-10-25T23:30", "2025-10-26T00:30", "2025-10-26T01:30", "2025-10-26T02:30"
    assert who(hourly, *instants, zone="Europe/Berlin") == "B C C D"


def test_hour_turns_skip_the_turn_whose_hour_never_came() -> None:
    hourly = layer("A B C D E", "2026-03-29T00:00", "hour")
    assert who(hourly, "2026-03-29T00:59", "2026-03-29T01:00", "2026-03-29T02:00", zone="Europe/Berlin") == "B D E"


def test_a_rotation_started_at_an_instant_turns_at_what_the_clock_showed_then() -> None:
    daily = layer("A B", "2026-03-28T08:00:00Z", "day")  # 09:00 in Berlin, also on the 29th, when clocks change
    instants = "2026-03-28T07:59", "2026-03-28T08:00", "2026-03-29T06:59", "2026-03-29T07:00"
    assert who(daily, *instants, zone="Europe/Berlin") == "B A A B"


def test_active_days_skip_the_weekend() -> None:
    rotation = {"advance": "active_days"}
    days = layer("A B C D", "2024-08-05", "day", 2, rotation=rotation, restrictions=weekly("00:00", 12, *WEEKDAYS))
    instants = [f"2024-08-{day:02}T06:00" for day in (5, 6, 7, 8, 9, 10, 12, 13, 14, 15, 16)]
    assert who(days, *instants) == "A A B B C - C D D A A"


def test_active_days_count_from_the_first_one_on_or_after_the_start_and_backwards_too() -> None:
    rotation = {"advance": "active_days"}
    days = layer("A B C", "2024-08-01", "day", rotation=rotation, restrictions=weekly("00:00", 24, "SA", "SU"))
    instants = [f"2024-08-{day:02}T06:00" for day in (3, 4, 10, 11, 17)]
    assert who(days, *instants) == "A B C A B"
    assert who(days, "2024-07-28T06:00", "2024-07-27T06:00", "2024-07-21T06:00") == "C B A"


def test_active_days_keep_a_window_over_midnight_whole_if_the_rotation_starts_with_it() -> None:
    rotation = {"advance": "active_days"}
    nights = layer(
        "A B C", "2024-08-05T20:00", "day", rotation=rotation, restrictions=weekly("20:00", 12, "MO", "TU", "FR")
    )
    instants = "2024-08-05T21:00", "2024-08-06T07:59", "2024-08-06T20:00", "2024-08-10T07:00", "2024-08-12T20:00"
    assert who(nights, *instants) == "A A B C A"


def test_active_days_are_days_in_the_zone_of_the_layer() -> None:
    rotation = {"advance": "active_days"}
    windows = weekly("00:00", 24, *WEEKDAYS)
    days = layer("A B", "2024-08-05", "day", rotation=rotation, restrictions=windows, time_zone="Pacific/Auckland")
    assert who(days, "2024-08-04T11:59", "2024-08-04T12:00", "2024-08-05T12:00") == "- A B"
