"""Schedules kept in step with the `oncall.yaml` files that scans keep. A consumer of changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from catalog.models import KeptFile
from catalog.models.bulk import among, among_ids, insert_rows, update_rows
from teams.actions.overrides import write_decided
from teams.core.files import ON_CALL
from teams.core.oncall.kept import KeptSchedule, read_kept
from teams.models import Override, Schedule

WRITTEN = ("owner_ref", "title", "zone", "document", "commit", "line", "problem", "first_seen_at", "removed_at")
_REPOSITORY = "repository:"
_Key = tuple[int | None, str, str]


def sync_schedules(refs: list[str], now: datetime) -> None:
    """Bring the schedules of the repositories among `refs` to what their files say. Safe to run twice.

    A file that cannot be used leaves what it said before, with the problem. A schedule was first seen in the pass that
    read what its file says now, whichever worker was quicker. Three queries, one for what changed and
    two for what is new, and two more where people decided about that.
    """
    origin_ids = list_origin_ids(refs)
    if not origin_ids:
        return
    files = list(KeptFile.objects.filter(kind=ON_CALL, origin__in=among_ids(origin_ids), origin__removed_at=None))
    stored = {
        (row.origin_id, row.path, row.ref): row for row in Schedule.objects.filter(origin__in=among_ids(origin_ids))
    }
    wanted: dict[_Key, tuple[KeptFile, KeptSchedule]] = {
        (file.origin_id, file.path, said.ref): (file, said) for file in files for said in _read(file)
    }
    changed: list[Schedule] = []
    _take_over(stored, wanted, changed)
    _end(stored, wanted, changed, now)
    for row in changed:
        row.changed_at = now
    update_rows(changed, (*WRITTEN, "changed_at"))
    broken = {
        (origin_id, path) for origin_id, path, ref in stored if ref and stored[origin_id, path, ref].removed_at is None
    }
    made = [
        _make(file, said, now)
        for key, (file, said) in wanted.items()
        if key not in stored and not (said.ref == "" and key[:2] in broken)
    ]
    insert_rows(made)
    if made:
        _carry_over(row.ref for row in made)


def _carry_over(refs: Iterable[str]) -> None:
    """Let what people decided hold for schedules that moved to another file, or came back."""
    decided = Override.objects.filter(schedule_ref__in=among(refs), undone_at=None)
    write_decided(decided.values_list("schedule_ref", flat=True).distinct())


def list_origin_ids(refs: Iterable[str]) -> list[int]:
    """The ids of the repositories among refs."""
    ids = (ref.removeprefix(_REPOSITORY) for ref in refs if ref.startswith(_REPOSITORY))
    return sorted(int(text) for text in ids if text.isdecimal())


def _read(file: KeptFile) -> tuple[KeptSchedule, ...]:
    return (KeptSchedule(problem=file.problem),) if file.problem else read_kept(file.text)


def _take_over(
    stored: Mapping[_Key, Schedule], wanted: Mapping[_Key, tuple[KeptFile, KeptSchedule]], changed: list[Schedule]
) -> None:
    for key, (file, said) in wanted.items():
        row = stored.get(key)
        if row is None:
            continue
        before = [getattr(row, name) for name in WRITTEN]
        if row.removed_at is not None:  # it is back: whoever counts meanwhile was here first
            row.first_seen_at = file.changed_at
        row.problem, row.removed_at = said.problem, None
        if not said.problem:
            _fill(row, file, said)
        if before != [getattr(row, name) for name in WRITTEN]:
            changed.append(row)


def _end(
    stored: Mapping[_Key, Schedule],
    wanted: Mapping[_Key, tuple[KeptFile, KeptSchedule]],
    changed: list[Schedule],
    now: datetime,
) -> None:
    """What no file says any more is removed; but where part of a file cannot be read, it may still say it."""
    for key, row in stored.items():
        if key in wanted or row.removed_at is not None:
            continue
        unread = wanted.get((*key[:2], ""))
        if unread is None or not row.ref:
            row.removed_at = now
        elif row.problem != unread[1].problem:
            row.problem = unread[1].problem
        else:
            continue
        changed.append(row)


def _make(file: KeptFile, said: KeptSchedule, now: datetime) -> Schedule:
    row = Schedule(
        ref=said.ref, origin_id=file.origin_id, path=file.path, problem=said.problem,
        first_seen_at=file.changed_at, changed_at=now,
    )  # fmt: skip
    _fill(row, file, said)
    return row


def _fill(row: Schedule, file: KeptFile, said: KeptSchedule) -> None:
    row.owner_ref, row.title, row.zone = said.owner_ref[:500], said.title[:500], said.zone
    row.document, row.commit, row.line = said.data, file.commit, said.line
