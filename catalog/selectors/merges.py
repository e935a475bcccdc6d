"""Which records of people are merged into which."""

from __future__ import annotations

from catalog.core.merges import settle
from catalog.models import PersonMerge


def get_merged_refs() -> dict[str, str]:
    """Ref of a merged record -> ref of the record that is kept. One query."""
    confirmed = PersonMerge.objects.filter(state=PersonMerge.State.CONFIRMED, ended_at=None).order_by("pk")
    return settle((row.merged_ref, row.kept_ref) for row in confirmed)
