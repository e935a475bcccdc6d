"""One look at one origin, from lease to written result."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef

from catalog.actions.file_calls import call_for_file
from catalog.actions.jobs import LeasedJob, LeaseLostError, assert_ours, fail_job, finish_job, renew_lease
from catalog.actions.kept_files import keep_files
from catalog.actions.leases import renewing
from catalog.actions.named_files import list_named_files
from catalog.actions.pending import Change, queue_changes
from catalog.actions.placeholder_files import PlaceholderFiles, may_include
from catalog.actions.reconcile import Reconciled, reconcile_origin
from catalog.core.erased_reading import erase_from_reading
from catalog.core.reading import OriginReading, refuse_organisation
from catalog.git.errors import RepositoryError
from catalog.http.client import Answer, Request
from catalog.models import Descriptor, Erasure, NamedFile, Origin, Scan
from catalog.models.clock import database_now
from catalog.selectors.erasures import load_eraser
from catalog.selectors.locations import get_own_name
from catalog.sources.reading import ReadOptions, look_at, read_look
from catalog.sources.registered import digest_reading, is_of_this_reader, read_registered
from catalog.sources.url_memory import UrlMemory

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ScanOutcome:
    """How a look ended: `unchanged`, `changed`, `failed` (will be tried again) or `lost` (another worker has it)."""

    origin_id: int
    state: str
    reconciled: Reconciled | None = None
    error: str = ""


def work_job(job: LeasedJob) -> ScanOutcome:
    """Look at the job's origin and write what is new. Never raises for anything the repository contains.

    The lease is renewed while we read; if it is lost all the same, nothing is written.
    """
    is_named = Exists(NamedFile.objects.filter(origin=OuterRef("pk")))
    has_erased = Exists(Erasure.objects.all())
    origins = Origin.objects.select_related("source").annotate(is_named=is_named, has_erased=has_erased)
    origin = origins.get(pk=job.origin_id)
    started_at = database_now()
    read = _read_url if origin.kind == Origin.Kind.URL else _read_repository
    try:
        with renewing(lambda: renew_lease(job, database_now())):
            found = read(origin)
        if found is None:
            finish_job(job)
            return ScanOutcome(origin.pk, "unchanged")
        reading, key = found
        reconciled = _write(job, origin, reading, key, started_at)
    except LeaseLostError:
        logger.info("the job of %s was taken over by another worker", origin.name)
        return ScanOutcome(origin.pk, "lost")
    except (RepositoryError, OSError) as error:
        return _fail(job, origin, str(error), started_at)
    return ScanOutcome(origin.pk, "unchanged" if reconciled.is_empty else "changed", reconciled)


def _read_repository(origin: Origin) -> tuple[OriginReading, str] | None:
    """What the repository says and the key of the look; None where nothing can have changed since the last one."""
    named = list_named_files(origin.pk) if getattr(origin, "is_named", True) else ()  # most repositories have none
    hosts = tuple(sorted(map(str, settings.PLACEHOLDER_HOSTS)))
    options = ReadOptions(tuple(settings.DESCRIPTOR_PATTERNS), named, hosts, settings.DESCRIPTOR_RULES)
    look = look_at(Path(origin.location), options)
    elsewhere = PlaceholderFiles(database_now(), origin.url_state)
    was_read_so = look.key == origin.read_digest.partition("+")[0] and not origin.scan_error
    if was_read_so and elsewhere.is_unchanged():
        return None
    reading = read_look(look, options, elsewhere.read if hosts else None)
    return _news(origin, reading, look.key + elsewhere.digest, elsewhere.after, was_read_so=was_read_so)


def _read_url(origin: Origin) -> tuple[OriginReading, str] | None:
    """What is at the registered URL; None where it says what it said before, which ETags tell unread."""
    memory = UrlMemory(_call, database_now(), origin.url_state)
    rules = settings.DESCRIPTOR_RULES
    was_read_so = is_of_this_reader(origin.read_digest, rules) and not origin.scan_error
    if was_read_so and memory.is_unchanged():
        return None
    paths = set(Descriptor.objects.filter(origin=origin).values_list("path", flat=True))
    reading = read_registered(
        get_own_name(origin), origin.location, paths, memory.read, may_include=may_include, rules=rules
    )
    return _news(origin, reading, digest_reading(reading, rules), memory.after, was_read_so=was_read_so)


def _news(
    origin: Origin, reading: OriginReading, key: str, url_state: dict[str, Any], *, was_read_so: bool
) -> tuple[OriginReading, str] | None:
    """The reading with its key, None if it says what the last one said; what URLs answered is remembered either way."""
    is_remembered = url_state == origin.url_state
    origin.url_state = url_state
    if key != origin.read_digest or not was_read_so:
        return reading, key
    if not is_remembered:
        origin.save(update_fields=["url_state"])
    return None


def _call(request: Request) -> Answer:
    return call_for_file(request, settings.OUTBOUND)


def fetch_url(url: str) -> bytes:
    """What is at a URL. Raises OSError saying why there is nothing, or why it may not be called."""
    return _call(Request(url)).content


def _write(job: LeasedJob, origin: Origin, reading: OriginReading, key: str, started_at: datetime) -> Reconciled:
    now = database_now()
    if not origin.may_define_organisation:
        reading = refuse_organisation(reading)
    # most companies have erased nobody, and a scan should not ask twice
    if getattr(origin, "has_erased", True) and (eraser := load_eraser()) is not None:
        reading = erase_from_reading(reading, eraser)
    with transaction.atomic():
        assert_ours(job)
        reconciled = reconcile_origin(origin, reading, job.requested_at, now)
        if keep_files(origin, reading, job.requested_at):
            queue_changes(Change.FILES, [origin.ref], now)
        is_news = not reconciled.is_empty or origin.tip != reading.commit or origin.scan_error
        _describe(origin, reading, key, now)
        if is_news:
            queue_changes(Change.ENTITY, [origin.ref], now)
            _record(origin, reading.commit, reconciled, started_at, now)
        finish_job(job)
    return reconciled


def _describe(origin: Origin, reading: OriginReading, key: str, now: datetime) -> None:
    origin.tip, origin.tip_committed_at, origin.branch = reading.commit, reading.committed_at, reading.branch
    origin.remote_url, origin.codeowners = reading.remote_url[:2000], _keep_commit(origin.codeowners, reading)
    origin.read_digest, origin.scanned_at, origin.scan_error = key, now, ""
    origin.has_skeleton = reading.has_skeleton
    origin.save()


def _keep_commit(stored: dict[str, Any], reading: OriginReading) -> dict[str, Any]:
    """What CODEOWNERS says, with the commit at which it first said so: a claim moves when its text does."""
    if not reading.codeowners:
        return {}
    is_same = all(stored.get(key) == value for key, value in reading.codeowners.items())
    return stored if is_same else reading.codeowners | {"commit": reading.commit}


def _record(origin: Origin, commit: str, reconciled: Reconciled, started_at: datetime, now: datetime) -> None:
    Scan.objects.create(
        origin=origin,
        commit=commit,
        started_at=started_at,
        finished_at=now,
        added=len(reconciled.added),
        changed=len(reconciled.changed),
        removed=len(reconciled.removed),
        broken=reconciled.broken,
    )


def _fail(job: LeasedJob, origin: Origin, error: str, started_at: datetime) -> ScanOutcome:
    """Keep what the catalog knows, say what is wrong, and try again later."""
    now = database_now()
    with transaction.atomic():
        fail_job(job, error, now)
        if origin.scan_error != error:
            Origin.objects.filter(pk=origin.pk).update(scan_error=error[:2000])
            Scan.objects.create(origin=origin, started_at=started_at, finished_at=now, error=error[:2000])
            queue_changes(Change.ENTITY, [origin.ref], now)
    return ScanOutcome(origin.pk, "failed", error=error)
