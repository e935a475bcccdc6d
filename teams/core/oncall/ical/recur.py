"""The moments of a recurrence rule on the wall clock (RFC 5545, 3.3.10).

A rule is looked at period by period: the days of the period that its BY parts allow, times the times of day. Without a
COUNT it jumps to the window. Every day and every moment tried costs a step, so that no rule runs for ever, neither one
of every second nor one for a 30 February.
"""

from __future__ import annotations

from collections.abc import Iterator

from teams.core.oncall.ical.periods import Steps, each_period
from teams.core.oncall.ical.rules import Rule
from teams.core.oncall.wall_clock import DAY


def expand(rule: Rule, start: int, low: int, high: int, steps: Steps) -> list[int]:
    """The wall times of a rule from ``low`` up to ``high``, in order; ``start`` is the event's and counts as the first.

    Raises CalendarError when it takes too many steps.
    """
    last = high - 1 if rule.until is None else min(rule.until, high - 1)
    found = [start] if low <= start <= last else []
    left = None if rule.count is None else rule.count - 1
    for moment in _each_moment(rule, start, start if rule.count is not None else max(low, start), last, steps):
        if moment > last or left == 0:
            break
        if moment > start:
            left = None if left is None else left - 1
            if moment >= low:
                found.append(moment)
    return found


def _each_moment(rule: Rule, start: int, low: int, last: int, steps: Steps) -> Iterator[int]:
    """Moments in order, beginning with the period around ``low``; those before ``start`` are among them."""
    for days, times in each_period(rule, start, low, last, steps):
        steps.spend(len(days) * len(times))
        moments = [day * DAY + time for day in days for time in times]
        if rule.positions:
            picked = {position - 1 if position > 0 else len(moments) + position for position in rule.positions}
            moments = [moments[index] for index in sorted(picked) if 0 <= index < len(moments)]
        yield from moments
