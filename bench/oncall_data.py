"""200 invented on-call schedules of the usual shapes, and the like as calendars with recurring events."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

ZONES = (
    "UTC",
    "Europe/Berlin",
    "Europe/London",
    "America/New_York",
    "America/Los_Angeles",
    "Asia/Tokyo",
    "Asia/Kolkata",
    "Australia/Sydney",
    "America/Sao_Paulo",
    "Africa/Cairo",
)
SINCE = datetime(2026, 3, 2, tzinfo=UTC)
UNTIL = SINCE + timedelta(weeks=8)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR")


def make_schedules(count: int = 200, seed: int = 7) -> list[dict[str, Any]]:
    """Schedule objects in the form of the on-call vectors; the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    shapes = (_weekly, _day_and_night, _follow_the_sun, _office_hours)
    return [shapes[number % len(shapes)](chance, number) for number in range(count)]


def make_calendars(count: int = 200, seed: int = 7) -> list[str]:
    """Calendars of five people who take weekly turns, some of them moved or cancelled."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    return [_make_calendar(chance, number) for number in range(count)]


def _weekly(chance: random.Random, number: int) -> dict[str, Any]:
    layer = {"participants": _people(chance, number), "rotation": _rotation(chance, "week")}
    return _schedule(chance, [layer])


def _day_and_night(chance: random.Random, number: int) -> dict[str, Any]:
    layers = [
        {
            "participants": _people(chance, number),
            "rotation": _rotation(chance, "day"),
            "restrictions": [{"type": "daily", "start": start, "duration_seconds": 43_200}],
        }
        for start in ("08:00", "20:00")
    ]
    return _schedule(chance, layers)


def _follow_the_sun(chance: random.Random, number: int) -> dict[str, Any]:
    layers = [
        {
            "participants": _people(chance, number),
            "rotation": _rotation(chance, "week"),
            "restrictions": [{"type": "daily", "start": "09:00", "duration_seconds": 28_800}],
            "time_zone": zone,
        }
        for zone in ("Europe/Berlin", "America/New_York", "Australia/Sydney")
    ]
    return _schedule(chance, layers)


def _office_hours(chance: random.Random, number: int) -> dict[str, Any]:
    windows = [{"type": "weekly", "start_day": day, "start": "09:00", "duration_seconds": 32_400} for day in WEEKDAYS]
    rotation = _rotation(chance, "day") | {"advance": "active_days", "length": 1}
    nights = {"participants": _people(chance, number), "rotation": _rotation(chance, "week")}
    days = {"participants": _people(chance, number), "rotation": rotation, "restrictions": windows, "priority": 1}
    return _schedule(chance, [nights, days])


def _schedule(chance: random.Random, layers: list[dict[str, Any]]) -> dict[str, Any]:
    overrides = []
    for _ in range(10):
        start = SINCE + timedelta(hours=chance.randrange(8 * 7 * 24))
        end = start + timedelta(hours=chance.choice([4, 12, 24, 72]))
        who = {"start": f"{start:%Y-%m-%dT%H:%MZ}", "end": f"{end:%Y-%m-%dT%H:%MZ}", "users": ["stand-in"]}
        names = [name for layer in layers for group in layer["participants"] for name in group]
        kinds = ({"mode": "replace_all"}, {"mode": "swap", "replaces": chance.choice(names)}, {"mode": "add"})
        overrides.append(who | chance.choice(kinds))
    return {"time_zone": chance.choice(ZONES), "layers": layers, "overrides": overrides}


def _people(chance: random.Random, number: int) -> list[list[str]]:
    return [[f"person-{number}-{place}"] for place in range(chance.randint(3, 8))]


def _rotation(chance: random.Random, unit: str) -> dict[str, Any]:
    start = datetime(2025, chance.randint(1, 12), chance.randint(1, 28), 9, tzinfo=UTC)
    return {"start": f"{start:%Y-%m-%dT%H:%M}", "unit": unit, "length": chance.choice([1, 1, 2])}


def _make_calendar(chance: random.Random, number: int) -> str:
    zone = ZONES[number % len(ZONES)]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Invented//Rota//EN"]
    for place in range(5):
        start = datetime(2026, 1, 5, 9, tzinfo=UTC) + timedelta(weeks=place)
        moved = start + timedelta(weeks=5 * chance.randint(1, 3))
        lines += _event(number, place, zone, start, f"RRULE:FREQ=WEEKLY;INTERVAL=5\r\n{_at('EXDATE', zone, start)}")
        lines += _event(number, place, zone, moved + timedelta(days=1), _at("RECURRENCE-ID", zone, moved))
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def _event(number: int, place: int, zone: str, start: datetime, more: str) -> list[str]:
    times = _at("DTSTART", zone, start), _at("DTEND", zone, start + timedelta(weeks=1))
    name = f"UID:{number}-{place}@example.com", "DTSTAMP:20260101T000000Z", f"SUMMARY:person-{number}-{place}"
    return ["BEGIN:VEVENT", *name, *times, more, "END:VEVENT"]


def _at(name: str, zone: str, moment: datetime) -> str:
    return f"{name}:{moment:%Y%m%dT%H%M%SZ}" if zone == "UTC" else f"{name};TZID={zone}:{moment:%Y%m%dT%H%M%S}"
