"""What people and scripts send to keep schedules and to decide who is on call, and what they are answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from portal.api.contacts import PersonToReach
from portal.api.on_call_answers import GapItem, ShiftItem
from portal.api.shapes import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleBody(Shape):
    """A schedule to keep here."""

    document: Annotated[
        dict[str, Any], "As in `oncall.yaml`: name, owner, time_zone, layers, overrides; `kind` may be left out."
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideBody(Shape):
    """A decision about who is on call between two times."""

    mode: Annotated[str, "`replace_all`, `swap`, `add` or `remove`, as in `oncall.yaml`."]
    start: Annotated[str, "A time; without an offset in the schedule's zone."]
    end: str
    users: Annotated[list[str] | None, "Who is on call then: refs, or names of people."] = None
    replaces: Annotated[str | None, "Who is not: for `swap` and `remove`."] = None
    reason: Annotated[str | None, "Shown with your name to everybody who sees the schedule."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapBody(Shape):
    """Somebody takes over from somebody else."""

    person: Annotated[str, "Whose shift it is: a ref or a name."]
    by: Annotated[str, "Who takes it over."]
    start: Annotated[str, "A time; without an offset in the schedule's zone."]
    end: str
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideItem(Shape):
    """What a person decided; it stays when it is undone."""

    id: int
    mode: str
    start: datetime
    end: datetime
    people: list[PersonToReach]
    replaces: PersonToReach | None
    reason: str
    made_at: datetime
    made_by_ref: str
    made_by_name: str
    undone_at: datetime | None
    undone_by_ref: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SchedulePreview(Shape):
    """What a schedule would mean for the next 14 days."""

    since: datetime
    until: datetime
    shifts: list[ShiftItem]
    gaps: list[GapItem]
    coverage_percent: float
