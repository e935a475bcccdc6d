"""Who is on call, as the API tells it: shapes, and what fills them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal

from catalog.core.access import Actor
from catalog.models import Ownership
from catalog.selectors.ownership import get_owners
from portal.api.addresses import member_address
from portal.api.contacts import Contact, PersonToReach, describe_people, list_contacts
from portal.api.shapes import Shape
from portal.selectors.names import get_names
from teams.models import Schedule
from teams.selectors.on_call import OnCall, OnCallWindow, get_on_call, get_on_call_window
from teams.selectors.schedules import Slot

State = Literal["somebody", "nobody", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleBrief(Shape):
    """A schedule by its ref."""

    ref: str
    name: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftItem(Shape):
    """A longest stretch with the same people on call: from its start on, no longer at its end."""

    start: datetime
    end: datetime
    people: list[PersonToReach]


@dataclass(frozen=True, slots=True, kw_only=True)
class GapItem(Shape):
    """A stretch in which nobody is on call."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OnCallNow(Shape):
    """Who is on call for something at one moment."""

    state: Annotated[State, "`unknown` is never the same as `nobody`: `why` says what could not be told."]
    why: Annotated[str, "By which schedule, or why it is unknown, as a sentence."]
    people: list[PersonToReach]
    until: Annotated[datetime | None, "End of the shift or the gap; null if more than 14 days away, or unknown."]
    schedules: list[ScheduleBrief]


@dataclass(frozen=True, slots=True, kw_only=True)
class OnCallMatch(OnCallNow):
    """Something that was asked for. Over a window `people` and `until` are empty; at a moment the shifts are."""

    subject_ref: str
    name: str
    kind: str
    teams: Annotated[list[Contact], "The teams whose schedules these are, else the owner, and how to reach them."]
    shifts: list[ShiftItem]
    gaps: list[GapItem]
    coverage_percent: Annotated[float | None, "Share of the window with somebody on call; null where unknown."]


def describe_now(actor: Actor, refs: Sequence[str], at: datetime) -> dict[str, OnCallNow]:
    """Who is on call for visible subjects, by ref. At most seven queries."""
    return {ref: OnCallNow(**_describe_now(each)) for ref, each in get_on_call(actor, refs, at).items()}


def describe_moment(actor: Actor, refs: Sequence[str], at: datetime) -> list[OnCallMatch]:
    """Who is on call at a moment, with the teams. At most thirteen queries."""
    found = get_on_call(actor, refs, at)
    frames = _frame(actor, found)
    return [
        OnCallMatch(**_describe_now(found[ref]), **frames[ref], shifts=[], gaps=[], coverage_percent=None)
        for ref in refs
    ]


def describe_window(actor: Actor, refs: Sequence[str], since: datetime, until: datetime) -> list[OnCallMatch]:
    """Who is on call over a window, with the teams. At most thirteen queries."""
    found = get_on_call_window(actor, refs, since, until)
    frames = _frame(actor, found)
    return [
        OnCallMatch(
            **frames[ref],
            state=each.state.value,
            why=each.why,
            people=[],
            until=None,
            schedules=_brief(each.schedules),
            shifts=describe_shifts(each.slots),
            gaps=describe_gaps(each.slots),
            coverage_percent=each.coverage_percent,
        )
        for ref, each in found.items()
    ]


def describe_shifts(slots: Sequence[Slot]) -> list[ShiftItem]:
    """The stretches with somebody."""
    return [ShiftItem(start=x.start, end=x.end, people=describe_people(x.people)) for x in slots if x.people]


def describe_gaps(slots: Sequence[Slot]) -> list[GapItem]:
    """The stretches with nobody."""
    return [GapItem(start=slot.start, end=slot.end) for slot in slots if not slot.people]


def _describe_now(found: OnCall) -> dict[str, Any]:
    return {
        "state": found.state.value,
        "why": found.why,
        "people": describe_people(found.people),
        "until": found.until,
        "schedules": _brief(found.schedules),
    }


def _brief(rows: Sequence[Schedule]) -> list[ScheduleBrief]:
    return [ScheduleBrief(ref=row.ref, name=row.shown_name, href=member_address("schedules", row.ref)) for row in rows]


def _frame(actor: Actor, found: Mapping[str, OnCall] | Mapping[str, OnCallWindow]) -> dict[str, dict[str, Any]]:
    """What each subject is and whom to turn to. At most six queries."""
    names = get_names(actor, found)
    rows = {ref: list(each.schedules) for ref, each in found.items()}
    owned = get_owners([ref for ref in found if not rows[ref]])
    refs = {ref: {row.owner_ref for row in rows[ref]} or _own(ref, owned.get(ref)) for ref in found}
    contacts = list_contacts(actor, set().union(*refs.values())) if found else {}
    return {
        ref: {
            "subject_ref": ref,
            "name": names[ref].name if names[ref].is_known else next((x.shown_name for x in rows[ref]), ref),
            "kind": names[ref].kind,
            "teams": [contacts[team] for team in sorted(refs[ref]) if team in contacts],
        }
        for ref in found
    }


def _own(ref: str, ownership: Ownership | None) -> set[str]:
    if ref.startswith("group:"):
        return {ref}
    return {ownership.owner_ref} if ownership and ownership.owner_ref else set()
