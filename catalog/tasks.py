"""What the broker can ask of the catalog. A task takes ids, makes one action call, and is safe to run twice."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.db.models import F, Q

from catalog.actions.jobs import lease_job, recover_jobs
from catalog.actions.keepings import end_keepings_in_time, purge_removed
from catalog.actions.locations import request_urls
from catalog.actions.pending import deliver_changes
from catalog.actions.scan import work_job
from catalog.actions.sources import list_source
from catalog.actions.work import name_worker
from catalog.models import Source
from catalog.models.clock import database_now

MAX_HINTS = 200


@shared_task(name="catalog.scan_origin")
def scan_origin(origin_id: int) -> None:
    """Work the job of this origin if it is due and nobody has it."""
    job = lease_job(name_worker(), database_now(), origin_id)
    if job is None:
        return
    outcome = work_job(job)
    if outcome.state == "changed":
        deliver.delay()


@shared_task(name="catalog.deliver")
def deliver() -> None:
    """Let the consumers look at what changed."""
    deliver_changes(database_now())


@shared_task(name="catalog.keep_going")
def keep_going() -> None:
    """Free jobs of dead workers, hint at what is due, deliver what is pending."""
    hint_scans(recover_jobs(database_now()))
    deliver_changes(database_now())


@shared_task(name="catalog.clean_up")
def clean_up() -> None:
    """End what was kept for 30 days, and forget what was removed 30 days ago."""
    now = database_now()
    end_keepings_in_time(now)
    purge_removed(now)
    deliver_changes(now)


@shared_task(name="catalog.list_source")
def list_one_source(source_id: int) -> None:
    """List one source and hint at its scans."""
    hint_scans(list(list_source(source_id, database_now()).origin_ids))


@shared_task(name="catalog.list_sources")
def list_sources() -> None:
    """List every source whose last listing is older than the interval, or that somebody asked to be listed.

    Registered URLs are looked at at the same interval; they need no listing.
    """
    now = database_now()
    due = now - timedelta(minutes=settings.SCAN_INTERVAL_MINUTES)
    waiting = Q(listed_at=None) | Q(listed_at__lte=due) | Q(list_requested_at__gt=F("listed_at"))
    for source_id in Source.objects.filter(waiting, removed_at=None).order_by("pk").values_list("pk", flat=True):
        list_one_source.delay(source_id)
    hint_scans(request_urls(due, now))


def hint_scans(origin_ids: list[int]) -> None:
    """Tell the workers where work is due; what is not hinted at is found by the next `keep_going`."""
    for origin_id in origin_ids[:MAX_HINTS]:
        scan_origin.delay(origin_id)
