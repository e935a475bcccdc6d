"""What a person decides about a source: that it is looked at, who sees what comes from it, what it may define."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from celery.exceptions import OperationalError
from django.db import transaction

from catalog.actions.jobs import request_scans
from catalog.actions.pending import Change, queue_changes
from catalog.models import Entity, Origin, Source, SourceReader
from catalog.models.clock import database_now
from portal.actions.audit import record_event

logger = logging.getLogger(__name__)


def request_listing(source: Source) -> None:
    """Have a source listed and all of its repositories looked at, also those in quarantine.

    The row says that it is wanted; whoever calls this then tells the broker to look now.
    """
    now = database_now()
    Source.objects.filter(pk=source.pk).update(list_requested_at=now)
    origins = Origin.objects.filter(source=source, removed_at__isnull=True)
    request_scans(list(origins.values_list("pk", flat=True)), now, by_person=True)


@transaction.atomic
def change_source(
    actor_ref: str,
    source: Source,
    *,
    name: str,
    is_restricted: bool,
    reader_refs: Collection[str],
    may_define_organisation: bool,
) -> None:
    """Set what a source is called, whether only some teams see what comes from it, and whether its Groups grant rights.

    Rights follow with the next request. What the API serves ready-made is grouped anew by whoever consumes changes.
    """
    locked = Source.objects.select_for_update().get(pk=source.pk)
    before = _describe(locked)
    locked.name, locked.is_restricted = name, is_restricted
    locked.may_define_organisation = may_define_organisation
    locked.save(update_fields=["name", "is_restricted", "may_define_organisation"])
    SourceReader.objects.filter(source=locked).exclude(team_ref__in=reader_refs).delete()
    present = set(SourceReader.objects.filter(source=locked).values_list("team_ref", flat=True))
    new = sorted(set(reader_refs) - present)
    SourceReader.objects.bulk_create(SourceReader(source=locked, team_ref=ref) for ref in new)
    after = _describe(locked)
    changed = {key: [before[key], after[key]] for key in before if before[key] != after[key]}
    if not changed:
        return
    record_event(actor_ref, "source-changed", f"source:{locked.pk}", **changed)
    if "restricted" in changed:
        refs = Entity.objects.filter(source=locked).values_list("ref", flat=True)
        queue_changes(Change.ENTITY, refs, database_now())
    if "organisation" in changed:  # the files of its repositories may speak for teams now, or no more
        origins = Origin.objects.filter(source=locked, removed_at=None)
        queue_changes(Change.FILES, [origin.ref for origin in origins], database_now())


def _describe(source: Source) -> dict[str, object]:
    return {
        "name": source.name,
        "restricted": source.is_restricted,
        "readers": sorted(source.readers.values_list("team_ref", flat=True)),
        "organisation": source.may_define_organisation,
    }


@contextmanager
def broker_is_a_hint() -> Iterator[None]:
    """Messages sent in the block may be lost: what is due stands in the database, and beat finds it."""
    try:
        yield
    except OperationalError as error:
        logger.warning("the broker does not answer; the work waits for the next beat: %s", error)
