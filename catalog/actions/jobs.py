"""Scan jobs: rows that say what is due. The broker's messages are hints; leases, tokens and attempts decide.

All times are the database's (`catalog.models.clock`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from catalog.actions.leases import LEASE
from catalog.models import ScanJob
from catalog.models.bulk import among_ids
from catalog.models.clock import database_now

MAX_ATTEMPTS = 3
RETRY_AFTER = timedelta(seconds=10)
DIED = "The worker that had this job died or lost its lease."


class LeaseLostError(Exception):
    """Another worker has the job now: what this one read must not be written."""


@dataclass(frozen=True, slots=True)
class LeasedJob:
    """A job that is ours while we renew its lease. `requested_at` is the pass it belongs to."""

    id: int
    origin_id: int
    token: int
    requested_at: datetime


def request_scans(origin_ids: Iterable[int], now: datetime, *, by_person: bool = False) -> list[int]:
    """Make jobs due now; returns the ids of the origins whose job is due. A person frees what is in quarantine.

    A job that is already due keeps its pass; one that is being worked on is due again when it ends.
    """
    jobs = ScanJob.objects.filter(origin_id__in=among_ids(list(origin_ids)), origin__removed_at=None)
    if by_person:
        jobs.filter(quarantined_at__isnull=False).update(quarantined_at=None, attempts=0, last_error="")
    jobs = jobs.filter(quarantined_at=None)
    jobs.filter(due_at=None).update(due_at=now, requested_at=now, attempts=0)
    return list(jobs.order_by("origin__name").values_list("origin_id", flat=True))


def lease_job(worker: str, now: datetime, origin_id: int | None = None) -> LeasedJob | None:
    """Take a due job nobody has: that of `origin_id`, or the one that has waited longest. None if there is none."""
    due = ScanJob.objects.filter(_free(now), due_at__lte=now, quarantined_at=None, attempts__lt=MAX_ATTEMPTS)
    if origin_id is not None:
        due = due.filter(origin_id=origin_id)
    while (job := due.order_by("due_at", "origin__name").first()) is not None:
        taken = ScanJob.objects.filter(_free(now), pk=job.pk, token=job.token).update(
            token=F("token") + 1, attempts=F("attempts") + 1, leased_by=worker, lease_expires_at=now + LEASE
        )
        if taken:
            return LeasedJob(job.pk, job.origin_id, job.token + 1, job.requested_at or now)
    return None


def renew_lease(job: LeasedJob, now: datetime) -> bool:
    """Keep the job for another lease; False if it is another worker's by now."""
    renewed = ScanJob.objects.filter(pk=job.id, token=job.token).exclude(leased_by="")
    return bool(renewed.update(lease_expires_at=now + LEASE))


def interrupt_jobs() -> None:
    """Take every job from whoever has it: what was read before now must not be written. They are due at once."""
    ScanJob.objects.exclude(leased_by="").update(token=F("token") + 1, leased_by="", lease_expires_at=None)


def assert_ours(job: LeasedJob) -> None:
    """Lock the job's row until the transaction ends. Raises LeaseLostError if the token is not ours any more."""
    if not ScanJob.objects.select_for_update().filter(pk=job.id, token=job.token).exclude(leased_by="").exists():
        raise LeaseLostError(f"job {job.id} was taken over")


def finish_job(job: LeasedJob) -> None:
    """The look succeeded: the job rests until it is requested again."""
    _ours(job).update(
        due_at=None,
        requested_at=None,
        leased_by="",
        lease_expires_at=None,
        attempts=0,
        last_error="",
        quarantined_at=None,
        finished_at=database_now(),
    )


def fail_job(job: LeasedJob, error: str, now: datetime) -> None:
    """The look failed: due again in a while, or in quarantine after the third time in a row."""
    _ours(job).update(leased_by="", lease_expires_at=None, last_error=error[:2000], due_at=now + RETRY_AFTER)
    _quarantine(ScanJob.objects.filter(pk=job.id, token=job.token), now)


def recover_jobs(now: datetime) -> list[int]:
    """Free jobs whose worker died, quarantine those that killed three; returns origins whose jobs are due now."""
    lost = ScanJob.objects.filter(lease_expires_at__lte=now)
    lost.update(leased_by="", lease_expires_at=None, last_error=DIED)
    _quarantine(ScanJob.objects.filter(leased_by=""), now)
    due = ScanJob.objects.filter(due_at__lte=now, leased_by="", quarantined_at=None)
    return list(due.order_by("due_at", "origin__name").values_list("origin_id", flat=True))


def _free(now: datetime) -> Q:
    return Q(leased_by="") | Q(lease_expires_at__lte=now)


def _ours(job: LeasedJob) -> QuerySet[ScanJob]:
    return ScanJob.objects.filter(pk=job.id, token=job.token)


def _quarantine(jobs: QuerySet[ScanJob], now: datetime) -> None:
    jobs.filter(attempts__gte=MAX_ATTEMPTS, due_at__isnull=False, quarantined_at=None).update(
        quarantined_at=now, due_at=None
    )
