"""A schedule that cannot be right is refused with the place and the remedy; odd ones that are right are not."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teams.core.oncall import ScheduleError, list_people_at, read_schedule
from tests.teams.core.oncall.oracle import utc

GOOD: dict[str, Any] = {
    "time_zone": "Europe/Berlin",
    "layers": [
        {
            "participants": [["A"], ["B", "C"], []],
            "rotation": {"start": "2026-01-05T09:00", "unit": "week", "length": 1},
            "restrictions": [{"type": "weekly", "start_day": "MO", "start": "09:00", "duration_seconds": 28800}],
            "start": "2026-01-01",
            "end": "2027-01-01T00:00:00+01:00",
            "priority": 1,
            "time_zone": "America/New_York",
        }
    ],
    "overrides": [{"mode": "swap", "replaces": "A", "users": ["B"], "start": "2026-02-01", "end": "2026-02-02"}],
}
DELETE = object()
FAULTS = [
    ("time_zone", DELETE, "time_zone: is missing"),
    ("time_zone", "Berlin", 'time_zone: "Berlin" is no time zone'),
    ("time_zone", "../../etc/passwd", "is no time zone"),
    ("time_zone", "posix/UTC", "is no time zone"),
    ("time_zone", "Europe", "is no time zone"),
    ("time_zone", 7, "time_zone: expected text, found the number 7"),
    ("layers", {}, "layers: expected a list, found an object"),
    ("layers", ["x"], 'layers[0]: expected an object with named fields, found "x"'),
    ("layer", [], 'unknown field "layer"; did you mean "layers"?'),
    ("layers.0.participants", DELETE, "layers[0].participants: is missing"),
    ("layers.0.participants", ["A"], 'layers[0].participants[0]: a group is a list of people, such as ["A"]'),
    ("layers.0.participants.1.0", "", "layers[0].participants[1][0]: expected the name of a person, found empty text"),
    ("layers.0.participants.1.0", 5, "layers[0].participants[1][0]: expected the name of a person, found the number 5"),
    ("layers.0.participants.1.0", "x\ny", 'participants[1][0]: "x\\ny" is too long for a name or has control'),
    ("layers.0.restriction", [], 'layers[0]: unknown field "restriction"; did you mean "restrictions"?'),
    ("layers.0.priority", True, "layers[0].priority: expected a whole number, found true or false"),
    ("layers.0.priority", 1.5, "layers[0].priority: expected a whole number, found the number 1.5"),
    ("layers.0.time_zone", "Mars/Base", 'layers[0].time_zone: "Mars/Base" is no time zone'),
    ("layers.0.start", "2026-13-01", "layers[0].start: expected a date or time such as"),
    ("layers.0.start", "2026-01-01T24:00", "layers[0].start: expected a date or time such as"),
    ("layers.0.start", "2026-01-01T00:00+25:00", "layers[0].start: expected a date or time such as"),
    ("layers.0.start", "2026-01-01T00:00:00.5Z", "layers[0].start: expected a date or time such as"),
    ("layers.0.end", "2025-01-01", "layers[0].end: lies before the start"),
    ("layers.0.rotation", [], "layers[0].rotation: expected an object with named fields, found a list"),
    ("layers.0.rotation.start", DELETE, "layers[0].rotation.start: is missing"),
    ("layers.0.rotation.start", "0026-01-05", "layers[0].rotation.start: expected a year from 1900 to 2200"),
    ("layers.0.rotation.unit", DELETE, "layers[0].rotation.unit: is missing"),
    ("layers.0.rotation.unit", "fortnight", '"fortnight" is none of second, minute, hour, day, week, month'),
    ("layers.0.rotation.length", 0, "layers[0].rotation.length: expected a whole number from 1 to"),
    ("layers.0.rotation.length", 10**30, "rotation.length: expected a whole number from 1 to 5217, found 1e+30"),
    ("layers.0.rotation.advance", "active_days", "layers[0].rotation.unit: advance active_days counts days"),
    ("layers.0.rotation.advance", "backwards", '"backwards" is none of calendar, active_days'),
    ("layers.0.restrictions.0.type", "monthly", '"monthly" is none of daily, weekly'),
    (
        "layers.0.restrictions.0.type",
        "daily",
        "restrictions[0].start_day: type daily starts every day; use type weekly",
    ),
    ("layers.0.restrictions.0.start_day", "Monday", '"Monday" is none of MO, TU, WE, TH, FR, SA, SU'),
    ("layers.0.restrictions.0.start", "9:00", "restrictions[0].start: expected a time of day such as 09:00"),
    ("layers.0.restrictions.0.start", "24:00", "restrictions[0].start: expected a time of day such as 09:00"),
    ("layers.0.restrictions.0.duration_seconds", 0, "duration_seconds: expected a whole number from 1 to"),
    ("overrides.0.mode", "replace", 'overrides[0].mode: "replace" is none of replace_all, swap, remove, add'),
    ("overrides.0.replaces", DELETE, "overrides[0].replaces: is missing"),
    ("overrides.0.mode", "replace_all", "overrides[0].replaces: mode replace_all replaces no single person"),
    ("overrides.0.mode", "remove", "overrides[0].users: mode remove puts nobody on call"),
    ("overrides.0.users", DELETE, "overrides[0].users: is missing"),
    ("overrides.0.users", "B", 'overrides[0].users: expected a list, found "B"'),
    ("overrides.0.start", DELETE, "overrides[0].start: is missing"),
    ("overrides.0.end", "2026-01-31", "overrides[0].end: lies before the start"),
    ("layers", [{"participants": [["A"]]}] * 101, "layers: 101 items; at most 100 are computed"),
    ("overrides.0.users", ["A"] * 101, "overrides[0].users: 101 items; at most 100"),
    ("layers.0.participants", [["A"] * 101], "layers[0].participants[0]: 101 people; at most 100"),
]


def change(path: str, value: object) -> dict[str, Any]:
    """The good schedule with one thing changed."""
    schedule = copy.deepcopy(GOOD)
    *parents, last = path.split(".")
    inner: Any = schedule
    for part in parents:
        inner = inner[int(part)] if part.isdigit() else inner[part]
    key: Any = int(last) if last.isdigit() else last
    if value is DELETE:
        del inner[key]
    else:
        inner[key] = value
    return schedule


def test_the_good_schedule_is_read() -> None:
    assert read_schedule(GOOD).list_people() == ("A", "B", "C")


@pytest.mark.parametrize(("path", "value", "message"), FAULTS)
def test_a_fault_is_refused_with_its_place(path: str, value: object, message: str) -> None:
    with pytest.raises(ScheduleError) as caught:
        read_schedule(change(path, value))
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 250


def test_active_days_without_restrictions_are_refused() -> None:
    schedule = change("layers.0.rotation", {"start": "2026-01-05", "advance": "active_days", "length": 1})
    read_schedule(schedule)
    schedule["layers"][0]["restrictions"] = []
    with pytest.raises(ScheduleError, match=r"layers\[0\].rotation.advance: active_days needs restrictions"):
        read_schedule(schedule)


@pytest.mark.parametrize("data", [None, [], "x", 3, {}, {"layers": []}])
def test_what_is_no_schedule_is_refused(data: object) -> None:
    with pytest.raises(ScheduleError):
        read_schedule(data)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("layers", DELETE),
        ("overrides", DELETE),
        ("layers", []),
        ("layers.0.participants", []),
        ("layers.0.rotation", None),
        ("layers.0.restrictions", None),
        ("layers.0.priority", None),
        ("layers.0.end", "9999-12-31T23:59:59Z"),
        ("layers.0.start", "0001-01-01T00:00"),
        ("layers.0.start", "2026-01-01 09:00"),
        ("layers.0.start", "2026-01-01T09:00:00.000-0330"),
        ("layers.0.name", "Nights"),
        ("layers.0.restrictions.0.start", "09:00:30"),
        ("overrides.0.users", []),
        ("overrides.0.end", "2026-02-01"),
        ("time_zone", "US/Central"),
        ("time_zone", "Etc/GMT+12"),
        ("time_zone", "America/Argentina/Buenos_Aires"),
    ],
)
def test_unusual_but_right_is_not_refused(path: str, value: object) -> None:
    read_schedule(change(path, value))


def test_a_layer_without_anyone_lets_lower_priorities_through() -> None:
    layers = [{"participants": [["A"]]}, {"participants": [], "priority": 9}, {"participants": [[]], "priority": 8}]
    schedule = read_schedule({"time_zone": "UTC", "layers": layers})
    assert list_people_at(schedule, utc("2026-03-02")) == ("A",)


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["UTC", "day", "2026-01-01"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
PATHS = [path for path, _, _ in FAULTS if path != "layer"]


@settings(max_examples=300)
@given(st.sampled_from(PATHS), JUNK)
def test_whatever_stands_there_is_read_or_refused(path: str, junk: object) -> None:
    try:
        read_schedule(change(path, junk))
    except ScheduleError as error:
        assert str(error).isprintable()  # noqa: PT017 - refusing is allowed, nothing else is
