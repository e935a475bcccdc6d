"""When one person is on call, by every schedule that names them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from catalog.core.access import Actor
from teams.core.oncall import OnCallError, Rota
from teams.core.oncall import Schedule as Rules
from teams.core.oncall.imported import list_whole_rota_shifts
from teams.models import Person, Schedule
from teams.selectors.on_call_people import find_people
from teams.selectors.schedules import list_counting_schedules, read_rota


@dataclass(frozen=True, slots=True)
class PersonShift:
    """A stretch in which the person is on call by one schedule."""

    schedule: Schedule
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class PersonOnCallPlan:
    """The schedules that name a person, and their shifts in a window, the next first. `unread` cannot be read now."""

    schedules: Sequence[Schedule] = ()
    shifts: Sequence[PersonShift] = ()
    unread: Sequence[Schedule] = ()


def plan_person(actor: Actor, person: Person, since: datetime, until: datetime) -> PersonOnCallPlan:
    """When a person is on call between two times. At most three queries."""
    rotas: dict[str, tuple[Schedule, Rota]] = {}
    unread: dict[str, Schedule] = {}
    for row in list_counting_schedules(actor):
        if row.ref:
            try:
                rotas[row.ref] = row, read_rota(row)
            except OnCallError:
                unread[row.ref] = row
    named = find_people(actor, {name for _, rota in rotas.values() for name in list_rota_people(rota)})
    same = {name for name, found in named.items() if found.ref == person.ref}
    theirs = {ref: pair for ref, pair in rotas.items() if same.intersection(list_rota_people(pair[1]))}
    shifts: list[PersonShift] = []
    for ref, (row, rota) in theirs.items():
        try:
            found = list_whole_rota_shifts(rota, since, until)
        except OnCallError:
            unread[ref] = row
        else:
            shifts += [PersonShift(row, each.start, each.end) for each in found if same.intersection(each.people)]
    ordered = sorted(shifts, key=lambda shift: (shift.start, shift.schedule.ref))
    return PersonOnCallPlan([row for row, _ in theirs.values()], ordered, list(unread.values()))


def list_rota_people(rota: Rota) -> tuple[str, ...]:
    """Everybody a schedule names, as it names them."""
    if isinstance(rota, Rules):
        return rota.list_people()
    return tuple({person for shift in rota.shifts for person in shift.people})
