"""Random schedules for property tests: raw objects in the vectors' form, on whole minutes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

# Whole hours, halves and three quarters, midnight changes, two hours, Ramadan, rules that ended, offsets that moved.
ZONES = (
    "Africa/Cairo", "Africa/Casablanca", "Africa/Juba", "America/Asuncion", "America/Caracas", "America/Chicago",
    "America/Havana", "America/Los_Angeles", "America/Mexico_City", "America/New_York", "America/Nuuk",
    "America/Santiago", "America/Sao_Paulo", "America/St_Johns", "America/Whitehorse", "Antarctica/Troll",
    "Asia/Amman", "Asia/Beirut", "Asia/Gaza", "Asia/Pyongyang", "Asia/Tehran", "Atlantic/Azores",
    "Australia/Lord_Howe", "Australia/Sydney", "Europe/Berlin", "Europe/Dublin", "Europe/Istanbul", "Europe/London",
    "Europe/Volgograd", "Pacific/Apia", "Pacific/Auckland", "Pacific/Chatham", "Pacific/Fiji", "Pacific/Norfolk",
)  # fmt: skip
PEOPLE = st.sampled_from("ABCDE")
GROUPS = st.lists(PEOPLE, max_size=2, unique=True)
MOMENTS = st.datetimes(datetime(2024, 9, 1), datetime(2025, 5, 1)).map(lambda at: at.replace(second=0, microsecond=0))  # noqa: DTZ001
TIMES = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.sampled_from([0, 0, 15, 30, 59]))


def list_changes(zone: str, first_year: int, last_year: int) -> list[datetime]:
    """Every instant of these years at which the offset of the zone changes, to the minute, found by looking."""
    at, last = datetime(first_year, 1, 1, tzinfo=UTC), datetime(last_year + 1, 1, 1, tzinfo=UTC)
    found = []
    while at < last:
        low, high = at, at + timedelta(hours=12)
        if _offset(low, zone) != _offset(high, zone):
            while high - low > timedelta(minutes=1):
                middle = low + (high - low) // 2
                low, high = (middle, high) if _offset(middle, zone) == _offset(at, zone) else (low, middle)
            found.append(high.replace(second=0, microsecond=0))
        at += timedelta(hours=12)
    return found


def _offset(at: datetime, zone: str) -> timedelta | None:
    return at.astimezone(ZoneInfo(zone)).utcoffset()


@st.composite
def restrictions(draw: st.DrawFn) -> dict[str, Any]:
    """A daily or weekly window of a quarter of an hour to ten days."""
    hours = draw(st.sampled_from([0.25, 1, 8, 12, 23, 24, 30, 72, 168, 240]))
    window = {"type": "daily", "start": draw(TIMES), "duration_seconds": int(hours * 3600)}
    if draw(st.booleans()):
        window |= {"type": "weekly", "start_day": draw(st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]))}
    return window


@st.composite
def layers(draw: st.DrawFn) -> dict[str, Any]:
    """A layer with or without anything it may have."""
    windows = draw(st.lists(restrictions(), max_size=3))
    layer: dict[str, Any] = {
        "participants": draw(st.lists(GROUPS, min_size=draw(st.sampled_from([0, 2, 2, 3])), max_size=4)),
        "restrictions": windows,
        "priority": draw(st.sampled_from([None, 0, 0, 1, -1])),
        "time_zone": draw(st.none() | st.sampled_from(ZONES)),
    }
    if draw(st.integers(0, 3)):
        layer["rotation"] = draw(_rotations(bool(windows)))
    for bound in ("start", "end"):
        if draw(st.integers(0, 5)) == 0:
            layer[bound] = draw(_texts())
    if layer.get("start") and layer.get("end") and layer["start"][:10] >= layer["end"][:10]:
        del layer["start"]
    return layer


@st.composite
def _rotations(draw: st.DrawFn, has_windows: bool) -> dict[str, Any]:
    unit = draw(st.sampled_from(["hour", "day", "day", "day", "week", "month"]))
    rotation = {"start": draw(_texts()), "unit": unit, "length": draw(st.sampled_from([1, 1, 2, 3, 7]))}
    if has_windows and unit == "day" and draw(st.integers(0, 2)):
        rotation["advance"] = "active_days"
    return rotation


@st.composite
def overrides(draw: st.DrawFn) -> dict[str, Any]:
    """Any mode, minutes to days long."""
    mode = draw(st.sampled_from(["replace_all", "swap", "remove", "add"]))
    start = draw(MOMENTS)
    end = start + timedelta(minutes=draw(st.sampled_from([0, 30, 60, 600, 5000])))
    suffix = draw(st.sampled_from(["", "Z"]))
    override: dict[str, Any] = {
        "mode": mode,
        "start": f"{start:%Y-%m-%dT%H:%M}{suffix}",
        "end": f"{end:%Y-%m-%dT%H:%M}{suffix}",
    }
    if mode in {"swap", "remove"}:
        override["replaces"] = draw(PEOPLE)
    override["users"] = [] if mode == "remove" else draw(st.lists(PEOPLE, min_size=mode == "add", max_size=2))
    return override | ({"priority": draw(st.integers(-1, 2))} if draw(st.booleans()) else {})


def _texts() -> st.SearchStrategy[str]:
    return st.builds(
        lambda at, suffix: f"{at:%Y-%m-%dT%H:%M}{suffix}", MOMENTS, st.sampled_from(["", "", "Z", "+05:30"])
    )


@st.composite
def schedules(draw: st.DrawFn) -> dict[str, Any]:
    """A whole schedule object."""
    return {
        "time_zone": draw(st.sampled_from(ZONES)),
        "layers": draw(st.lists(layers(), min_size=draw(st.sampled_from([0, 1, 1, 2])), max_size=4)),
        "overrides": draw(st.lists(overrides(), max_size=4)),
    }
