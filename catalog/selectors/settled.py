"""Whether the catalog has caught up with what it was asked to look at."""

from __future__ import annotations

from catalog.models import PendingChange, ScanJob


def is_settled() -> bool:
    """No scan is due or under way, and no change waits for its consumers. Jobs in quarantine wait for a person."""
    is_scanning = ScanJob.objects.filter(due_at__isnull=False, quarantined_at=None).exists()
    return not is_scanning and not PendingChange.objects.exists()
