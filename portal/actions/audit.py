"""Writes the audit trail."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from portal.models import AuditEvent


def record_event(actor_ref: str, action: str, subject: str = "", **detail: Any) -> AuditEvent:
    """Add one event: who (`account:<id>`, `address:<ip>`, `command`), did what (a verb in the past), to what.

    Never pass a password, a token or a link: what is written here is shown to administrators.
    """
    return AuditEvent.objects.create(
        actor_ref=actor_ref, action=action, subject=subject[:500], detail=detail, at=timezone.now()
    )
