"""A window of a schedule as people and programs see it: JSON in the vectors' form, and a readable timeline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from teams.core.oncall.load import measure_load
from teams.core.oncall.model import Schedule, Shift
from teams.core.oncall.quality import judge_quality
from teams.core.oncall.shifts import get_coverage_percent, list_gaps, list_shifts
from teams.core.oncall.times import write_moment

_NOBODY = "-- nobody --"
_Row = tuple[datetime, datetime, str]


def render_json(schedule: Schedule, since: datetime, until: datetime) -> dict[str, Any]:
    """``entries`` (start, end, users), ``gaps`` (pairs) and ``coverage_percent``; times in UTC. Raises OnCallError."""
    shifts = list_shifts(schedule, since, until)
    return {
        "entries": [
            {"start": write_moment(shift.start), "end": write_moment(shift.end), "users": list(shift.people)}
            for shift in shifts
        ],
        "gaps": [[write_moment(start), write_moment(end)] for start, end in list_gaps(shifts, since, until)],
        "coverage_percent": get_coverage_percent(shifts, since, until),
    }


def render_text(schedule: Schedule, since: datetime, until: datetime) -> str:
    """The shifts and gaps day by day in the schedule's zone, and what they ask of each person. Raises OnCallError."""
    shifts = list_shifts(schedule, since, until)
    gaps = list_gaps(shifts, since, until)
    zone = ZoneInfo(schedule.zone)
    lines = [f"{_write(since, zone)} to {_write(until, zone)}, {schedule.zone}"]
    rows = [(shift.start, shift.end, ", ".join(shift.people)) for shift in shifts]
    rows += [(start, end, _NOBODY) for start, end in gaps]
    lines += _list_days(sorted(rows), zone)
    lines += ["", _summarise(shifts, len(gaps), since, until), *_list_loads(shifts, schedule.zone)]
    return "\n".join(lines)


def _list_days(rows: Sequence[_Row], zone: ZoneInfo) -> Iterator[str]:
    day: date | None = None
    for start, end, people in rows:
        local, local_end = start.astimezone(zone), end.astimezone(zone)
        if local.date() != day:
            day = local.date()
            yield ""
            yield f"{local:%a %Y-%m-%d}"
        until = f"{local_end:%H:%M}" if local_end.date() == day else f"{local_end:%H:%M %a %Y-%m-%d}"
        yield f"  {local:%H:%M%z} - {until:<20}  {_write_length(start, end):>9}  {people}"


def _summarise(shifts: Sequence[Shift], gaps: int, since: datetime, until: datetime) -> str:
    coverage = f"Coverage {get_coverage_percent(shifts, since, until):.2f} %, {gaps} gap{'s' if gaps != 1 else ''}"
    quality = judge_quality(shifts, since, until)
    return f"{coverage}; balance {quality.balance_percent} %, quality {quality.score} of 100" if shifts else coverage


def _list_loads(shifts: Sequence[Shift], zone: str) -> Iterator[str]:
    loads = measure_load(shifts, zone)
    width = max((len(load.person) for load in loads), default=0)
    for load in loads:
        nights = f"{load.nights} nights ({load.night_hours:.1f} h)"
        weekends = f"{load.weekends} weekends ({load.weekend_hours:.1f} h)"
        yield f"  {load.person:<{width}}  {load.hours:7.1f} h  {nights:>20}  {weekends:>22}"


def _write(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%a %Y-%m-%d %H:%M%z}"


def _write_length(start: datetime, end: datetime) -> str:
    minutes, seconds = divmod(int((end - start).total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [f"{hours} h" if hours else "", f"{minutes} min" if minutes else "", f"{seconds} s" if seconds else ""]
    return " ".join(part for part in parts if part)
