"""Rows of schedules that tests begin with, as a scan would have left them."""

from __future__ import annotations

from catalog.models import KeptFile, Origin
from teams.actions.schedules import sync_schedules
from tests.catalog.factories import NOW, make_origin

COMMIT = "c" * 40


def schedule_text(
    name: str = "payments", owner: str = "payments", people: str = "[[ana], [ben]]", more: str = ""
) -> str:
    """A schedule that changes hands every day at nine in Berlin, from Monday 2026-01-05 on."""
    return (
        f"kind: Schedule\nname: {name}\nowner: {owner}\ntime_zone: Europe/Berlin\nlayers:\n"
        f"  - participants: {people}\n    rotation: {{start: 2026-01-05T09:00, unit: day, length: 1}}\n{more}"
    )


def keep_schedule(text: str, origin: Origin | None = None, *, path: str = "oncall.yaml", problem: str = "") -> Origin:
    """Keep the text as the file of an origin, and let the schedules follow."""
    origin = origin or Origin.objects.first() or make_origin()
    fields = {"text": text, "commit": COMMIT, "digest": text[:64], "problem": problem, "changed_at": NOW}
    KeptFile.objects.update_or_create(
        origin=origin, kind="on-call", path=path, defaults=fields, create_defaults=fields | {"first_seen_at": NOW}
    )
    sync_schedules([f"repository:{origin.pk}"], NOW)
    return origin
