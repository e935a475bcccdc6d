"""On-call sources as people and scripts keep them: each change with its audit event, and a worker told at once."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from catalog.core.access import Actor
from catalog.models.clock import database_now
from catalog.tasks import deliver
from portal.actions.audit import record_event
from portal.actions.sources import broker_is_a_hint
from portal.selectors.on_call_source_rights import KIND
from teams.actions import on_call_jobs, on_call_sources
from teams.actions.on_call_sources import NewSource
from teams.models import OnCallSource
from teams.tasks import refresh_on_call_source


def add(actor: Actor, new: NewSource) -> OnCallSource:
    """Keep a new source; a worker looks at it at once. Raises OnCallError. Check that the actor may."""
    with transaction.atomic():
        row = on_call_sources.add_on_call_source(new, actor.ref, database_now())
        record_event(actor.ref, "on-call-source-added", _name(row), name=new.name, kind=new.kind)
    _hint(row)
    return row


def change(actor: Actor, row: OnCallSource, fields: Mapping[str, object]) -> OnCallSource:
    """Change some fields; it is read anew at once. Raises OnCallError. Check that the actor may, for both teams."""
    with transaction.atomic():
        changed, names = on_call_sources.change_on_call_source(row.pk, fields, database_now())
        if names:
            record_event(actor.ref, "on-call-source-changed", _name(row), name=row.name, fields=names)
    if names:
        _hint(changed)
    return changed


def look(actor: Actor, row: OnCallSource) -> None:
    """Have a source looked at now. Check that the actor may."""
    with transaction.atomic():
        on_call_jobs.request_look(row.pk, database_now())
        record_event(actor.ref, "on-call-source-look-requested", _name(row))
    _hint(row)


def remove(actor: Actor, row: OnCallSource) -> int:
    """Take a source out with its schedules; returns how many. Check that the actor may."""
    with transaction.atomic():
        number = on_call_sources.remove_on_call_source(row.pk, database_now())
        record_event(actor.ref, "on-call-source-removed", _name(row), name=row.name)
    with broker_is_a_hint():
        deliver.delay()
    return number


def _name(row: OnCallSource) -> str:
    return f"{KIND}:{row.pk}"


def _hint(row: OnCallSource) -> None:
    with broker_is_a_hint():
        refresh_on_call_source.delay(row.pk)
