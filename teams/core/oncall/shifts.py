"""The answers: shifts of any window, people at an instant, gaps and coverage."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from teams.core.oncall.compose import compose
from teams.core.oncall.errors import WindowError
from teams.core.oncall.layers import Budget, list_spans
from teams.core.oncall.limits import FIRST_YEAR, LAST_YEAR, LONGEST_WINDOW_DAYS
from teams.core.oncall.model import Schedule, Shift
from teams.core.oncall.wall_clock import DAY, to_datetime, to_instant

_EARLIEST = to_instant(datetime(FIRST_YEAR, 1, 1, tzinfo=UTC))
_LATEST = to_instant(datetime(LAST_YEAR, 1, 1, tzinfo=UTC))


def list_shifts(schedule: Schedule, since: datetime, until: datetime) -> tuple[Shift, ...]:
    """The longest intervals with the same people, in order, cut at the window; what lies inside never depends on it.

    ``since`` and ``until`` are aware. Raises WindowError for a window that cannot be asked, ScheduleError for a
    schedule that is too fine-grained for it.
    """
    low, high = check_window(since, until)
    budget = Budget()
    spans = [
        span
        for index, layer in enumerate(schedule.layers)
        for span in list_spans(layer, low, high, budget, f"layers[{index}]")
    ]
    return tuple(
        Shift(to_datetime(start), to_datetime(end), tuple(sorted(people)))
        for start, end, people in compose(spans, schedule.overrides, low, high)
    )


def list_people_at(schedule: Schedule, at: datetime) -> tuple[str, ...]:
    """Who is on call at an instant, in order of the alphabet; nobody is an empty tuple. Raises as list_shifts."""
    shifts = list_shifts(schedule, at, at + timedelta(seconds=1))
    return shifts[0].people if shifts else ()


def list_whole_shifts(schedule: Schedule, since: datetime, until: datetime) -> tuple[Shift, ...]:
    """The shifts that touch the window, uncut, so that each is the same from one day to the next.

    One that lasts for more than a year is cut at the turn of a year all the same. Raises as list_shifts.
    """
    check_window(since, until)
    low = datetime(since.year - 1, 1, 1, tzinfo=UTC)
    high = datetime(until.year + 2, 1, 1, tzinfo=UTC)
    return tuple(shift for shift in list_shifts(schedule, low, high) if shift.start < until and shift.end > since)


def list_gaps(shifts: Iterable[Shift], since: datetime, until: datetime) -> tuple[tuple[datetime, datetime], ...]:
    """The (start, end) of every interval of the window without a shift; shifts are in order. Raises WindowError."""
    low, high = check_window(since, until)
    at, end = to_datetime(low), to_datetime(high)
    gaps = []
    for shift in shifts:
        if at < min(shift.start, end):
            gaps.append((at, min(shift.start, end)))
        at = max(at, shift.end)
    return (*gaps, (at, end)) if at < end else tuple(gaps)


def get_coverage_percent(shifts: Iterable[Shift], since: datetime, until: datetime) -> float:
    """The share of the window in which somebody is on call, in percent with two digits. Raises WindowError."""
    low, high = check_window(since, until)
    missing = sum((end - start) // timedelta(seconds=1) for start, end in list_gaps(shifts, since, until))
    return round(100 * (high - low - missing) / (high - low), 2)


def check_window(since: datetime, until: datetime) -> tuple[int, int]:
    """A window as instants in whole seconds. Raises WindowError."""
    low, high = to_instant(since), to_instant(until)
    if high <= low:
        raise WindowError("the window must end after it starts")
    if low < _EARLIEST or high > _LATEST:
        raise WindowError(f"the window must lie in the years {FIRST_YEAR} to {LAST_YEAR}")
    if high - low > LONGEST_WINDOW_DAYS * DAY:
        raise WindowError(f"the window is longer than {LONGEST_WINDOW_DAYS} days")
    return low, high
