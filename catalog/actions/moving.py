"""Bringing the locations of a Backstage across: registered here, looked at, and ready to be compared."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from catalog.actions.locations import LocationExistsError, register_location, trust_location
from catalog.actions.work import Progress, work_due_jobs
from catalog.core.moving.steps import Action, Step


def bring_locations(steps: Iterable[Step], actor_ref: str, now: datetime, *, are_trusted: bool = False) -> int:
    """Register the URLs that `steps` say; returns how many are new. Safe to run twice.

    `are_trusted`: Groups and Users count that these URLs lead to, also those registered before.
    """
    brought = 0
    for step in steps:
        if step.action is Action.KNOWN and are_trusted:
            trust_location(step.place.target, now)
        if step.action is Action.REGISTER:
            try:
                register_location(step.place.target, actor_ref, now, is_trusted=are_trusted)
            except LocationExistsError:  # somebody else was faster
                continue
            brought += 1
    return brought


def look_at_brought(progress: Progress) -> dict[str, str]:
    """Look at everything that is due, here and now; returns the errors by what was looked at."""
    return work_due_jobs(progress).errors
