"""What a calendar feed should hold: the shifts of one schedule, or of one person by every schedule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from catalog.core.access import Actor
from teams.core.oncall import OnCallError, Rota, Shift
from teams.core.oncall.ical import FeedEntry, list_entries
from teams.core.oncall.imported import list_whole_rota_shifts
from teams.models import Schedule
from teams.selectors.on_call_people import find_people
from teams.selectors.person_on_call import list_rota_people
from teams.selectors.schedules import get_schedule, list_counting_schedules, read_rota
from teams.selectors.teams import get_person


@dataclass(frozen=True, slots=True)
class FeedPlan:
    """The title of a feed, and the events of each schedule in it by ref; None for one that cannot be read now."""

    title: str
    entries: Mapping[str, Sequence[FeedEntry] | None]


def plan_schedule_feed(actor: Actor, ref: str, since: datetime, until: datetime) -> FeedPlan | None:
    """The events of a schedule; none for one that has ended. None if there never was one the actor may see.

    At most four queries.
    """
    row = get_schedule(actor, ref)
    if row is None:
        ended = Schedule.objects.visible_to(actor).filter(ref=ref.lower()).first()
        return FeedPlan(ended.shown_name, {ref.lower(): ()}) if ended else None
    try:
        shifts = list_whole_rota_shifts(read_rota(row), since, until)
    except OnCallError:
        return FeedPlan(row.shown_name, {row.ref: None})
    people = find_people(actor, {person for shift in shifts for person in shift.people}, [row.document])
    names = {named: person.name for named, person in people.items()}
    return FeedPlan(row.shown_name, {row.ref: list_entries(row.ref, row.shown_name, shifts, names)})


def plan_person_feed(actor: Actor, ref: str, since: datetime, until: datetime) -> FeedPlan | None:
    """The events of a person by every schedule that names them. None if they are not visible. At most four queries."""
    person = get_person(actor, ref)
    if person is None:
        return None
    rotas = {row.ref: (row, _read(row)) for row in list_counting_schedules(actor) if row.ref}
    named = find_people(
        actor, {name for _, rota in rotas.values() for name in (list_rota_people(rota) if rota else ())}
    )
    same = {name for name, found in named.items() if found.ref == person.ref}
    entries: dict[str, Sequence[FeedEntry] | None] = {}
    for schedule_ref, (row, rota) in rotas.items():
        if rota is None:
            entries[schedule_ref] = None
        elif same.intersection(list_rota_people(rota)):
            shifts = _list_whole_shifts(rota, since, until)
            own = [replace(each, people=(person.ref,)) for each in shifts or () if same.intersection(each.people)]
            planned = list_entries(schedule_ref, row.shown_name, own, {}, person.ref)
            entries[schedule_ref] = None if shifts is None else planned
    return FeedPlan(f"On call: {person}", entries)


def _list_whole_shifts(rota: Rota, since: datetime, until: datetime) -> Sequence[Shift] | None:
    try:
        return list_whole_rota_shifts(rota, since, until)
    except OnCallError:
        return None


def _read(row: Schedule) -> Rota | None:
    try:
        return read_rota(row)
    except OnCallError:
        return None
