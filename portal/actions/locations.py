"""What an administrator does with registered URLs, each with its audit event."""

from __future__ import annotations

from django.db import transaction

from catalog.actions.jobs import request_scans
from catalog.actions.locations import change_trust, register_location, remove_location
from catalog.models import Origin
from catalog.models.clock import database_now
from catalog.selectors.locations import find_location
from catalog.tasks import hint_scans
from portal.actions.audit import record_event
from portal.actions.sources import broker_is_a_hint


def add_location(actor_ref: str, url: str, *, is_trusted: bool) -> int:
    """Register a URL; a worker looks at it at once. Raises LocationExistsError. Check that the actor may."""
    with transaction.atomic():
        register_location(url, actor_ref, database_now(), is_trusted=is_trusted)
        location = find_location(url)
        assert location is not None  # noqa: S101  # it was just made, in this transaction
        record_event(actor_ref, "location-registered", url, trusted=is_trusted)
    _hint(location.origin_id)
    return location.origin_id


def ask_for_look(actor_ref: str, origin: Origin) -> None:
    """Have a registered URL looked at now. Check that the actor may."""
    request_scans([origin.pk], database_now(), by_person=True)
    record_event(actor_ref, "location-look-requested", origin.location)
    _hint(origin.pk)


def set_trust(actor_ref: str, origin: Origin, *, is_trusted: bool) -> None:
    """Say whether Groups and Users that a URL leads to count. Check that the actor may."""
    with transaction.atomic():
        if change_trust(origin.pk, is_trusted=is_trusted, now=database_now()):
            record_event(actor_ref, "location-trusted" if is_trusted else "location-trust-withdrawn", origin.location)
    _hint(origin.pk)


def take_out(actor_ref: str, origin: Origin) -> None:
    """Take a registered URL out, with everything that only it declares. Check that the actor may."""
    with transaction.atomic():
        remove_location(origin.pk, actor_ref, database_now())
        record_event(actor_ref, "location-removed", origin.location)


def _hint(origin_id: int) -> None:
    with broker_is_a_hint():
        hint_scans([origin_id])
