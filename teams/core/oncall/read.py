"""From the data of a schedule file to a Schedule: every field checked, every time resolved, one error with its place.

The form is that of the on-call vectors, version 1: ``time_zone``, ``layers`` (``participants``, ``rotation``,
``restrictions``, ``start``, ``end``, ``priority``, ``time_zone``) and ``overrides`` (``mode``, ``users``, ``replaces``,
``start``, ``end``, ``priority``). Each rule is told
where it is computed.
"""

from __future__ import annotations

from collections.abc import Callable

from teams.core.oncall.errors import ScheduleError, quote
from teams.core.oncall.fields import Fields, read_person
from teams.core.oncall.limits import (
    FIRST_YEAR,
    LAST_YEAR,
    LONGEST_TURN_YEARS,
    MOST_GROUPS,
    MOST_LAYERS,
    MOST_OVERRIDES,
    MOST_PEOPLE,
    MOST_RESTRICTIONS,
)
from teams.core.oncall.model import FOREVER, Layer, Mode, Override, People, Restriction, Rotation, Schedule, Unit
from teams.core.oncall.times import Moment, parse_moment, parse_time_of_day
from teams.core.oncall.turns import UNIT_SECONDS
from teams.core.oncall.wall_clock import DAY, WallClock, get_clock

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_ACTIVE_DAYS = "active_days"
_ADVANCES = ("calendar", _ACTIVE_DAYS)
HIGHEST_PRIORITY = 1_000_000_000
_YEAR = 31_556_952  # seconds, the Gregorian mean

SCHEDULE_FIELDS = ("time_zone", "layers", "overrides")
_LAYER_FIELDS = ("participants", "rotation", "restrictions", "start", "end", "priority", "time_zone")
_ROTATION_FIELDS = ("start", "unit", "length", "advance")
_RESTRICTION_FIELDS = ("type", "start_day", "start", "duration_seconds")
_OVERRIDE_FIELDS = ("mode", "users", "replaces", "start", "end", "priority")

PersonReader = Callable[[object, str], str]
"""Takes what stands for a person and its place, returns their name; raises ScheduleError."""


def read_schedule(data: object, place: str = "", person: PersonReader = read_person) -> Schedule:
    """Check and resolve a schedule; ``place`` is where it stands in its file. Raises ScheduleError."""
    fields = Fields(data, place, SCHEDULE_FIELDS)
    zone = _read_zone(fields, None)
    layers = fields.items("layers", MOST_LAYERS)
    overrides = fields.items("overrides", MOST_OVERRIDES)
    return Schedule(
        zone,
        tuple(_read_layer(item, f"{fields.at('layers')}[{i}]", zone, person) for i, item in enumerate(layers)),
        tuple(
            _read_override(item, f"{fields.at('overrides')}[{i}]", get_clock(zone), person)
            for i, item in enumerate(overrides)
        ),
    )


def _read_layer(data: object, place: str, schedule_zone: str, person: PersonReader) -> Layer:
    fields = Fields(data, place, _LAYER_FIELDS)
    zone = _read_zone(fields, schedule_zone)
    clock = get_clock(zone)
    groups = fields.items("participants", MOST_GROUPS, is_required=True)
    restrictions = fields.items("restrictions", MOST_RESTRICTIONS)
    start, end = _read_bounds(fields, clock)
    layer = Layer(
        zone=zone,
        groups=tuple(_read_people(item, f"{fields.at('participants')}[{i}]", person) for i, item in enumerate(groups)),
        rotation=_read_rotation(fields.value("rotation"), fields.at("rotation"), clock)
        if fields.has("rotation")
        else None,
        restrictions=tuple(
            _read_restriction(item, f"{fields.at('restrictions')}[{i}]") for i, item in enumerate(restrictions)
        ),
        start=start,
        end=end,
        priority=fields.integer("priority", -HIGHEST_PRIORITY, HIGHEST_PRIORITY, 0),
    )
    if layer.rotation and layer.rotation.counts_active_days and not layer.restrictions:
        raise ScheduleError(fields.at("rotation.advance"), f"{_ACTIVE_DAYS} needs restrictions: no day would count")
    return layer


def _read_rotation(data: object, place: str, clock: WallClock) -> Rotation:
    fields = Fields(data, place, _ROTATION_FIELDS)
    start = _read_moment(fields, "start").to_wall(clock)
    if not FIRST_YEAR - 1970 <= start // _YEAR < LAST_YEAR - 1970:
        raise ScheduleError(fields.at("start"), f"expected a year from {FIRST_YEAR} to {LAST_YEAR}")
    counts_active_days = fields.choice("advance", _ADVANCES, _ADVANCES[0]) == _ACTIVE_DAYS
    unit = Unit(fields.choice("unit", tuple(Unit), Unit.DAY if counts_active_days else None))
    if counts_active_days and unit is not Unit.DAY:
        raise ScheduleError(fields.at("unit"), f"advance {_ACTIVE_DAYS} counts days, found {quote(unit)}")
    longest = LONGEST_TURN_YEARS * 12 if unit is Unit.MONTH else LONGEST_TURN_YEARS * _YEAR // UNIT_SECONDS[unit]
    length = fields.integer("length", 1, longest, 1)
    return Rotation(start, unit, length, counts_active_days)


def _read_restriction(data: object, place: str) -> Restriction:
    fields = Fields(data, place, _RESTRICTION_FIELDS)
    is_weekly = fields.choice("type", ("daily", "weekly")) == "weekly"
    if fields.has("start_day") and not is_weekly:
        raise ScheduleError(fields.at("start_day"), "type daily starts every day; use type weekly")
    weekday = WEEKDAYS.index(fields.choice("start_day", WEEKDAYS)) if is_weekly else None
    text = fields.text("start")
    start = parse_time_of_day(text)
    if start is None:
        raise ScheduleError(fields.at("start"), f"expected a time of day such as 09:00, found {quote(text)}")
    duration = fields.integer("duration_seconds", 1, 366 * DAY)
    return Restriction(weekday, start, duration)


def _read_override(data: object, place: str, clock: WallClock, person: PersonReader) -> Override:
    fields = Fields(data, place, _OVERRIDE_FIELDS)
    mode = Mode(fields.choice("mode", tuple(Mode), Mode.REPLACE_ALL))
    takes_off = mode in {Mode.SWAP, Mode.REMOVE}
    replaces = person(fields.value("replaces"), fields.at("replaces")) if takes_off else ""
    if not takes_off and fields.has("replaces"):
        raise ScheduleError(fields.at("replaces"), f"mode {mode} replaces no single person; use mode swap or remove")
    users = fields.items("users", MOST_PEOPLE, is_required=mode is not Mode.REMOVE)
    people = _read_people(users, fields.at("users"), person)
    if mode is Mode.REMOVE and people:
        raise ScheduleError(fields.at("users"), "mode remove puts nobody on call; use mode swap")
    if mode is Mode.ADD and not people:
        raise ScheduleError(fields.at("users"), "mode add needs somebody to add")
    start, end = _read_bounds(fields, clock, is_required=True)
    priority = fields.integer("priority", -HIGHEST_PRIORITY, HIGHEST_PRIORITY, 0)
    return Override(mode, start, end, people, replaces, priority)


def _read_people(value: object, place: str, person: PersonReader) -> People:
    if not isinstance(value, list):
        raise ScheduleError(
            place, f"a group is a list of people, such as [{quote(value)}]" if value else "expected a list"
        )
    if len(value) > MOST_PEOPLE:
        raise ScheduleError(place, f"{len(value)} people; at most {MOST_PEOPLE} can be on call together")
    return frozenset(person(item, f"{place}[{i}]") for i, item in enumerate(value))


def _read_bounds(fields: Fields, clock: WallClock, *, is_required: bool = False) -> tuple[int, int]:
    """Start and end as instants, each absent one without end."""
    start = _read_moment(fields, "start").to_instant(clock) if is_required or fields.has("start") else -FOREVER
    end = _read_moment(fields, "end").to_instant(clock) if is_required or fields.has("end") else FOREVER
    if end < start:
        raise ScheduleError(fields.at("end"), "lies before the start")
    return start, end


def _read_moment(fields: Fields, name: str) -> Moment:
    text = fields.text(name)
    moment = parse_moment(text)
    if moment is None:
        raise ScheduleError(
            fields.at(name),
            f"expected a date or time such as 2026-03-02T09:00 or 2026-03-02T09:00Z, found {quote(text)}",
        )
    return moment


def _read_zone(fields: Fields, default: str | None) -> str:
    name = fields.text("time_zone", default)
    try:
        get_clock(name)
    except ValueError:
        message = f"{quote(name)} is no time zone; expected an IANA name such as Europe/Berlin"
        raise ScheduleError(fields.at("time_zone"), message) from None
    return name
