"""`/schedules`: who takes turns, by which rules; one schedule with its shifts, its gaps and what it asks of people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any

from django.http import Http404
from django.utils import timezone

from catalog.core.access import Actor
from catalog.models.visibility import VisibleQuerySet
from catalog.selectors.subjects import list_hidden_refs
from portal.api.addresses import member_address
from portal.api.base import ListView, ReadView
from portal.api.contacts import PersonToReach, describe_people
from portal.api.on_call import SINCE, UNTIL, read_window
from portal.api.on_call_answers import GapItem, ShiftItem, describe_gaps, describe_shifts
from portal.api.owners import show_ref
from portal.api.shapes import Place, Shape
from teams.core.oncall.quality import Quality
from teams.filters import ScheduleFilters
from teams.models import Schedule
from teams.selectors.on_call import LOOK_AHEAD
from teams.selectors.schedule_windows import ScheduleWindow, Share, get_schedule_window
from teams.selectors.schedules import get_schedule, get_timelines, is_counting, list_schedules, mark_counting

_MOMENT = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleItem(Shape):
    """A schedule. Two files that say the same ref are two rows; the one first seen counts."""

    id: int
    ref: Annotated[str, "Empty where not even a name could be read."]
    name: Annotated[str, "Title, else name, else file."]
    owner_ref: Annotated[str | None, "The team whose schedule it is."]
    time_zone: Annotated[str, "In which turns are counted."]
    people_now: Annotated[list[PersonToReach], "Who is on call at this moment."]
    counts: Annotated[bool, "Whether people are on call by it: false where another of the same ref was seen first."]
    problem: Annotated[str, "Why what it comes from cannot be used as it is now; what it said before counts on."]
    kind: Annotated[str, "Where it is kept: `git`, `portal`, or the kind of the on-call source it is read from."]
    repository: Annotated[Place | None, "Of one kept in Git."]
    path: str
    line: int
    commit: str
    url: Annotated[str, "Where a person can look at it, of one read from elsewhere."]
    first_seen_at: datetime
    changed_at: datetime
    href: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonShare(Shape):
    """What the window asks of one person. Nights are 22:00 to 06:00, weekends Saturday and Sunday, in the zone."""

    person: PersonToReach
    hours: float
    night_hours: float
    weekend_hours: float
    nights: Annotated[int, "Nights touched at all."]
    weekends: Annotated[int, "Weekends touched at all."]
    percent_above_average: Annotated[int, "How much longer than the average of all; 0 if not, or if all are alike."]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleFull(ScheduleItem):
    """A schedule over a window."""

    since: datetime
    until: datetime
    shifts: list[ShiftItem]
    gaps: list[GapItem]
    coverage_percent: Annotated[float | None, "Share of the window with somebody on call; null where unknown."]
    balance_percent: Annotated[int | None, "How evenly the hours are shared: 100 is evenly."]
    quality: Annotated[int | None, "Mean of coverage and balance, 0 to 100."]
    shares: Annotated[
        list[PersonShare] | None,
        "Who carries most comes first; null but for people of its team and those on call by it.",
    ]
    version: Annotated[str, "Of the document; send it as `If-Match` with a change. Empty without a document."]
    document: Annotated[
        Any, "What it says, in the form of `oncall.yaml`; null if it was never read, or is not kept here."
    ]


def describe_schedules(actor: Actor, rows: Sequence[Schedule], now: datetime) -> list[ScheduleItem]:
    """Schedules in the order given. At most three queries."""
    now = now.replace(microsecond=0)
    hidden = list_hidden_refs(actor, (row.owner_ref for row in rows))
    return [
        ScheduleItem(
            id=line.schedule.pk,
            ref=line.schedule.ref,
            name=line.schedule.shown_name,
            owner_ref=show_ref(line.schedule.owner_ref, hidden),
            time_zone=line.schedule.zone,
            people_now=describe_people(person for slot in line.slots for person in slot.people),
            counts=is_counting(line.schedule),
            problem=line.problem,
            kind=line.schedule.kind,
            repository=_place(line.schedule),
            path=line.schedule.path,
            line=line.schedule.line,
            commit=line.schedule.commit,
            url=line.schedule.url,
            first_seen_at=line.schedule.first_seen_at,
            changed_at=line.schedule.changed_at,
            href=member_address("schedules", line.schedule.ref) if line.schedule.ref else None,
        )
        for line in get_timelines(actor, rows, now, now + _MOMENT)
    ]


def _place(row: Schedule) -> Place | None:
    return Place(id=row.origin.pk, name=row.origin.name) if row.origin else None


class ListSchedules(ListView):
    """The schedules, with who is on call now; the broken ones included."""

    subject = "catalog"
    answer = ScheduleItem
    filters = ScheduleFilters
    sorts = {"ref": ("ref", "pk"), "owner": ("owner_ref", "ref", "pk"), "changed_at": ("changed_at", "pk")}

    def get_queryset(self) -> VisibleQuerySet[Schedule]:
        """The schedules."""
        return mark_counting(list_schedules(self.actor).select_related("origin"))

    def describe(self, rows: Sequence[Schedule]) -> list[ScheduleItem]:
        """At most three queries."""
        return describe_schedules(self.actor, rows, timezone.now())


class GetSchedule(ReadView):
    """One schedule over a window: its shifts, its gaps, and what it asks of each person."""

    subject = "catalog"
    answer = ScheduleFull
    parameters = (SINCE, UNTIL)

    def read(self) -> ScheduleFull:
        """The schedule; without a window the next 14 days from the midnight in UTC that was last. Six queries."""
        today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
        since, until = read_window(self.asked, (today, today + LOOK_AHEAD))
        row = get_schedule(self.actor, f"schedule:{self.kwargs['namespace']}/{self.kwargs['name']}")
        if row is None:
            raise Http404
        return describe_full(self.actor, row, since, until)


def describe_full(
    actor: Actor, row: Schedule, since: datetime | None = None, until: datetime | None = None
) -> ScheduleFull:
    """A schedule over a window, else over the next 14 days. Five queries."""
    now = timezone.now()
    since = since or now.replace(hour=0, minute=0, second=0, microsecond=0)
    until = until or since + LOOK_AHEAD
    (item,) = describe_schedules(actor, [row], now)
    window = get_schedule_window(actor, row, since, until)
    return ScheduleFull(
        **item.fields() | {"problem": window.problem},
        since=since,
        until=until,
        shifts=describe_shifts(window.slots),
        gaps=describe_gaps(window.slots),
        **_measure(window, window.quality),
        version=row.version,
        document=row.document,
    )


def _measure(window: ScheduleWindow, quality: Quality | None) -> dict[str, Any]:
    return {
        "coverage_percent": window.coverage_percent,
        "balance_percent": quality.balance_percent if quality else None,
        "quality": quality.score if quality else None,
        "shares": None if window.shares is None else [_describe_share(share) for share in window.shares],
    }


def _describe_share(share: Share) -> PersonShare:
    (person,) = describe_people([share.person])
    return PersonShare(
        person=person,
        hours=round(share.load.hours, 2),
        night_hours=round(share.load.night_hours, 2),
        weekend_hours=round(share.load.weekend_hours, 2),
        nights=share.load.nights,
        weekends=share.load.weekends,
        percent_above_average=share.percent_above,
    )
