"""Which days the BY parts of a rule allow (RFC 5545, 3.3.10), or the first date implies where they are missing."""

from __future__ import annotations

from calendar import isleap, monthrange
from datetime import date

from teams.core.oncall.ical.rules import Rule

_MIDDLE_OF_WEEK = 3  # the fourth day: a week belongs to the year that has at least four of its days


def allows(rule: Rule, at: date, first: date) -> bool:
    """Whether a recurrence may fall on a day; ``first`` is the date of the event itself."""
    if rule.months and at.month not in rule.months:
        return False
    if not (rule.weeks or rule.year_days or rule.month_days or rule.days):
        return _is_implied(rule, at, first)
    return (
        (not rule.month_days or _counts(at.day, _month_length(at), rule.month_days))
        and (not rule.year_days or _counts(_year_day(at), _year_length(at.year), rule.year_days))
        and (not rule.weeks or _counts(*_week_of_year(at, rule.week_start), rule.weeks))
        and (not rule.days or _is_weekday(rule, at))
    )


def _is_implied(rule: Rule, at: date, first: date) -> bool:
    match rule.frequency:
        case "YEARLY":
            return at.day == first.day and (bool(rule.months) or at.month == first.month)
        case "MONTHLY":
            return at.day == first.day
        case "WEEKLY":
            return at.weekday() == first.weekday()
    return True


def _is_weekday(rule: Rule, at: date) -> bool:
    """Whether it is one of the weekdays: every one, or the nth of the month, or of the year in rules without months."""
    in_month = rule.frequency == "MONTHLY" or bool(rule.months)
    number, length = (at.day, _month_length(at)) if in_month else (_year_day(at), _year_length(at.year))
    from_start, from_end = (number + 6) // 7, -((length - number) // 7 + 1)
    return any(weekday == at.weekday() and n in {0, from_start, from_end} for n, weekday in rule.days)


def _counts(number: int, length: int, wanted: tuple[int, ...]) -> bool:
    """Whether a number is wanted, counted from the start or, negative, from the end."""
    return number in wanted or number - length - 1 in wanted


def _week_of_year(at: date, week_start: int) -> tuple[int, int]:
    """The number of the week, and how many weeks the year has to which it belongs."""
    middle = at.toordinal() - (at.weekday() - week_start) % 7 + _MIDDLE_OF_WEEK
    year = date.fromordinal(middle).year
    new_year = date(year, 1, 1)
    number = (middle - new_year.toordinal()) // 7 + 1
    first_middle = (_MIDDLE_OF_WEEK + week_start - new_year.weekday()) % 7  # day of the year, from 0, of the first week
    return number, (_year_length(year) - 1 - first_middle) // 7 + 1


def _month_length(at: date) -> int:
    return monthrange(at.year, at.month)[1]


def _year_day(at: date) -> int:
    return at.toordinal() - date(at.year, 1, 1).toordinal() + 1


def _year_length(year: int) -> int:
    return 365 + isleap(year)
