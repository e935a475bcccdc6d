"""Who is on call, minute by minute, straight from the definition: slow, and nothing in common with the engine.

Reads the raw schedule object. Only for schedules whose times are whole minutes.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
STEPS = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}


def people_at(schedule: dict[str, Any], at: datetime) -> frozenset[str]:
    """Everyone on call at an aware instant."""
    active = [
        (layer.get("priority") or 0, group)
        for layer in schedule["layers"]
        if (group := _layer_group(layer, layer.get("time_zone") or schedule["time_zone"], at))
    ]
    top = max((priority for priority, _ in active), default=0)
    people = {person for priority, group in active if priority == top for person in group}
    return frozenset(_override(people, schedule, at))


def _layer_group(layer: dict[str, Any], zone: str, at: datetime) -> list[str]:
    wall = reached(at, zone)
    if layer.get("start") and not _has_come(layer["start"], at, wall):
        return []
    if layer.get("end") and _has_come(layer["end"], at, wall):
        return []
    restrictions = layer.get("restrictions") or []
    if restrictions and not any(_is_inside(restriction, wall) for restriction in restrictions):
        return []
    groups: list[list[str]] = layer["participants"]
    if not groups:
        return []
    rotation = layer.get("rotation")
    return groups[_turn(rotation, restrictions, wall, zone) % len(groups)] if rotation else groups[0]


def reached(at: datetime, zone: str) -> datetime:
    """The latest wall minute that has come: while an hour is shown again, the last one before it."""
    local = at.astimezone(ZoneInfo(zone))
    while local.fold:
        at -= MINUTE
        local = at.astimezone(ZoneInfo(zone))
    return local.replace(tzinfo=None, second=0)


def _has_come(text: str, at: datetime, wall: datetime) -> bool:
    moment = datetime.fromisoformat(text)
    return moment <= at if moment.tzinfo else moment <= wall


def _is_inside(restriction: dict[str, Any], wall: datetime) -> bool:
    hour, minute = map(int, restriction["start"].split(":"))
    duration = timedelta(seconds=restriction["duration_seconds"])
    for back in range(duration.days + 2):
        day = wall.date() - timedelta(days=back)
        start = datetime(day.year, day.month, day.day, hour, minute)  # noqa: DTZ001 - wall time
        if _starts_on(restriction, day) and start <= wall < start + duration:
            return True
    return False


def _starts_on(restriction: dict[str, Any], day: date) -> bool:
    return restriction["type"] == "daily" or DAYS.index(restriction["start_day"]) == day.weekday()


def _turn(rotation: dict[str, Any], restrictions: list[dict[str, Any]], wall: datetime, zone: str) -> int:
    start = datetime.fromisoformat(rotation["start"])
    if start.tzinfo:
        start = start.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    length: int = rotation["length"]
    if rotation.get("advance") == "active_days":
        return _count_active_days(start, restrictions, wall) // length
    if rotation["unit"] == "month":
        turn = (wall.year - start.year + 1) * 12 // length + 1
        while _add_months(start, turn * length) > wall:
            turn -= 1
        return turn
    return (wall - start) // (STEPS[rotation["unit"]] * length)


def _count_active_days(start: datetime, restrictions: list[dict[str, Any]], wall: datetime) -> int:
    """Number of the last active day that has begun, the first on or after the start being 0."""

    def is_active(day: date) -> bool:
        return any(_starts_on(restriction, day) for restriction in restrictions)

    time_of_day = timedelta(hours=start.hour, minutes=start.minute)
    today, first, one = (wall - time_of_day).date(), start.date(), timedelta(days=1)
    if today >= first:
        return sum(is_active(first + one * day) for day in range((today - first).days + 1)) - 1
    return -sum(is_active(today + one * day) for day in range(1, (first - today).days)) - 1


def _add_months(start: datetime, months: int) -> datetime:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return start.replace(year=year, month=month + 1, day=min(start.day, monthrange(year, month + 1)[1]))


def _override(people: set[str], schedule: dict[str, Any], at: datetime) -> set[str]:
    wall = reached(at, schedule["time_zone"])
    active = [
        override
        for override in schedule["overrides"]
        if _has_come(override["start"], at, wall) and not _has_come(override["end"], at, wall)
    ]
    replacing = [
        (item.get("priority") or 0, place) for place, item in enumerate(active) if item["mode"] == "replace_all"
    ]
    if replacing:
        people = set(active[max(replacing)[1]]["users"])
    for mode in ("swap", "remove", "add"):
        for override in active:
            if override["mode"] == mode and (mode == "add" or override["replaces"] in people):
                people = (people - {override.get("replaces")}) | set(override["users"])
    return people


def each_minute(since: datetime, until: datetime, step: int = 1) -> list[datetime]:
    """Instants of a window, so many minutes apart."""
    count = int((until - since) / (MINUTE * step))
    return [since + MINUTE * step * number for number in range(count)]


def utc(text: str) -> datetime:
    """An instant of a test."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
