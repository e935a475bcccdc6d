"""A schedule as it is computed on: checked, its times resolved. Made by `read_schedule`, and by importers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

FOREVER = 1 << 60  # an instant after every other

People = frozenset[str]


class Unit(StrEnum):
    """What the length of a turn counts."""

    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Mode(StrEnum):
    """What an override does to whoever is on call."""

    REPLACE_ALL = "replace_all"
    SWAP = "swap"
    REMOVE = "remove"
    ADD = "add"


@dataclass(frozen=True, slots=True)
class Rotation:
    """Turns of ``length`` units from the wall time ``start``, in both directions of time."""

    start: int
    unit: Unit
    length: int
    counts_active_days: bool = False


@dataclass(frozen=True, slots=True)
class Restriction:
    """A window each day (``weekday`` None) or week: wall seconds after midnight, and seconds long. Monday is 0."""

    weekday: int | None
    start: int
    duration: int


@dataclass(frozen=True, slots=True)
class Layer:
    """Groups of people who take turns, within restrictions and bounds; ``start`` and ``end`` are instants."""

    zone: str
    groups: tuple[People, ...]
    rotation: Rotation | None = None
    restrictions: tuple[Restriction, ...] = ()
    start: int = -FOREVER
    end: int = FOREVER
    priority: int = 0


@dataclass(frozen=True, slots=True)
class Override:
    """A change between two instants. ``replaces`` names the person that swap and remove take off call."""

    mode: Mode
    start: int
    end: int
    people: People = frozenset()
    replaces: str = ""
    priority: int = 0


@dataclass(frozen=True, slots=True)
class Schedule:
    """Layers and overrides; ``zone`` is the IANA name in which the schedule is read and shown."""

    zone: str
    layers: tuple[Layer, ...] = ()
    overrides: tuple[Override, ...] = ()

    def list_people(self) -> tuple[str, ...]:
        """Everyone the schedule names, in order of the alphabet."""
        groups = [group for layer in self.layers for group in layer.groups]
        groups += [override.people for override in self.overrides]
        return tuple(sorted({person for group in groups for person in group}))


class Span(NamedTuple):
    """People on call from one instant to another, by a source of some priority."""

    start: int
    end: int
    people: People
    priority: int = 0


@dataclass(frozen=True, slots=True)
class Shift:
    """A longest interval in which the same people are on call: at ``start``, no longer at ``end``. Both in UTC."""

    start: datetime
    end: datetime
    people: tuple[str, ...]
