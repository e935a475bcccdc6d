"""Whose turn it is to look at an on-call source: the row decides, by lease, token and attempts; messages are hints."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from catalog.actions.leases import LEASE
from teams.models import OnCallSource

MAX_ATTEMPTS = 3
DIED = "The worker that read this source died, three times in a row. It is read again when somebody asks for it."


@dataclass(frozen=True, slots=True)
class LeasedSource:
    """A source that is ours while we renew its lease."""

    id: int
    token: int


def lease_source(source_id: int, worker: str, now: datetime) -> LeasedSource | None:
    """Take a source that is due and that nobody has; None if it is not."""
    due = OnCallSource.objects.filter(
        _free(now), pk=source_id, due_at__lte=now, removed_at=None, attempts__lt=MAX_ATTEMPTS
    )
    row = due.values_list("token", flat=True).first()
    if row is None:
        return None
    taken = due.filter(token=row).update(
        token=F("token") + 1, attempts=F("attempts") + 1, leased_by=worker, lease_expires_at=now + LEASE
    )
    return LeasedSource(source_id, row + 1) if taken else None


def renew_source(leased: LeasedSource, now: datetime) -> bool:
    """Keep it for another lease; False if it is another worker's by now."""
    return bool(ours(leased).exclude(leased_by="").update(lease_expires_at=now + LEASE))


def list_due_sources(now: datetime) -> list[int]:
    """Free what died and give up on what killed three workers; the ids of the sources to look at now."""
    lost = OnCallSource.objects.filter(lease_expires_at__lte=now)
    lost.filter(attempts__gte=MAX_ATTEMPTS).update(error=DIED, failing_since=now, due_at=None)
    lost.update(leased_by="", lease_expires_at=None)
    due = OnCallSource.objects.filter(due_at__lte=now, leased_by="", removed_at=None, attempts__lt=MAX_ATTEMPTS)
    return list(due.order_by("due_at", "pk").values_list("pk", flat=True))


def request_look(source_id: int, now: datetime) -> None:
    """Have a source looked at now, also one that was given up on."""
    OnCallSource.objects.filter(pk=source_id, removed_at=None).update(due_at=now, attempts=0)


def ours(leased: LeasedSource) -> QuerySet[OnCallSource]:
    """The row, as long as it is ours."""
    return OnCallSource.objects.filter(pk=leased.id, token=leased.token)


def rest_until(due_at: datetime) -> dict[str, object]:
    """What is written when a look ended, well or not."""
    return {"due_at": due_at, "attempts": 0, "leased_by": "", "lease_expires_at": None}


def retry_after(every: timedelta, wanted: timedelta | None = None) -> timedelta:
    """How long after a failure to look again: what the server wanted, else a while, never longer than usual."""
    return max(wanted, timedelta(seconds=10)) if wanted else min(every, timedelta(minutes=10))


def _free(now: datetime) -> Q:
    return Q(leased_by="") | Q(lease_expires_at__lte=now)
