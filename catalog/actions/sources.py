"""Adding, listing and removing sources. A bad listing deletes nothing (DESIGN.md §3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from catalog.actions.jobs import request_scans
from catalog.actions.leases import hold_lease
from catalog.actions.remove_origins import remove_origins
from catalog.models import Origin, ScanJob, Source
from catalog.models.bulk import insert_rows, update_rows
from catalog.sources.base import FoundRepository, Listing, SourceError, get_source_kind

MISSING_FOR = timedelta(hours=1)
HELD_ABOVE_COUNT = 10
HELD_ABOVE_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Listed:
    """What a listing led to: origins to look at, and how many are gone or wait for a person before they go."""

    origin_ids: tuple[int, ...] = ()
    new: int = 0
    removed: int = 0
    held: int = 0
    error: str = ""


def add_source(
    location: str, actor_ref: str, now: datetime, *, kind: str = "directory", name: str = "", is_demo: bool = False
) -> Source:
    """Add a source, bring a removed one back, or return the one with this location.

    Raises SourceError saying what is wrong with the location.
    """
    checked = get_source_kind(kind).check_location(location)
    source, is_new = Source.objects.get_or_create(
        location=checked,
        defaults={
            "kind": kind,
            "name": name or checked.rstrip("/").rpartition("/")[2] or checked,
            "created_by_ref": actor_ref,
            "created_at": now,
            "is_demo": is_demo,
        },
    )
    if not is_new and source.removed_at is not None:
        source.removed_at = source.listed_at = None
        source.created_by_ref, source.created_at, source.is_demo = actor_ref, now, is_demo
        source.save()
    return source


def list_source(source_id: int, now: datetime, *, by_person: bool = False) -> Listed:
    """List the source's repositories, make what is new known, and make scans of all of them due.

    Single-flight per source: who finds it being listed does nothing.
    """
    with hold_lease(f"list-source-{source_id}") as is_ours:
        if not is_ours:
            return Listed()
        source = Source.objects.get(pk=source_id)
        if source.removed_at is not None:
            return Listed()
        try:
            listing = get_source_kind(source.kind).list_repositories(source.location)
        except SourceError as error:
            Source.objects.filter(pk=source_id).update(list_error=str(error), list_requested_at=None)
            return Listed(error=str(error))
        with transaction.atomic():
            return _record(source, listing, now, by_person=by_person)


def _record(source: Source, listing: Listing, now: datetime, *, by_person: bool) -> Listed:
    known = {origin.provider_id: origin for origin in Origin.objects.filter(source=source)}
    found = {repository.provider_id: repository for repository in listing.repositories}
    fresh = [_fill(Origin(source=source, first_seen_at=now), r) for key, r in found.items() if key not in known]
    insert_rows(fresh)
    returned = [_fill(known[key], r) for key, r in found.items() if key in known and _differs(known[key], r)]
    update_rows(returned, ("name", "location", "is_archived", "is_fork", "is_template", "missing_since", "removed_at"))
    missing = [origin for key, origin in known.items() if key not in found and origin.removed_at is None]
    removed, held = _handle_missing(missing, len(known), listing, now) if missing else (0, 0)
    origin_ids = list(Origin.objects.filter(source=source, removed_at=None).values_list("pk", flat=True))
    insert_rows([ScanJob(origin_id=pk) for pk in origin_ids], ignore_conflicts=True)
    source.listed_at, source.list_error = now, "\n".join(listing.problems)[:4000]
    source.list_requested_at, source.missing_held = None, held
    source.save()
    looked_at = [pk for pk in origin_ids if pk not in {origin.pk for origin in missing}]
    due = request_scans(looked_at, now, by_person=by_person)
    return Listed(tuple(due), new=len(fresh), removed=removed, held=held, error=source.list_error)


def _fill(origin: Origin, repository: FoundRepository) -> Origin:
    origin.provider_id, origin.name, origin.location = repository.provider_id, repository.name, repository.location
    origin.is_archived, origin.is_fork = repository.is_archived, repository.is_fork
    origin.is_template = repository.is_template
    origin.missing_since = origin.removed_at = None
    return origin


def _differs(origin: Origin, repository: FoundRepository) -> bool:
    stored = (origin.name, origin.location, origin.is_archived, origin.is_fork, origin.is_template)
    wanted = (
        repository.name, repository.location, repository.is_archived, repository.is_fork, repository.is_template,
    )  # fmt: skip
    return stored != wanted or origin.missing_since is not None or origin.removed_at is not None


def _handle_missing(missing: Sequence[Origin], total: int, listing: Listing, now: datetime) -> tuple[int, int]:
    """How many went and how many wait: absence needs two complete listings an hour apart, many at once a person."""
    if not listing.is_complete:
        return 0, 0
    fresh = [origin for origin in missing if origin.missing_since is None]
    for origin in fresh:
        origin.missing_since = now
    update_rows(fresh, ("missing_since",))
    gone = [o for o in missing if o.missing_since is not None and now - o.missing_since >= MISSING_FOR]
    if len(gone) > max(HELD_ABOVE_COUNT, HELD_ABOVE_SHARE * total):
        return 0, len(gone)
    remove_origins(gone, "list-source", now)
    return len(gone), 0


def remove_source(source_id: int, actor_ref: str, now: datetime) -> int:
    """Take a source out for a person: its origins and entities are removed, softly; returns how many origins."""
    with transaction.atomic():
        origins = list(Origin.objects.filter(source_id=source_id, removed_at=None))
        remove_origins(origins, actor_ref, now, drop_kept=True)
        Source.objects.filter(pk=source_id).update(removed_at=now, list_requested_at=None, missing_held=0)
    return len(origins)


def confirm_missing(source_id: int, actor_ref: str, now: datetime) -> int:
    """Remove, for a person, the repositories that are missing and were held back; returns how many."""
    with transaction.atomic():
        gone = list(Origin.objects.filter(source_id=source_id, removed_at=None, missing_since__isnull=False))
        remove_origins(gone, actor_ref, now)
        Source.objects.filter(pk=source_id).update(missing_held=0)
    return len(gone)
