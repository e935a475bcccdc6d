"""Schedules and overrides as people and scripts change them: each with its audit event, and seen at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from catalog.core.access import Actor
from catalog.models.clock import database_now
from portal.actions.audit import record_event
from portal.actions.decisions import spread_decision
from teams.actions import overrides, portal_schedules
from teams.core.oncall.model import Override as Decision
from teams.core.oncall.times import write_moment
from teams.models import Override, Schedule

CREATED, CHANGED, ENDED = "schedule-created", "schedule-changed", "schedule-ended"
ADDED, UNDONE = "override-added", "override-undone"
ACTIONS = (CREATED, CHANGED, ENDED, ADDED, UNDONE)


def create(actor: Actor, data: Mapping[str, Any]) -> Schedule:
    """Keep a new schedule. Raises ScheduleError at the field. Check that the actor may."""
    with transaction.atomic():
        row = portal_schedules.create_schedule(data, database_now())
        record_event(actor.ref, CREATED, row.ref, document=row.document)
    spread_decision()
    return row


def change(actor: Actor, pk: int, data: Mapping[str, Any], version: str = "") -> Schedule:
    """Change a schedule kept here. Raises ScheduleError at the field, and StaleError where it is no longer of the
    `version` that the change began with. Check that the actor may.
    """
    with transaction.atomic():
        row = portal_schedules.change_schedule(pk, data, database_now(), version)
        record_event(actor.ref, CHANGED, row.ref, document=row.document)
    spread_decision()
    return row


def end(actor: Actor, pk: int, version: str = "") -> Schedule:
    """End a schedule kept here. Raises OnCallError where it has ended, StaleError as for a change. Check that the
    actor may.
    """
    with transaction.atomic():
        row = portal_schedules.end_schedule(pk, database_now(), version)
        record_event(actor.ref, ENDED, row.ref)
    spread_decision()
    return row


def add_override(actor: Actor, row: Schedule, decision: Decision, reason: str) -> Override:
    """Let an override or a swap hold. Raises ScheduleError at the field. Check that the actor may."""
    with transaction.atomic():
        made = overrides.add_override(row, decision, reason, actor.ref, database_now())
        record_event(actor.ref, ADDED, row.ref, **_describe(made))
    spread_decision()
    return made


def undo_override(actor: Actor, pk: int) -> Override:
    """Let it hold no more. Raises OnCallError where it does not hold. Check that the actor may."""
    with transaction.atomic():
        found = overrides.undo_override(pk, actor.ref, database_now())
        record_event(actor.ref, UNDONE, found.schedule_ref, **_describe(found))
    spread_decision()
    return found


def _describe(override: Override) -> dict[str, Any]:
    said = {"id": override.pk, "mode": override.mode, "start": _write(override.start), "end": _write(override.end)}
    return said | {"people": override.people, "replaces": override.replaces, "reason": override.reason}


def _write(moment: datetime) -> str:
    return write_moment(moment.astimezone(UTC))
