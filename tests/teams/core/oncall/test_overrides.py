"""What an override does to whoever is on call, and in which order several do it."""

from __future__ import annotations

from typing import Any

from teams.core.oncall import list_people_at, list_shifts, read_schedule
from tests.teams.core.oncall.oracle import utc

WHEN = {"start": "2026-03-02T09:00", "end": "2026-03-02T10:00"}
A, B, A_AND_B = [["A"]], [["B"]], [["A", "B"]]


def who(groups: list[list[str]], *overrides: dict[str, Any], at: str = "2026-03-02T09:30") -> str:
    """Everyone on call where the first group of ``groups`` always is, '' for nobody."""
    layers = [{"participants": groups}] if groups else []
    data = {"time_zone": "UTC", "layers": layers, "overrides": [WHEN | override for override in overrides]}
    schedule = read_schedule(data)
    shifts = list_shifts(schedule, utc("2026-03-02"), utc("2026-03-03"))
    people = "".join(person for shift in shifts if shift.start <= utc(at) < shift.end for person in shift.people)
    assert people == "".join(list_people_at(schedule, utc(at)))
    return people


def replace_all(*users: str, **more: Any) -> dict[str, Any]:
    return {"mode": "replace_all", "users": list(users)} | more


def swap(person: str, *users: str, **more: Any) -> dict[str, Any]:
    return {"mode": "swap", "replaces": person, "users": list(users)} | more


def remove(person: str) -> dict[str, Any]:
    return {"mode": "remove", "replaces": person, "users": []}


def add(*users: str) -> dict[str, Any]:
    return {"mode": "add", "users": list(users)}


def test_replace_all_is_the_default_and_an_empty_list_means_nobody() -> None:
    assert who(A, {"users": ["C"]}) == "C"
    assert who(A, replace_all()) == ""
    assert who([], replace_all("C")) == "C"


def test_the_highest_priority_wins_and_of_equals_the_latest_in_the_list() -> None:
    assert who(A, replace_all("C"), replace_all("D")) == "D"
    assert who(A, replace_all("C", priority=1), replace_all("D")) == "C"
    assert who(A, replace_all("C", priority=1), replace_all("D", priority=1), replace_all("E", priority=-1)) == "D"


def test_the_place_in_the_list_counts_not_the_start() -> None:
    late, early = replace_all("C", start="2026-03-02T09:20"), replace_all("D")
    assert who(A, late, early) == "D"
    assert who(A, early, late) == "C"
    assert who(A, swap("B", "C"), swap("A", "B", start="2026-03-02T08:00")) == "B"


def test_an_override_holds_from_its_start_up_to_its_end() -> None:
    instants = "2026-03-02T08:59", "2026-03-02T09:00", "2026-03-02T09:59", "2026-03-02T10:00"
    assert [who(A, replace_all("C"), at=at) for at in instants] == ["A", "C", "C", "A"]


def test_an_override_that_ends_as_it_starts_does_nothing() -> None:
    assert who(A, replace_all("C", end=WHEN["start"]), at="2026-03-02T09:00") == "A"


def test_a_swap_replaces_one_person_where_on_call_only() -> None:
    assert who(A_AND_B, swap("A", "C")) == "BC"
    assert who(B, swap("A", "C")) == "B"
    assert who(A, swap("A", "C", "D")) == "CD"


def test_swaps_follow_each_other_in_list_order() -> None:
    assert who(A, swap("A", "B"), swap("B", "C")) == "C"
    assert who(A, swap("B", "C"), swap("A", "B")) == "B"
    assert who(A_AND_B, swap("A", "B"), swap("B", "A")) == "A"
    assert who(A, swap("A", "B", priority=0), swap("A", "C", priority=9)) == "B"  # priority is for replace_all


def test_someone_who_swaps_with_themselves_stays() -> None:
    assert who(A, swap("A", "A", "B")) == "AB"


def test_remove_comes_after_swap_and_add_after_remove_wherever_they_stand() -> None:
    assert who(A, remove("C"), swap("A", "C")) == ""
    assert who(A, add("A"), remove("A")) == "A"
    assert who(A, add("B"), swap("B", "C")) == "AB"


def test_all_modes_apply_to_what_replace_all_left() -> None:
    assert who(A, swap("A", "B"), replace_all("A", "D")) == "BD"
    assert who(A, swap("A", "B"), replace_all()) == ""
    assert who(A, replace_all(), add("E")) == "E"


def test_add_joins_whoever_is_on_call_or_stands_alone() -> None:
    assert who(A, add("B", "C")) == "ABC"
    assert who([], add("B")) == "B"


def test_a_naive_override_is_on_the_clock_of_the_schedule_not_of_a_layer() -> None:
    layers = [{"participants": A, "time_zone": "Asia/Tokyo"}]
    schedule = read_schedule({"time_zone": "Europe/Berlin", "layers": layers, "overrides": [WHEN | replace_all("C")]})
    assert [list_people_at(schedule, utc(f"2026-03-02T{at}")) for at in ("07:59", "08:00", "09:00")] == [
        ("A",),
        ("C",),
        ("A",),
    ]
