"""What people decide about who is on call between two times: added and undone, beside whatever the schedule says."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from django.db import transaction

from catalog.actions.pending import Change, queue_changes
from catalog.models.bulk import among
from teams.core.oncall import OnCallError, ScheduleError
from teams.core.oncall.decided import MOST_DECIDED
from teams.core.oncall.model import Mode
from teams.core.oncall.model import Override as Decision
from teams.core.oncall.times import write_moment
from teams.core.oncall.wall_clock import to_datetime
from teams.models import Override, Person, Schedule
from teams.selectors.schedules import list_schedule_shifts

LONGEST_REASON = 500


@transaction.atomic
def add_override(row: Schedule, decision: Decision, reason: str, actor_ref: str, now: datetime) -> Override:
    """Let a decision hold for a schedule. Raises ScheduleError at the field. Check that the actor may."""
    row = Schedule.objects.select_for_update().get(pk=row.pk)
    start, end = to_datetime(decision.start), to_datetime(decision.end)
    _check(row, decision, start, end, now)
    made = Override.objects.create(
        schedule_ref=row.ref,
        mode=decision.mode.value,
        start=start,
        end=end,
        people=sorted(decision.people),
        replaces=decision.replaces,
        reason=reason.replace("\0", "").strip()[:LONGEST_REASON],
        made_at=now,
        made_by_ref=actor_ref,
    )
    if len(row.decided) >= MOST_DECIDED:
        raise ScheduleError("", f"a schedule has at most {MOST_DECIDED} overrides; undo some, or change the schedule")
    write_decided([row.ref])
    queue_changes(Change.FILES, [row.ref], now)
    return made


@transaction.atomic
def undo_override(pk: int, actor_ref: str, now: datetime) -> Override:
    """Let a decision hold no more. Raises OnCallError where it does not hold. Check that the actor may."""
    found = Override.objects.select_for_update().filter(pk=pk, undone_at=None).first()
    if found is None:
        raise OnCallError("This override was undone already.")
    found.undone_at, found.undone_by_ref = now, actor_ref
    found.save(update_fields=["undone_at", "undone_by_ref"])
    write_decided([found.schedule_ref])
    queue_changes(Change.FILES, [found.schedule_ref], now)
    return found


def write_decided(refs: Iterable[str]) -> None:
    """Bring what is decided for these schedules to their rows, wherever they are kept. Safe to run twice."""
    wanted = set(refs)
    if not wanted:
        return
    forms: dict[str, list[dict[str, object]]] = {ref: [] for ref in sorted(wanted)}
    for each in Override.objects.filter(schedule_ref__in=among(wanted), undone_at=None).order_by("made_at", "pk"):
        forms[each.schedule_ref].append(_write(each))
    for ref, decided in forms.items():
        Schedule.objects.filter(ref=ref, imported__isnull=True).exclude(decided=decided).update(decided=decided)


def _write(override: Override) -> dict[str, object]:
    form: dict[str, object] = {
        "mode": override.mode,
        "start": write_moment(override.start.astimezone(UTC)),
        "end": write_moment(override.end.astimezone(UTC)),
    }
    if override.replaces:
        form["replaces"] = override.replaces
    return form if override.mode == Mode.REMOVE else {**form, "users": override.people}


def _check(row: Schedule, decision: Decision, start: datetime, end: datetime, now: datetime) -> None:
    if row.imported is not None or row.removed_at is not None or not row.ref:
        raise ScheduleError("", "this schedule is kept elsewhere, or has ended: change it where it is kept")
    if end <= now:
        raise ScheduleError("end", "lies in the past")
    known = set(Person.records.filter(ref__in=decision.people, left_at=None).values_list("ref", flat=True))
    unknown = sorted(decision.people - known)
    if unknown:
        raise ScheduleError("users", f"{unknown[0]} is nobody in the catalog: they could not be reached")
    if decision.replaces and not _is_on_call(row, decision.replaces, start, end):
        raise ScheduleError("replaces", f"{decision.replaces} is not on call in that time")


def _is_on_call(row: Schedule, person_ref: str, start: datetime, end: datetime) -> bool:
    shifts = list_schedule_shifts(row, start, end)
    return any(person_ref in shift.people for shift in shifts)
