"""Whether the database answers and the worker works."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Min, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from catalog.models import ScanJob, Source

LATE_AFTER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Health:
    """Since when work waits that nobody has taken; None while there is none."""

    waiting_since: datetime | None
    now: datetime

    @property
    def is_worker_late(self) -> bool:
        """Whether the work that has waited longest should have been taken by now."""
        return self.waiting_since is not None and self.now - self.waiting_since > LATE_AFTER


def get_health() -> Health:
    """What waits longest: a due scan that no worker has, or a source whose listing is due. Two queries.

    There is no heartbeat to forget: a worker that does its work leaves nothing overdue. Raises DatabaseError if the
    database does not answer.
    """
    now = timezone.now()
    free = Q(leased_by="") | Q(lease_expires_at__lte=now)
    scans = ScanJob.objects.filter(free, due_at__lte=now, quarantined_at__isnull=True)
    oldest = Source.objects.filter(removed_at=None).aggregate(at=Min(Coalesce("listed_at", "created_at")))["at"]
    listing = oldest + timedelta(minutes=settings.SCAN_INTERVAL_MINUTES) if oldest else None
    waiting = [at for at in (scans.aggregate(at=Min("due_at"))["at"], listing) if at is not None and at <= now]
    return Health(min(waiting, default=None), now)
