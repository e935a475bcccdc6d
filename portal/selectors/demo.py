"""The findings on the demo organisation, in the words of its truth."""

from __future__ import annotations

from catalog.models import Origin
from portal.demo.truth import FoundKey
from scoring.models import Finding


def list_demo_findings() -> list[FoundKey]:
    """Check id, subject ref and key of every open finding whose subject is the demo's, repositories by name."""
    names = {origin.ref: f"repository:{origin.name}" for origin in Origin.objects.filter(source__is_demo=True)}
    found = Finding.objects.filter(state=Finding.State.OPEN, source__is_demo=True)
    return [(f.check_id, names.get(f.subject_ref, f.subject_ref), f.key) for f in found]
