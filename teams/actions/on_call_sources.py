"""Adding and removing on-call sources."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from catalog.actions.pending import Change, queue_changes
from teams.actions.on_call_refresh import CHANGED
from teams.core.oncall import OnCallError
from teams.models import OnCallSource, Schedule


@dataclass(frozen=True, slots=True)
class NewSource:
    """What a person says of a source. `name` is that of the one schedule of a calendar, and unique."""

    kind: str
    name: str
    title: str = ""
    owner_ref: str = ""
    url: str = ""
    stack_url: str = ""
    content: str = ""
    file_name: str = ""
    zone: str = "UTC"
    every_minutes: int = 60


def add_on_call_source(new: NewSource, actor_ref: str, now: datetime) -> OnCallSource:
    """Keep a source; it is due at once. Raises OnCallError where its name is taken."""
    if Schedule.objects.filter(ref=f"schedule:default/{new.name}".lower(), removed_at=None).exists():
        raise OnCallError(f"There is a schedule called {new.name} already.")
    try:
        with transaction.atomic():
            return OnCallSource.objects.create(
                **{name: getattr(new, name) for name in new.__slots__}, added_by=actor_ref, added_at=now, due_at=now
            )
    except IntegrityError as error:
        raise OnCallError(f"There is an on-call source called {new.name} already.") from error


@transaction.atomic
def remove_on_call_source(source_id: int, now: datetime) -> int:
    """Take a source out, with its schedules and all that opens it; returns how many schedules."""
    OnCallSource.objects.filter(pk=source_id, removed_at=None).update(
        removed_at=now, due_at=None, url="", content="", links={}, unmatched=[]
    )
    number = Schedule.objects.filter(source=source_id, removed_at=None).update(removed_at=now, changed_at=now)
    queue_changes(Change.FILES, [f"{CHANGED}{source_id}"], now)
    return number
