"""Registered URLs: added, changed, looked at and taken out. Each is an origin, with a Location that stands for it."""

from __future__ import annotations

import uuid
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from catalog.actions.jobs import lease_job, request_scans
from catalog.actions.pending import deliver_to
from catalog.actions.reconcile import reconcile_origin
from catalog.actions.remove_origins import remove_origins
from catalog.actions.scan import work_job
from catalog.actions.stitch import CONSUMER
from catalog.actions.work import name_worker
from catalog.core.reading import OriginReading
from catalog.core.registered import name_location, own_location
from catalog.models import Origin, ScanJob
from catalog.models.clock import database_now
from catalog.selectors.locations import Location, find_location


class LocationExistsError(Exception):
    """The URL is registered already, as `location`."""

    def __init__(self, location: Location) -> None:
        super().__init__(location.target)
        self.location = location


def register_location(url: str, actor_ref: str, now: datetime, *, is_trusted: bool = False) -> UUID:
    """Make the URL an origin, with its Location visible at once; what it leads to follows with the first look.

    Groups and Users count only where it `is_trusted`. Raises LocationExistsError.
    """
    existing = find_location(url)
    if existing is not None:
        raise LocationExistsError(existing)
    uid = uuid.uuid4()
    try:
        with transaction.atomic():
            origin = Origin.objects.create(
                kind=Origin.Kind.URL,
                provider_id=str(uid),
                name=url[:500],
                location=url,
                first_seen_at=now,
                is_trusted=is_trusted,
            )
            ScanJob.objects.create(origin=origin, due_at=now, requested_at=now)
            own = OriginReading("", "", None, "", (own_location(name_location(url), url),))
            reconcile_origin(origin, own, now, now, actor_ref=actor_ref)
    except IntegrityError:  # somebody else was faster
        existing = find_location(url)
        if existing is None:
            raise
        raise LocationExistsError(existing) from None
    deliver_to(CONSUMER, now)
    return uid


def change_location(origin_id: int, url: str) -> None:
    """Let a registered Location stand for another URL; it keeps its name. The next look does the rest.

    Raises LocationExistsError.
    """
    existing = find_location(url)
    if existing is not None:
        if existing.origin_id != origin_id:
            raise LocationExistsError(existing)
        return
    Origin.objects.filter(pk=origin_id).update(location=url, name=url[:500], read_digest="")


def trust_location(url: str, now: datetime) -> bool:
    """Let the Groups and Users count that a registered URL leads to, from the next look on, which is due now.

    False where nothing changed.
    """
    found = Origin.objects.filter(kind=Origin.Kind.URL, removed_at=None, location=url)
    changed = [change_trust(origin.pk, is_trusted=True, now=now) for origin in found]
    return any(changed)


def change_trust(origin_id: int, *, is_trusted: bool, now: datetime) -> bool:
    """Say whether a registered URL may define Groups and Users. Rights follow at once, the catalog with the next look,
    which is due now. False where nothing changed.
    """
    changed = Origin.objects.filter(pk=origin_id, removed_at=None).exclude(is_trusted=is_trusted)
    if not changed.update(is_trusted=is_trusted, read_digest=""):
        return False
    request_scans([origin_id], now, by_person=True)
    return True


def remove_location(origin_id: int, actor_ref: str, now: datetime) -> None:
    """Take a registered URL out, with everything that only it declares."""
    with transaction.atomic():
        remove_origins(list(Origin.objects.filter(pk=origin_id)), actor_ref, now)
    deliver_to(CONSUMER, now)


def look_at_url(origin_id: int) -> None:
    """Look at a registered URL here and now, unless a worker is at it already, and serve what was found."""
    request_scans([origin_id], database_now(), by_person=True)
    job = lease_job(name_worker(), database_now(), origin_id)
    if job is not None:
        work_job(job)
    deliver_to(CONSUMER, database_now())


def request_urls(before: datetime, now: datetime) -> list[int]:
    """Make looks at registered URLs due that were last looked at before then; returns the ids of the origins due."""
    urls = Origin.objects.filter(kind=Origin.Kind.URL, removed_at=None)
    stale = urls.filter(job__finished_at__lte=before) | urls.filter(job__finished_at=None)
    ids = list(stale.values_list("pk", flat=True))
    return request_scans(ids, now) if ids else []
