"""Schedules kept here, before and after they are: what a document says, and what people decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import ndiff
from typing import Any

from django.db.models import QuerySet

from catalog.core.access import Actor
from portal.actions.schedules import ACTIONS, CHANGED, CREATED
from portal.models import AuditEvent
from portal.selectors.actors import get_actor_names
from teams.actions.portal_schedules import check_document
from teams.core.oncall import get_coverage_percent, list_shifts
from teams.core.oncall.documents import KIND, ScheduleDocument, read_schedule_data
from teams.core.oncall.export import make_version, write_document
from teams.models import Override, Schedule
from teams.selectors.on_call_people import PersonOnCall, find_people
from teams.selectors.schedules import Slot, fill_gaps
from teams.selectors.teams import get_team, list_members


@dataclass(frozen=True, slots=True)
class Preview:
    """What a document would mean over a window; `unknown` are people nobody in the catalog stands for."""

    document: ScheduleDocument
    since: datetime
    until: datetime
    slots: Sequence[Slot]
    coverage_percent: float
    unknown: Sequence[str]


def read_owner(data: Mapping[str, Any]) -> str:
    """The team that a document names, before it is known whether there is one. Raises ScheduleError."""
    return read_schedule_data({"kind": KIND, **data}).owner_ref


def preview_schedule(actor: Actor, data: Mapping[str, Any], since: datetime, until: datetime) -> Preview:
    """What a document would mean. Four queries at most. Raises ScheduleError at the field."""
    document = check_document(data)
    shifts = list_shifts(document.schedule, since, until)
    people = find_people(
        actor, set(document.schedule.list_people()) | {x for each in shifts for x in each.people}, [data]
    )
    return Preview(
        document,
        since,
        until,
        fill_gaps(shifts, people, since, until),
        get_coverage_percent(shifts, since, until),
        sorted(each.name for each in people.values() if each.ref and not each.is_known),
    )


def list_overrides(row: Schedule) -> QuerySet[Override]:
    """Everything people decided about a schedule, the newest first, also what was undone."""
    return Override.objects.filter(schedule_ref=row.ref).order_by("-made_at", "-pk")


@dataclass(frozen=True, slots=True)
class ShownOverride:
    """An override with the people in it and who made it."""

    override: Override
    people: Sequence[PersonOnCall]
    replaces: PersonOnCall | None
    made_by: str
    undone_by: str


def show_overrides(actor: Actor, rows: Sequence[Override]) -> list[ShownOverride]:
    """Overrides in their order. At most four queries."""
    people = find_people(actor, {ref for row in rows for ref in (*row.people, row.replaces) if ref})
    names = get_actor_names({ref for row in rows for ref in (row.made_by_ref, row.undone_by_ref) if ref})
    return [
        ShownOverride(
            row,
            [people[ref] for ref in row.people],
            people[row.replaces] if row.replaces else None,
            names[row.made_by_ref],
            names[row.undone_by_ref] if row.undone_by_ref else "",
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class ScheduleEvent:
    """Who did what to a schedule, when."""

    who: str
    action: str
    at: datetime


_WORDS = {
    "schedule-created": "made it",
    "schedule-changed": "changed it",
    "schedule-ended": "ended it",
    "override-added": "added an override",
    "override-undone": "undid an override",
}
EVENTS_SHOWN = 20


def list_schedule_events(row: Schedule) -> list[ScheduleEvent]:
    """What was done to a schedule in the portal and by the API, the newest first. At most three queries."""
    found = list(AuditEvent.objects.filter(subject=row.ref, action__in=ACTIONS).order_by("-at", "-pk")[:EVENTS_SHOWN])
    names = get_actor_names(event.actor_ref for event in found)
    return [ScheduleEvent(names[event.actor_ref], _WORDS[event.action], event.at) for event in found]


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What others made of a schedule since somebody began to change it: `lines` are a sign (+, -, blank) and a text.

    `lines` are empty where it is not known what they began with.
    """

    by: Sequence[ScheduleEvent]
    lines: Sequence[tuple[str, str]]


def find_meanwhile(row: Schedule, version: str) -> Meanwhile:
    """What changed since a version of a schedule. At most four queries."""
    kept = AuditEvent.objects.filter(subject=row.ref, action__in=(CREATED, CHANGED)).order_by("-at", "-pk")
    since, base = [], None
    for event in kept[:EVENTS_SHOWN]:
        document = event.detail.get("document")
        if isinstance(document, dict) and make_version(document) == version:
            base = document
            break
        since.append(event)
    names = get_actor_names(event.actor_ref for event in since)
    by = [ScheduleEvent(names[event.actor_ref], _WORDS[event.action], event.at) for event in since if base]
    old, new = (write_document(each or {}).splitlines() for each in (base, row.document))
    lines = [line for line in ndiff(old, new) if not line.startswith("?")] if base else []
    return Meanwhile(by, [(line[0].strip(), line[2:]) for line in lines])


def list_starting_people(actor: Actor, team_ref: str) -> list[str]:
    """The people of a team as a new schedule names them. Two queries."""
    team = get_team(actor, team_ref)
    return [membership.person.ref for membership in list_members(actor, team)] if team else []
