"""Bringing the locations of a Backstage across: registered here, looked at, and ready to be compared."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction

from catalog.actions.locations import LocationExistsError, register_location, trust_location
from catalog.actions.work import Progress, work_due_jobs
from catalog.core.moving.steps import Action, Step

#: ``record(action, subject, **detail)`` adds to the audit trail what was written.
Record = Callable[..., object]


def bring_locations(
    steps: Iterable[Step], actor_ref: str, now: datetime, record: Record, *, are_trusted: bool = False
) -> int:
    """Register the URLs that `steps` say; returns how many are new. Safe to run twice.

    `are_trusted`: Groups and Users count that these URLs lead to, also those registered before.
    """
    brought = 0
    for step in steps:
        target = step.place.target
        if step.action is Action.KNOWN and are_trusted:
            with transaction.atomic():
                if trust_location(target, now):
                    record("location-trusted", target)
        if step.action is Action.REGISTER:
            try:
                with transaction.atomic():
                    register_location(target, actor_ref, now, is_trusted=are_trusted)
                    record("location-registered", target, trusted=are_trusted)
            except LocationExistsError:  # somebody else was faster
                continue
            brought += 1
    return brought


def look_at_brought(progress: Progress) -> dict[str, str]:
    """Look at everything that is due, here and now; returns the errors by what was looked at."""
    return work_due_jobs(progress).errors
