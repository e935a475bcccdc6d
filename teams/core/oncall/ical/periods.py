"""The periods of a rule, one after the other: years, months, weeks, days, hours, minutes, seconds."""

from __future__ import annotations

from calendar import isleap, monthrange
from collections.abc import Callable, Iterator
from datetime import date
from itertools import product

from teams.core.oncall.errors import CalendarError
from teams.core.oncall.ical.matching import allows
from teams.core.oncall.ical.rules import Rule
from teams.core.oncall.limits import MOST_RECURRENCE_STEPS
from teams.core.oncall.wall_clock import DAY

_EPOCH_DAY = date(1970, 1, 1).toordinal()
_LAST_YEAR = 9998
_HOUR, _MINUTE, _SECOND = 3600, 60, 1
_SUB_DAILY = {"HOURLY": _HOUR, "MINUTELY": _MINUTE, "SECONDLY": _SECOND}
_MONDAY = 4  # 1970-01-05, as a day since 1970-01-01

Period = tuple[list[int], list[int]]
"""Days since 1970 on which a rule allows something, and the times of those days in seconds."""


class Steps:
    """How many days and moments may still be tried, for all rules of a file."""

    def __init__(self, left: int = MOST_RECURRENCE_STEPS) -> None:
        self._most = self._left = left

    def spend(self, count: int = 1) -> None:
        """Raises CalendarError when there are none left."""
        self._left -= count
        if self._left < 0:
            raise CalendarError(f"the recurrences are too many: {self._most} steps do not suffice for this window")


def each_period(rule: Rule, start: int, low: int, last: int, steps: Steps) -> Iterator[Period]:
    """The periods from the one around ``low`` to that of ``last``; ``start`` is the wall time of the event itself."""
    if rule.frequency in _SUB_DAILY:
        yield from _each_part_of_day(rule, start, low, last, steps)
        return
    to_number, to_days = _CALENDAR[rule.frequency]
    first, times = _date(start // DAY), _list_times(rule, start % DAY)
    for number in _step(to_number(start, rule), to_number(low, rule), to_number(last, rule), rule.interval):
        days = to_days(number, rule)
        steps.spend(len(days))
        yield [day for day in days if allows(rule, _date(day), first)], times


def _each_part_of_day(rule: Rule, start: int, low: int, last: int, steps: Steps) -> Iterator[Period]:
    """Periods shorter than a day: the BY parts of longer units limit them, those of shorter ones multiply them."""
    unit, first = _SUB_DAILY[rule.frequency], _date(start // DAY)
    for number in _step(start // unit, low // unit, last // unit, rule.interval):
        steps.spend()
        day, at = divmod(number * unit, DAY)
        hour, minute, second = at // _HOUR, at // _MINUTE % 60, at % 60
        minutes = _fix(minute, rule.minutes) if unit < _HOUR else list(rule.minutes or (start // _MINUTE % 60,))
        seconds = _fix(second, rule.seconds) if unit < _MINUTE else list(rule.seconds or (start % 60,))
        if _fix(hour, rule.hours) and allows(rule, _date(day), first):
            yield [day], [hour * _HOUR + m * _MINUTE + s for m, s in product(minutes, seconds)]


def _fix(number: int, allowed: tuple[int, ...]) -> list[int]:
    return [number] if not allowed or number in allowed else []


def _list_times(rule: Rule, start: int) -> list[int]:
    hours, minutes = rule.hours or (start // _HOUR,), rule.minutes or (start // _MINUTE % 60,)
    parts = product(hours, minutes, rule.seconds or (start % 60,))
    return [hour * _HOUR + minute * _MINUTE + second for hour, minute, second in parts]


def _step(start: int, low: int, last: int, interval: int) -> range:
    """Numbers of periods: every ``interval`` from ``start``, beginning with the last one at or before ``low``."""
    return range(start + max(0, (low - start) // interval) * interval, last + 1, interval)


def _date(day: int) -> date:
    return date.fromordinal(min(max(_EPOCH_DAY + day, 1), date.max.toordinal()))


def _to_year(moment: int, _: Rule) -> int:
    return min(_date(moment // DAY).year, _LAST_YEAR)


def _to_month(moment: int, rule: Rule) -> int:
    return _to_year(moment, rule) * 12 + _date(moment // DAY).month - 1


def _to_week(moment: int, rule: Rule) -> int:
    return (moment // DAY - _MONDAY - rule.week_start) // 7


def _to_day(moment: int, _: Rule) -> int:
    return moment // DAY


def _list_year(year: int, _: Rule) -> range:
    first = date(year, 1, 1).toordinal() - _EPOCH_DAY
    return range(first, first + 365 + isleap(year))


def _list_month(number: int, _: Rule) -> range:
    year, month = divmod(number, 12)
    first = date(year, month + 1, 1).toordinal() - _EPOCH_DAY
    return range(first, first + monthrange(year, month + 1)[1])


def _list_week(number: int, rule: Rule) -> range:
    first = number * 7 + _MONDAY + rule.week_start
    return range(first, first + 7)


def _list_day(number: int, _: Rule) -> range:
    return range(number, number + 1)


_CALENDAR: dict[str, tuple[Callable[[int, Rule], int], Callable[[int, Rule], range]]] = {
    "YEARLY": (_to_year, _list_year),
    "MONTHLY": (_to_month, _list_month),
    "WEEKLY": (_to_week, _list_week),
    "DAILY": (_to_day, _list_day),
}
