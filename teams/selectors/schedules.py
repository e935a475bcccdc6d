"""Schedules, wherever they are kept, and what they mean over a window."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from catalog.core.access import Actor
from catalog.models.visibility import VisibleQuerySet
from teams.core.oncall import OnCallError, Rota, Shift, list_gaps, list_rota_shifts
from teams.core.oncall.decided import add_decided
from teams.core.oncall.documents import read_schedule_data
from teams.core.oncall.imported import read_imported
from teams.models import Schedule
from teams.selectors.on_call_people import PersonOnCall, find_people

RECENT = timedelta(hours=36)  # imported shifts older than this are no answer any more: people swap from day to day


@dataclass(frozen=True, slots=True)
class Slot:
    """One stretch of a timeline; nobody in it is a gap."""

    start: datetime
    end: datetime
    people: Sequence[PersonOnCall]


@dataclass(frozen=True, slots=True)
class Timeline:
    """One schedule over a window: its stretches without a break in between. `problem` where it cannot be used."""

    schedule: Schedule
    slots: Sequence[Slot]
    problem: str = ""

    @property
    def gaps(self) -> list[Slot]:
        """The stretches with nobody."""
        return [slot for slot in self.slots if not slot.people]

    @property
    def zone(self) -> ZoneInfo | None:
        """The time zone in which the schedule is read."""
        return ZoneInfo(self.schedule.zone) if self.schedule.zone else None


def list_schedules(actor: Actor) -> VisibleQuerySet[Schedule]:
    """The schedules there are now that this actor may see, the broken ones included; by owner, then by name."""
    found = Schedule.objects.visible_to(actor).filter(removed_at=None, origin__removed_at=None)
    return found.order_by("owner_ref", "ref", "first_seen_at", "pk")


def get_schedule(actor: Actor, ref: str) -> Schedule | None:
    """The schedule of this ref; of several the one first seen. None if there is none, or it is not visible."""
    found = list_schedules(actor).filter(ref=ref.lower()).select_related("origin")
    return found.order_by("first_seen_at", "pk").first()


def read_rota(row: Schedule) -> Rota:
    """What says who is on call, as it could last be read. Raises OnCallError."""
    if row.imported is not None:
        return read_imported(row.imported, row.zone)
    if row.document is None:
        raise OnCallError(row.problem)
    return add_decided(read_schedule_data(row.document, row.line).schedule, row.decided)


def find_problem(row: Schedule, now: datetime) -> str:
    """Why what is known of a schedule is no answer now, '' if it is one.

    What was imported not long ago counts although the last look failed; what is old does not, whatever the reason.
    """
    if row.imported is None:
        return row.problem
    if row.seen_at is not None and now - row.seen_at < RECENT:
        return ""
    return (
        row.problem or f"it was last read on {row.seen_at:%Y-%m-%d %H:%M} UTC" if row.seen_at else "it was never read"
    )


def list_schedule_shifts(row: Schedule, since: datetime, until: datetime) -> tuple[Shift, ...]:
    """The shifts of a schedule over a window, whatever its form. Raises OnCallError."""
    return list_rota_shifts(read_rota(row), since, until)


def get_timelines(actor: Actor, rows: Sequence[Schedule], since: datetime, until: datetime) -> list[Timeline]:
    """The schedules over a window, in the order given, with their gaps. At most three queries."""
    computed: list[tuple[Schedule, Sequence[Shift] | None, str]] = []
    for row in rows:
        try:
            computed.append((row, list_schedule_shifts(row, since, until), row.problem))
        except OnCallError as error:
            computed.append((row, None, row.problem or str(error)))
    people = find_people(actor, {ref for _, shifts, _ in computed for shift in shifts or () for ref in shift.people})
    return [
        Timeline(row, fill_gaps(shifts, people, since, until) if shifts is not None else (), problem)
        for row, shifts, problem in computed
    ]


def fill_gaps(
    shifts: Sequence[Shift], people: Mapping[str, PersonOnCall], since: datetime, until: datetime
) -> list[Slot]:
    """The shifts of a window with the people, and the gaps between them."""
    slots = [Slot(shift.start, shift.end, [people[ref] for ref in shift.people]) for shift in shifts]
    slots += [Slot(start, end, ()) for start, end in list_gaps(shifts, since, until)]
    return sorted(slots, key=lambda slot: slot.start)
