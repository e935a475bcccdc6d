"""A schedule as fields to fill in, and back. The document is the truth: what the fields do not show stays as it is.

`show_document` raises CannotShowError where a field would have to leave something out; then it is edited as text. A
part that was not changed is kept as it is written, so that `write_document_of(show_document(document), document)` is
the document itself. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from teams.core.oncall.errors import OnCallError, ScheduleError
from teams.core.oncall.read import WEEKDAYS
from teams.core.oncall.times import parse_moment, parse_time_of_day
from teams.core.oncall.wall_clock import DAY

MOST_TURNS = 60
MOST_LAYERS = 12
NO_TURNS, ACTIVE_DAYS = "", "active_days"
UNITS = ("hour", "day", "week", "month", ACTIVE_DAYS, NO_TURNS)
_SHOWN = frozenset({"kind", "name", "title", "owner", "time_zone", "layers"})
_LAYER_SHOWN = frozenset({"name", "participants", "rotation", "restrictions"})
_HOURS = re.compile(r"(\d{1,4})(?::([0-5]\d))?", re.ASCII)
_EVERY_DAY = frozenset(WEEKDAYS)
_DATE_LENGTH = 10


class CannotShowError(OnCallError):
    """Fields would leave out something that the document says."""


@dataclass(frozen=True, slots=True)
class ShownHours:
    """A window: on these days, from `start` (09:00) on, so long (hours, 8 or 8:30)."""

    days: frozenset[str] = _EVERY_DAY
    start: str = "09:00"
    length: str = "8"

    @property
    def until(self) -> str:
        """When it ends, in words; empty where that is not known."""
        start, seconds = parse_time_of_day(self.start), _read_hours(self.length)
        if start is None or not seconds:
            return ""
        days, rest = divmod(start + seconds, DAY)
        when = {0: "", 1: " the next day"}.get(days, f" {days} days later")
        return f"{rest // 3600:02}:{rest % 3600 // 60:02}{when}"


@dataclass(frozen=True, slots=True)
class ShownLayer:
    """One rotation: who takes turns, each turn the people in it, as they are written. `base` is its place in the
    document that it began with, None for a new one; `kept` names what it says beside the fields.
    """

    name: str = ""
    turns: tuple[tuple[str, ...], ...] = ()
    unit: str = "week"
    length: str = "1"
    date: str = ""
    time: str = "09:00"
    hours: tuple[ShownHours, ...] = ()
    base: int | None = None
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownSchedule:
    """A whole schedule; all texts as they were typed."""

    name: str = ""
    title: str = ""
    owner: str = ""
    zone: str = "UTC"
    layers: tuple[ShownLayer, ...] = ()
    kept: tuple[str, ...] = ()


def show_document(document: Mapping[str, Any]) -> ShownSchedule:
    """The fields of a document that can be read. Raises CannotShowError."""
    for field in ("spec", "metadata"):
        if document.get(field) is not None:
            raise CannotShowError(f"It has its fields below {field}.")
    layers = document.get("layers") or []
    if len(layers) > MOST_LAYERS:
        raise CannotShowError(f"It has {len(layers)} rotations.")
    return ShownSchedule(
        name=_text(document, "name"),
        title=_text(document, "title"),
        owner=_text(document, "owner"),
        zone=_text(document, "time_zone"),
        layers=tuple(_show_layer(layer, number) for number, layer in enumerate(layers)),
        kept=_list_kept(document, _SHOWN),
    )


def write_document_of(shown: ShownSchedule, base: Mapping[str, Any]) -> dict[str, Any]:
    """The document that the fields say, and whatever `base` said beside them. Raises ScheduleError at the field."""
    before = show_document(base)
    document = dict(base)
    for field, new, old in (
        ("name", shown.name, before.name),
        ("title", shown.title, before.title),
        ("owner", shown.owner, before.owner),
        ("time_zone", shown.zone, before.zone),
    ):
        _set(document, field, new, old)
    said = base.get("layers") or []
    layers = [
        _write_layer(layer, said[layer.base] if layer.base is not None and layer.base < len(said) else {}, number)
        for number, layer in enumerate(shown.layers)
    ]
    if layers != said:
        document["layers"] = layers
    return document


def _show_layer(layer: Mapping[str, Any], number: int | None = None) -> ShownLayer:
    turns = tuple(tuple(group) for group in layer.get("participants") or [])
    if sum(len(turn) + 1 for turn in turns) > MOST_TURNS * 2:
        raise CannotShowError("More people take turns than the fields have room for.")
    shown = ShownLayer(
        name=_text(layer, "name"),
        turns=turns,
        hours=tuple(_show_hours(layer.get("restrictions") or [])),
        base=number,
        kept=_list_kept(layer, _LAYER_SHOWN),
    )
    rotation = layer.get("rotation")
    return _show_rotation(shown, rotation) if rotation else replace(shown, unit=NO_TURNS, length="1", date="")


def _show_rotation(shown: ShownLayer, rotation: Mapping[str, Any]) -> ShownLayer:
    text = str(rotation["start"])
    moment = parse_moment(text)
    if moment is None or not moment.is_wall or moment.seconds % 60:
        raise CannotShowError(f"The turns of a rotation start at {text}, which is no date and minute in its time zone.")
    is_by_days = rotation.get("advance") == ACTIVE_DAYS
    return replace(
        shown,
        unit=ACTIVE_DAYS if is_by_days else str(rotation["unit"]),
        length=str(rotation.get("length") or 1),
        date=text[:_DATE_LENGTH],
        time=_write_time(moment.seconds % DAY),
    )


def _show_hours(restrictions: Sequence[Mapping[str, Any]]) -> list[ShownHours]:
    """Windows that differ in their day alone stand together."""
    found: list[ShownHours] = []
    for each in restrictions:
        start, seconds = parse_time_of_day(str(each["start"])) or 0, int(each["duration_seconds"])
        if start % 60 or seconds % 60:
            raise CannotShowError("Hours of a rotation begin or end within a minute.")
        is_weekly = each["type"] == "weekly"
        days = frozenset({each["start_day"]}) if is_weekly else _EVERY_DAY
        hours = ShownHours(days, _write_time(start), _write_hours(seconds))
        last = found[-1] if found else None
        if is_weekly and last and (last.start, last.length) == (hours.start, hours.length) and not days & last.days:
            found[-1] = replace(last, days=last.days | days)
        else:
            found.append(hours)
    return found


def _write_layer(shown: ShownLayer, base: Mapping[str, Any], number: int) -> dict[str, Any]:
    before = _show_layer(base) if base else ShownLayer(unit="?")
    layer = dict(base)
    _set(layer, "name", shown.name, before.name)
    if shown.turns != before.turns or not base:
        layer["participants"] = [list(turn) for turn in shown.turns]
    place = f"layers[{number}]"
    if (shown.unit, shown.length, shown.date, shown.time) != (before.unit, before.length, before.date, before.time):
        rotation = _write_rotation(shown, base.get("rotation") or {}, f"{place}.rotation")
        layer.pop("rotation", None)
        layer |= {"rotation": rotation} if rotation else {}
    if shown.hours != before.hours:
        layer.pop("restrictions", None)
        restrictions = [each for hours in shown.hours for each in _write_restrictions(hours, f"{place}.restrictions")]
        layer |= {"restrictions": restrictions} if restrictions else {}
    return layer


def _write_rotation(shown: ShownLayer, base: Mapping[str, Any], place: str) -> dict[str, Any]:
    if shown.unit == NO_TURNS:
        return {}
    if not shown.length.isascii() or not shown.length.isdecimal() or len(shown.length) > 9:  # noqa: PLR2004 - digits
        raise ScheduleError(f"{place}.length", "expected a whole number: how long a turn lasts")
    rotation = {name: value for name, value in base.items() if name not in ("start", "unit", "length", "advance")}
    rotation |= {"start": f"{shown.date}T{shown.time}", "unit": "day" if shown.unit == ACTIVE_DAYS else shown.unit}
    rotation |= {"length": int(shown.length)}
    return rotation | ({"advance": ACTIVE_DAYS} if shown.unit == ACTIVE_DAYS else {})


def _write_restrictions(hours: ShownHours, place: str) -> list[dict[str, Any]]:
    seconds = _read_hours(hours.length)
    if not seconds:
        raise ScheduleError(f"{place}.duration_seconds", "expected how many hours, such as 8 or 8:30")
    if hours.days >= _EVERY_DAY:
        return [{"type": "daily", "start": hours.start, "duration_seconds": seconds}]
    return [
        {"type": "weekly", "start_day": day, "start": hours.start, "duration_seconds": seconds}
        for day in WEEKDAYS
        if day in hours.days
    ]


def _set(values: dict[str, Any], field: str, new: str, old: str) -> None:
    if new != old:
        values[field] = new
        if not new:
            del values[field]


def _text(values: Mapping[str, Any], field: str) -> str:
    value = values.get(field)
    if value is not None and not isinstance(value, str):
        raise CannotShowError(f"Its {field} is no text.")
    return value or ""


def _list_kept(values: Mapping[str, Any], shown: frozenset[str]) -> tuple[str, ...]:
    return tuple(str(name) for name, value in values.items() if name not in shown and value not in (None, [], {}, ""))


def _write_time(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}"


def _write_hours(seconds: int) -> str:
    hours, minutes = seconds // 3600, seconds % 3600 // 60
    return f"{hours}:{minutes:02}" if minutes else f"{hours}"


def _read_hours(text: str) -> int:
    """Seconds; 0 for what is no number of hours."""
    found = _HOURS.fullmatch(text.strip())
    return (int(found[1]) * 60 + int(found[2] or 0)) * 60 if found else 0
