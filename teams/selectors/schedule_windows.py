"""One schedule over a window: who is on call, the gaps, and what it asks of each person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from catalog.core.access import Actor, Subject, may
from teams.core.oncall import OnCallError, get_coverage_percent
from teams.core.oncall.load import PersonLoad, measure_load
from teams.core.oncall.quality import Quality, judge_quality
from teams.core.oncall.shifts import check_window
from teams.models import Schedule
from teams.selectors.on_call_people import PersonOnCall, find_people
from teams.selectors.schedules import Slot, fill_gaps, list_schedule_shifts


@dataclass(frozen=True, slots=True)
class Share:
    """What a window asks of one person; `percent_above` is how much longer than the average of all, 0 if not."""

    person: PersonOnCall
    load: PersonLoad
    percent_above: int = 0


@dataclass(frozen=True, slots=True)
class ScheduleWindow:
    """A schedule from `since` until `until`. `quality` is None, and there is nothing else, where it cannot be used.

    `shares` is None for those who may not see what it asks of each person.
    """

    schedule: Schedule
    since: datetime
    until: datetime
    problem: str = ""
    slots: Sequence[Slot] = ()
    coverage_percent: float | None = None
    shares: Sequence[Share] | None = ()
    quality: Quality | None = None

    @property
    def gaps(self) -> list[Slot]:
        """The stretches with nobody."""
        return [slot for slot in self.slots if not slot.people]

    @property
    def shifts(self) -> list[Slot]:
        """The stretches with somebody."""
        return [slot for slot in self.slots if slot.people]


def get_schedule_window(actor: Actor, row: Schedule, since: datetime, until: datetime) -> ScheduleWindow:
    """The window of a visible schedule; who carries most comes first. At most two queries. Raises WindowError."""
    check_window(since, until)
    try:
        shifts = list_schedule_shifts(row, since, until)
    except OnCallError as error:
        return ScheduleWindow(row, since, until, row.problem or str(error))
    people = find_people(actor, {ref for shift in shifts for ref in shift.people}, [row.document])
    quality = judge_quality(shifts, since, until)
    above = {each.person: each.percent_above_average for each in quality.overloads}
    may_see = _may_see_load(actor, row, people)
    loads = sorted(measure_load(shifts, row.zone or "UTC"), key=lambda load: (-load.hours, load.person))
    return ScheduleWindow(
        schedule=row,
        since=since,
        until=until,
        problem=row.problem,
        slots=fill_gaps(shifts, people, since, until),
        coverage_percent=get_coverage_percent(shifts, since, until),
        shares=[Share(people[load.person], load, above.get(load.person, 0)) for load in loads] if may_see else None,
        quality=quality,
    )


def _may_see_load(actor: Actor, row: Schedule, people: Mapping[str, PersonOnCall]) -> bool:
    """Whether hours of single people are for this actor: their team's, or they are on call by it themselves."""
    is_on_call = actor.person_ref is not None and actor.person_ref in {each.ref for each in people.values()}
    return is_on_call or may(actor, "view", Subject("on-call-load", team_ref=row.owner_ref or None))
