"""Who is on call for something of the catalog, now, at any time and over a window, by the schedules there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from catalog.core.access import Actor
from teams.core.oncall import OnCallError, Shift, get_coverage_percent
from teams.core.oncall.cover import merge_shifts
from teams.core.oncall.shifts import check_window
from teams.models import Schedule
from teams.selectors.on_call_cover import Cover, find_covers
from teams.selectors.on_call_people import PersonOnCall, find_people
from teams.selectors.schedules import Slot, fill_gaps, list_schedule_shifts

LOOK_AHEAD = timedelta(days=14)


class State(StrEnum):
    """Who answers: UNKNOWN is never the same as nobody."""

    SOMEBODY = "somebody"
    NOBODY = "nobody"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class OnCall:
    """Who is on call for one subject at `at`, until when, by which schedules; `why` says it in a sentence.

    `until` is the end of the shift or of the gap; None where it lies beyond the next 14 days, or is unknown.
    """

    subject_ref: str
    at: datetime
    state: State
    why: str
    people: Sequence[PersonOnCall] = ()
    until: datetime | None = None
    schedules: Sequence[Schedule] = ()


@dataclass(frozen=True, slots=True)
class OnCallWindow:
    """Who is on call for one subject over a window: stretches without a break in between, nobody in one is a gap.

    No stretches and no coverage where it is unknown; SOMEBODY where anybody is on call at all.
    """

    subject_ref: str
    since: datetime
    until: datetime
    state: State
    why: str
    slots: Sequence[Slot] = ()
    coverage_percent: float | None = None
    schedules: Sequence[Schedule] = ()


def get_on_call(actor: Actor, subject_refs: Sequence[str], at: datetime) -> dict[str, OnCall]:
    """Who is on call for each entity, team or schedule at an instant. Subjects must be visible.

    What names a schedule is covered by that; what names a vendor's is unknown; everything else by the schedules of
    its team. At most seven queries, however many subjects.
    """
    computed = _compute_all(find_covers(actor, subject_refs).values(), at, at + LOOK_AHEAD)
    refs = {ref for each in computed for shift in each.shifts[:1] for ref in shift.people}
    people = find_people(actor, refs, _list_documents(computed))
    return {each.cover.subject_ref: _tell_now(each, people, at) for each in computed}


def get_on_call_window(
    actor: Actor, subject_refs: Sequence[str], since: datetime, until: datetime
) -> dict[str, OnCallWindow]:
    """Who is on call for each subject over a window, as `get_on_call` finds them. At most seven queries.

    Raises WindowError for a window that cannot be computed.
    """
    check_window(since, until)
    computed = _compute_all(find_covers(actor, subject_refs).values(), since, until)
    refs = {ref for each in computed for shift in each.shifts for ref in shift.people}
    people = find_people(actor, refs, _list_documents(computed))
    return {each.cover.subject_ref: _tell_window(each, people, since, until) for each in computed}


@dataclass(frozen=True, slots=True)
class _Computed:
    """The shifts of a cover over a window; `why` is it unknown, empty if it is not."""

    cover: Cover
    shifts: Sequence[Shift] = ()
    why: str = ""


def _compute_all(covers: Iterable[Cover], since: datetime, until: datetime) -> list[_Computed]:
    """Each set of schedules once: all services of a team have the same, and a schedule takes long to compute."""
    known: dict[tuple[int, ...], tuple[Sequence[Shift], str]] = {}
    found = []
    for cover in covers:
        if not cover.schedules:
            found.append(_Computed(cover, why=cover.why))
            continue
        key = tuple(row.pk for row in cover.schedules)
        if key not in known:
            known[key] = _compute(cover.schedules, since, until)
        found.append(_Computed(cover, *known[key]))
    return found


def _compute(schedules: Sequence[Schedule], since: datetime, until: datetime) -> tuple[Sequence[Shift], str]:
    """The shifts of schedules side by side, or why there are none to know."""
    try:
        return merge_shifts(list_schedule_shifts(row, since, until) for row in schedules), ""
    except OnCallError as error:
        return (), f"The schedule cannot be read: {error}."


def _list_documents(computed: Iterable[_Computed]) -> list[object]:
    rows = {row.pk: row for each in computed for row in each.cover.schedules}
    return [row.document for row in rows.values()]


def _tell_now(computed: _Computed, people: Mapping[str, PersonOnCall], at: datetime) -> OnCall:
    cover, first = computed.cover, next(iter(computed.shifts), None)
    ref, rows = cover.subject_ref, cover.schedules
    if computed.why:
        return OnCall(ref, at, State.UNKNOWN, computed.why, schedules=rows)
    if first is None or first.start > at:
        return OnCall(ref, at, State.NOBODY, cover.why, (), first.start if first else None, rows)
    until = first.end if first.end < at + LOOK_AHEAD else None
    return OnCall(ref, at, State.SOMEBODY, cover.why, [people[each] for each in first.people], until, rows)


def _tell_window(
    computed: _Computed, people: Mapping[str, PersonOnCall], since: datetime, until: datetime
) -> OnCallWindow:
    cover, shifts = computed.cover, computed.shifts
    ref, rows = cover.subject_ref, cover.schedules
    if computed.why:
        return OnCallWindow(ref, since, until, State.UNKNOWN, computed.why, schedules=rows)
    slots, coverage = fill_gaps(shifts, people, since, until), get_coverage_percent(shifts, since, until)
    state = State.SOMEBODY if shifts else State.NOBODY
    return OnCallWindow(ref, since, until, state, cover.why, slots, coverage, rows)
