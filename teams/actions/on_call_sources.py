"""Adding, changing and removing on-call sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

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


#: What may change. Its name stays, which is that of its schedule, and its kind.
CHANGEABLE = ("title", "owner_ref", "url", "stack_url", "content", "file_name", "zone", "every_minutes")


@transaction.atomic
def change_on_call_source(
    source_id: int, fields: Mapping[str, object], now: datetime
) -> tuple[OnCallSource, list[str]]:
    """Set some fields; returns the row and the names of those that changed. It is due at once.

    A look that goes on is not ours any more: it would write what the source said of before. Raises OnCallError where
    the source was removed meanwhile.
    """
    row = OnCallSource.objects.select_for_update().filter(pk=source_id, removed_at=None).first()
    if row is None:
        raise OnCallError("This on-call source was removed meanwhile.")
    names = [name for name in CHANGEABLE if name in fields and getattr(row, name) != fields[name]]
    if names:
        wanted = {name: fields[name] for name in names}
        rest = {"due_at": now, "attempts": 0, "leased_by": "", "lease_expires_at": None, "token": F("token") + 1}
        OnCallSource.objects.filter(pk=row.pk).update(**wanted, **rest)
        row.refresh_from_db()
    return row, names


@transaction.atomic
def remove_on_call_source(source_id: int, now: datetime) -> int:
    """Take a source out, with its schedules and all that opens it; returns how many schedules."""
    OnCallSource.objects.filter(pk=source_id, removed_at=None).update(
        removed_at=now, due_at=None, url="", content="", links={}, unmatched=[]
    )
    number = Schedule.objects.filter(source=source_id, removed_at=None).update(removed_at=now, changed_at=now)
    queue_changes(Change.FILES, [f"{CHANGED}{source_id}"], now)
    return number
