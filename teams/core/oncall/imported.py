"""Shifts that another system computed: known over one window, and nothing is said beyond it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from teams.core.oncall.errors import OnCallError
from teams.core.oncall.model import Schedule, Shift
from teams.core.oncall.shifts import check_window, list_shifts, list_whole_shifts


@dataclass(frozen=True, slots=True)
class ImportedShifts:
    """The shifts between two instants, in order and apart; `zone` is the IANA name in which they are shown."""

    zone: str
    since: datetime
    until: datetime
    shifts: tuple[Shift, ...]


#: What says who is on call: a schedule to compute on, or shifts that were computed elsewhere.
Rota = Schedule | ImportedShifts


def list_rota_shifts(rota: Rota, since: datetime, until: datetime) -> tuple[Shift, ...]:
    """The longest intervals with the same people, in order, cut at the window.

    Raises OnCallError as `list_shifts` does, and where imported shifts do not reach over the whole window: what was
    not read is not nobody.
    """
    if isinstance(rota, Schedule):
        return list_shifts(rota, since, until)
    _check_reach(rota, since, until)
    return tuple(
        Shift(max(shift.start, since), min(shift.end, until), shift.people)
        for shift in rota.shifts
        if shift.start < until and shift.end > since
    )


def list_whole_rota_shifts(rota: Rota, since: datetime, until: datetime) -> tuple[Shift, ...]:
    """The shifts that touch the window, uncut, as far as they are known. Raises OnCallError as `list_whole_shifts`."""
    if isinstance(rota, Schedule):
        return list_whole_shifts(rota, since, until)
    return tuple(shift for shift in rota.shifts if shift.start < until and shift.end > since)


def write_imported(since: datetime, until: datetime, shifts: Iterable[Shift]) -> dict[str, Any]:
    """The JSON form: `since`, `until` and `shifts` as rows of start, end and people; times are ISO 8601."""
    rows = [[shift.start.isoformat(), shift.end.isoformat(), list(shift.people)] for shift in shifts]
    return {"since": since.isoformat(), "until": until.isoformat(), "shifts": rows}


def read_imported(data: Mapping[str, Any], zone: str) -> ImportedShifts:
    """The reverse of `write_imported`."""
    return ImportedShifts(zone, _read(data["since"]), _read(data["until"]), tuple(_read_shifts(data["shifts"])))


def _read_shifts(rows: Iterable[Sequence[Any]]) -> Iterable[Shift]:
    return (Shift(_read(start), _read(end), tuple(people)) for start, end, people in rows)


def _read(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _check_reach(rota: ImportedShifts, since: datetime, until: datetime) -> None:
    check_window(since, until)
    if since < rota.since or until > rota.until:
        raise OnCallError(f"what was imported reaches from {rota.since:%Y-%m-%d} to {rota.until:%Y-%m-%d} only")
