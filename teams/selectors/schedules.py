"""Schedules, wherever they are kept, and what they mean over a window."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery

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


#: Of several schedules of one ref the first in this order counts, as among descriptors: the first seen, of those first
#: seen in one pass by repository, path and line.
FIRST_SEEN = ("first_seen_at", F("origin__name").asc(nulls_last=True), "path", "line", "pk")
_THERE = Q(removed_at=None, origin__removed_at=None)
_SAME = Schedule.objects.filter(_THERE, ref=OuterRef("ref"))
#: Whether a schedule is the one that counts among those of its ref, whoever may see them; one without a ref is alone.
COUNTS = Q(ref="") | Q(pk=Subquery(_SAME.order_by(*FIRST_SEEN).values("pk")[:1]))
#: Whether another schedule says that it is the same.
IS_CONTESTED = ~Q(ref="") & Q(Exists(_SAME.exclude(pk=OuterRef("pk"))))


def list_schedules(actor: Actor) -> VisibleQuerySet[Schedule]:
    """The schedules there are now that this actor may see, the broken ones and those that do not count included; by
    owner, then by name.
    """
    found = Schedule.objects.visible_to(actor).filter(_THERE)
    return found.order_by("owner_ref", "ref", *FIRST_SEEN)


def list_counting_schedules(actor: Actor) -> VisibleQuerySet[Schedule]:
    """Those of them that count: who is on call by them is on call."""
    return list_schedules(actor).filter(COUNTS)


def list_all_counting_schedules() -> QuerySet[Schedule]:
    """The schedules that count, whoever may see them, with their repositories."""
    return Schedule.objects.filter(_THERE, COUNTS).select_related("origin").order_by(*FIRST_SEEN)


def get_schedule(actor: Actor, ref: str) -> Schedule | None:
    """The schedule of this ref; of several visible ones the first. None if there is none."""
    found = mark_counting(list_schedules(actor).filter(ref=ref.lower()).select_related("origin"))
    return found.order_by(*FIRST_SEEN).first()


def list_contested_schedules(actor: Actor, ref: str = "") -> list[Schedule]:
    """The visible schedules of refs, or of this one, that several say they are; those of one ref together, the one
    that counts first unless it is hidden: `counts` of each says so. One query.
    """
    found = list_schedules(actor).filter(IS_CONTESTED, **({"ref": ref} if ref else {})).select_related("origin")
    return list(mark_counting(found).order_by("ref", *FIRST_SEEN))


def is_counting(row: Schedule) -> bool:
    """Whether a marked schedule counts; one that is not marked was just made, and counts."""
    return bool(getattr(row, "counts", True))


def mark_counting(rows: VisibleQuerySet[Schedule]) -> VisibleQuerySet[Schedule]:
    """The same, each with `counts`."""
    marked: Any = rows.annotate(counts=ExpressionWrapper(COUNTS, BooleanField()))
    return cast("VisibleQuerySet[Schedule]", marked)


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
    refs = {ref for _, shifts, _ in computed for shift in shifts or () for ref in shift.people}
    people = find_people(actor, refs, [row.document for row in rows])
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
