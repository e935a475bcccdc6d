"""What the broker can ask of teams. A task takes ids, makes one action call, and is safe to run twice."""

from __future__ import annotations

from celery import shared_task

from catalog.actions.work import name_worker
from catalog.models.clock import database_now
from catalog.tasks import deliver
from teams.actions.membership_decisions import keep_days_of_memberships
from teams.actions.on_call_jobs import lease_source, list_due_sources
from teams.actions.on_call_refresh import refresh_source

MAX_HINTS = 100


@shared_task(name="teams.refresh_on_call_source")
def refresh_on_call_source(source_id: int) -> None:
    """Look at this source if it is due and nobody has it."""
    leased = lease_source(source_id, name_worker(), database_now())
    if leased is not None:
        refresh_source(leased)
        deliver.delay()


@shared_task(name="teams.refresh_on_call_sources")
def refresh_on_call_sources() -> None:
    """Free sources of dead workers, and hint at what is due."""
    for source_id in list_due_sources(database_now())[:MAX_HINTS]:
        refresh_on_call_source.delay(source_id)


@shared_task(name="teams.keep_memberships")
def keep_memberships() -> None:
    """Let memberships that are decided from a day or until a day begin and end."""
    if keep_days_of_memberships(database_now()):
        deliver.delay()
