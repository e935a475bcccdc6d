"""Schedules that people keep in the portal or by the API: made, changed and ended. Files in Git are never touched."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from catalog.actions.pending import Change, queue_changes
from teams.core.oncall.documents import KIND, ScheduleDocument, read_schedule_data
from teams.core.oncall.errors import OnCallError, ScheduleError, quote
from teams.models import Schedule, Team

LARGEST_DOCUMENT = 200_000  # characters of JSON


class StaleError(OnCallError):
    """A change began with what a schedule no longer says."""


def check_document(data: object) -> ScheduleDocument:
    """A schedule as `oncall.yaml` has it, with a name and a team that is there. Raises ScheduleError at the field."""
    if not isinstance(data, dict):
        raise ScheduleError("", "expected an object with named fields")
    found = read_schedule_data({"kind": KIND, **data})
    if not Team.objects.filter(ref=found.owner_ref, dissolved_at=None).exists():
        raise ScheduleError("owner", f"{quote(found.owner_ref)} is no team of the catalog")
    if len(get_ref(found)) > 200:  # noqa: PLR2004 - the column's width
        raise ScheduleError("name", "is too long")
    return found


def get_ref(document: ScheduleDocument) -> str:
    """The ref of a schedule that says its name."""
    return f"schedule:{document.namespace}/{document.name}".lower()


@transaction.atomic
def create_schedule(data: Mapping[str, Any], now: datetime) -> Schedule:
    """A new schedule kept here. Raises ScheduleError at the field. Check that the actor may."""
    found = check_document(data)
    ref = get_ref(found)
    if Schedule.objects.filter(ref=ref, removed_at=None, origin__removed_at=None).exists():
        raise ScheduleError("name", f"{quote(found.name)} is the name of another schedule")
    row = Schedule(kind=Schedule.PORTAL, ref=ref, first_seen_at=now)
    _fill(row, found, data, now)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:  # somebody else was quicker
        raise ScheduleError("name", f"{quote(found.name)} is the name of another schedule") from error
    queue_changes(Change.FILES, [ref], now)
    return row


@transaction.atomic
def change_schedule(pk: int, data: Mapping[str, Any], now: datetime, version: str = "") -> Schedule:
    """What a schedule kept here says from now on. Raises ScheduleError at the field, OnCallError where it has ended,
    StaleError where it says something else by now than what the change began with (`version`, '' for whatever).
    """
    found = check_document(data)
    row = _lock(pk, version)
    if get_ref(found) != row.ref:
        raise ScheduleError("name", f"a schedule keeps its name; this one is {row.ref}")
    _fill(row, found, data, now)
    row.save()
    queue_changes(Change.FILES, [row.ref], now)
    return row


@transaction.atomic
def end_schedule(pk: int, now: datetime, version: str = "") -> Schedule:
    """Nobody is on call by it any more; its feeds say so. Raises OnCallError where it has ended already, StaleError as
    for a change.
    """
    row = _lock(pk, version)
    row.removed_at = row.changed_at = now
    row.save(update_fields=["removed_at", "changed_at"])
    queue_changes(Change.FILES, [row.ref], now)
    return row


def _lock(pk: int, version: str) -> Schedule:
    row = Schedule.objects.select_for_update().filter(pk=pk, kind=Schedule.PORTAL, removed_at=None).first()
    if row is None:
        raise OnCallError("This schedule is not kept here, or has ended.")
    if version and version != row.version:
        raise StaleError("Somebody else changed this schedule meanwhile.")
    return row


def _fill(row: Schedule, found: ScheduleDocument, data: Mapping[str, Any], now: datetime) -> None:
    row.owner_ref, row.title, row.zone = found.owner_ref, found.title[:500], found.schedule.zone
    row.document, row.problem, row.changed_at = {"kind": KIND, **data}, "", now
