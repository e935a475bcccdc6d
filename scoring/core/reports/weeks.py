"""Which week a moment belongs to: report weeks are ISO weeks that begin on Monday at 07:00 in the zone handed in."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

BEGINS_AT = time(7)
_LEAD = timedelta(hours=BEGINS_AT.hour)
_WRITTEN = re.compile(r"(\d{4})-W(\d{2})", re.ASCII)


class WeekError(ValueError):
    """The text names no ISO week; the message says what is expected."""


def week_at(now: datetime, zone: tzinfo) -> str:
    """The week whose reports are due at `now`: until Monday 07:00 that is the week before."""
    local = now.astimezone(zone).replace(tzinfo=None) - _LEAD
    return _write(local.date())


def begins_at(week: str, zone: tzinfo) -> datetime:
    """When the reports of a week become due, in UTC. Raises WeekError."""
    return datetime.combine(monday_of(week), BEGINS_AT, zone).astimezone(UTC)


def monday_of(week: str) -> date:
    """The first day of a week. Raises WeekError."""
    written = _WRITTEN.fullmatch(week)
    try:
        return date.fromisocalendar(int(written[1]), int(written[2]), 1) if written else _refuse(week)
    except ValueError:
        return _refuse(week)


def week_number(week: str) -> int:
    """The number of a week in its year. Raises WeekError."""
    return monday_of(week).isocalendar().week


def _write(day: date) -> str:
    year, number, _ = day.isocalendar()
    return f"{year:04}-W{number:02}"


def _refuse(week: str) -> date:
    raise WeekError(f'"{week}" is no week: write it as 2026-W47')
