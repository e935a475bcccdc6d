"""A schedule as fields: nothing that a document says is lost by showing it, and what cannot be shown is said."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from teams.core.oncall import ScheduleError
from teams.core.oncall.form import (
    ACTIVE_DAYS,
    NO_TURNS,
    CannotShowError,
    ShownHours,
    ShownLayer,
    show_document,
    write_document_of,
)
from tests.teams.core.oncall.schedules import schedules

ROTATION = {"start": "2026-01-05T09:00", "unit": "week", "length": 1}
WEEKDAYS = ["MO", "TU", "WE", "TH", "FR"]


def document(**layer: Any) -> dict[str, Any]:
    layer = {"participants": [["ana"], ["user:default/ben"]], "rotation": ROTATION} | layer
    return {"kind": "Schedule", "name": "days", "owner": "shop", "time_zone": "Europe/Berlin", "layers": [layer]}


def weekly(day: str, start: str = "09:00", seconds: int = 28_800) -> dict[str, Any]:
    return {"type": "weekly", "start_day": day, "start": start, "duration_seconds": seconds}


def shown(**layer: Any) -> ShownLayer:
    return show_document(document(**layer)).layers[0]


@given(schedules())
def test_what_was_not_changed_is_written_as_it_was(data: dict[str, Any]) -> None:
    try:
        fields = show_document(data)
    except CannotShowError:
        return
    assert write_document_of(fields, data) == data


def test_every_vector_is_shown_without_loss_or_said_to_have_no_room(shared: Path) -> None:
    vectors = json.loads((shared / "oncall/vectors.json").read_text())["vectors"]
    without_room = []
    for vector in vectors:
        data = vector["schedule"]
        try:
            assert write_document_of(show_document(data), data) == data, vector["id"]
        except CannotShowError:
            without_room.append(vector["id"])
    assert without_room == ["hourly-10h-utc"], "its turns start at a time with an offset"


def test_a_rotation_in_fields() -> None:
    layer = shown(restrictions=[weekly(day) for day in WEEKDAYS], priority=1, name="Days")
    assert (layer.turns, layer.unit, layer.length) == ((("ana",), ("user:default/ben",)), "week", "1")
    assert (layer.date, layer.time, layer.name, layer.kept) == ("2026-01-05", "09:00", "Days", ("priority",))
    assert layer.hours == (ShownHours(frozenset(WEEKDAYS), "09:00", "8"),)
    assert layer.hours[0].until == "17:00"


def test_what_is_changed_is_written_and_the_rest_stays() -> None:
    before = document(priority=3, restrictions=[weekly(day) for day in WEEKDAYS]) | {
        "overrides": [{"mode": "add", "users": ["cleo"], "start": "2026-02-01", "end": "2026-02-02"}],
        "description": "Ours.",
    }
    fields = show_document(before)
    layer = replace(fields.layers[0], turns=(("ben", "cleo"), ("ana",)), unit="day", length="3", time="17:30")
    written = write_document_of(replace(fields, title="Days", layers=(layer,)), before)
    assert written == before | {
        "title": "Days",
        "layers": [
            {
                "participants": [["ben", "cleo"], ["ana"]],
                "rotation": {"start": "2026-01-05T17:30", "unit": "day", "length": 3},
                "priority": 3,
                "restrictions": before["layers"][0]["restrictions"],
            }
        ],
    }
    assert fields.kept == ("overrides", "description")


def test_a_removed_rotation_takes_nothing_of_the_others_along() -> None:
    before = document()
    before["layers"] += [document(priority=7)["layers"][0]]
    fields = show_document(before)
    written = write_document_of(replace(fields, layers=fields.layers[1:]), before)
    assert written["layers"] == [before["layers"][1]]


@pytest.mark.parametrize(
    ("unit", "rotation"),
    [
        (NO_TURNS, None),
        ("month", ROTATION | {"unit": "month"}),
        (ACTIVE_DAYS, ROTATION | {"unit": "day", "advance": "active_days"}),
    ],
)
def test_units(unit: str, rotation: dict[str, Any] | None) -> None:
    before = document()
    fields = show_document(before)
    written = write_document_of(replace(fields, layers=(replace(fields.layers[0], unit=unit),)), before)
    assert written["layers"][0].get("rotation") == rotation
    assert show_document(written).layers[0].unit == unit


@pytest.mark.parametrize(
    ("hours", "written"),
    [
        (ShownHours(), [{"type": "daily", "start": "09:00", "duration_seconds": 28_800}]),
        (ShownHours(frozenset({"FR"}), "18:00", "62"), [weekly("FR", "18:00", 62 * 3600)]),
        (ShownHours(frozenset({"SU", "SA"}), "00:00", "8:30"), [weekly(day, "00:00", 30_600) for day in ("SA", "SU")]),
        (ShownHours(frozenset()), None),
    ],
)
def test_hours(hours: ShownHours, written: list[dict[str, Any]] | None) -> None:
    before = document()
    fields = show_document(before)
    found = write_document_of(replace(fields, layers=(replace(fields.layers[0], hours=(hours,)),)), before)
    assert found["layers"][0].get("restrictions") == written


def test_when_hours_end() -> None:
    assert ShownHours(start="18:00", length="14").until == "08:00 the next day"
    assert ShownHours(start="18:00", length="62").until == "08:00 3 days later"
    assert (ShownHours(start="x").until, ShownHours(length="x").until) == ("", "")


def test_an_absent_length_and_a_date_without_a_time_stay_as_they_are() -> None:
    before = document(rotation={"start": "2026-01-05", "unit": "week"})
    fields = show_document(before)
    assert (fields.layers[0].date, fields.layers[0].time, fields.layers[0].length) == ("2026-01-05", "00:00", "1")
    assert write_document_of(fields, before) == before


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ({"kind": "Schedule", "metadata": {"name": "x"}, "spec": {}}, "below spec"),
        (document(rotation=ROTATION | {"start": "2026-01-05T09:00Z"}), "no date and minute"),
        (document(rotation=ROTATION | {"start": "2026-01-05T09:00:30"}), "no date and minute"),
        (document(restrictions=[weekly("MO", "09:00:30")]), "within a minute"),
        (document(restrictions=[weekly("MO", "09:00", 61)]), "within a minute"),
        (document(participants=[["a"]] * 100), "More people"),
        (document() | {"layers": document()["layers"] * 13}, "13 rotations"),
        (document(name=3), "name is no text"),
    ],
)
def test_what_the_fields_have_no_room_for_is_said(data: dict[str, Any], why: str) -> None:
    with pytest.raises(CannotShowError, match=why):
        show_document(data)


@pytest.mark.parametrize(
    ("layer", "place"),
    [
        (ShownLayer(length="soon"), "layers[0].rotation.length"),
        (ShownLayer(length=""), "layers[0].rotation.length"),
        (ShownLayer(hours=(ShownHours(length="soon"),)), "layers[0].restrictions"),
    ],
)
def test_what_is_no_number_is_refused_at_its_place(layer: ShownLayer, place: str) -> None:
    fields = replace(show_document(document()), layers=(layer,))
    with pytest.raises(ScheduleError) as refused:
        write_document_of(fields, document())
    assert refused.value.place.startswith(place)
