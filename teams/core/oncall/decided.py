"""What people decide in the portal about who is on call: overrides beside what the schedule says. Pure.

They come after those of the schedule itself and with the highest priority, so that between its two times a decision
counts whatever the file says, and outside of them it changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from teams.core.oncall.documents import read_person_ref
from teams.core.oncall.errors import ScheduleError
from teams.core.oncall.model import Mode, Override, Schedule
from teams.core.oncall.read import HIGHEST_PRIORITY, read_schedule
from teams.core.oncall.wall_clock import DAY

LONGEST_DAYS = 366
MOST_DECIDED = 2_000  # of one schedule


def read_decision(data: Mapping[str, Any], zone: str, namespace: str) -> Override:
    """One override in the form of `oncall.yaml`: mode, users, replaces, start, end. Raises ScheduleError."""
    given = {"time_zone": zone, "overrides": [dict(data)]}
    try:
        (override,) = read_schedule(given, "", lambda value, place: read_person_ref(value, place, namespace)).overrides
    except ScheduleError as error:
        place = error.place.removeprefix("overrides[0]").lstrip(".")
        raise ScheduleError(place, str(error).removeprefix(f"{error.place}: ")) from error
    if override.end == override.start:
        raise ScheduleError("end", "lies before the start, or at it")
    if override.end - override.start > LONGEST_DAYS * DAY:
        raise ScheduleError("end", f"an override lasts for {LONGEST_DAYS} days at most; change the schedule instead")
    return override


def add_decided(schedule: Schedule, decided: Sequence[Mapping[str, Any]]) -> Schedule:
    """The schedule with what people decided about it, in their order. Raises ScheduleError."""
    if not decided:
        return schedule
    forms = [{**form, "priority": HIGHEST_PRIORITY} for form in decided]
    found = read_schedule({"time_zone": schedule.zone, "overrides": forms}).overrides
    return replace(schedule, overrides=(*schedule.overrides, *found))


def is_own(override: Override, person_ref: str | None) -> bool:
    """Whether it asks nothing of anybody but this person: they take on a stretch, or hand their own to somebody."""
    if not person_ref:
        return False
    takes = override.people == {person_ref} and override.mode is not Mode.REMOVE
    hands_over = override.mode is Mode.SWAP and override.replaces == person_ref and bool(override.people)
    return takes or hands_over


def list_named(override: Override) -> tuple[str, ...]:
    """Everybody an override names, in order of the alphabet."""
    return tuple(sorted({*override.people, override.replaces} - {""}))
