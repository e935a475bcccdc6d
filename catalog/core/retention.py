"""How long what is gone can be brought back, and how long it then stays. Pure; DESIGN.md §3: "soft for 30 days"."""

from __future__ import annotations

from datetime import datetime, timedelta

SOFT_FOR = timedelta(days=30)
KEPT_FOR = timedelta(days=30)


def purged_at(removed_at: datetime) -> datetime:
    """When something removed at this moment cannot be brought back any more."""
    return removed_at + SOFT_FOR


def is_soft(removed_at: datetime, now: datetime) -> bool:
    """Whether it can still be brought back."""
    return now < purged_at(removed_at)
