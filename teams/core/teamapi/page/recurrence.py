"""How often a meeting is held, in words. Source: RFC 5545, section 3.3.10, of which what meetings of teams use."""

from __future__ import annotations

_EVERY = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
_DAYS = {
    "MO": "Monday",
    "TU": "Tuesday",
    "WE": "Wednesday",
    "TH": "Thursday",
    "FR": "Friday",
    "SA": "Saturday",
    "SU": "Sunday",
}
_WORKING_DAYS = {"MO", "TU", "WE", "TH", "FR"}
_NUMBERS = {"1": "first", "2": "second", "3": "third", "4": "fourth", "-1": "last"}
_SILENT = {"FREQ", "INTERVAL", "BYDAY", "WKST"}


def say_recurrence(rule: str) -> str:
    """`FREQ=WEEKLY;BYDAY=TU` as "every week on Tuesday"; a rule that says more than that stays as it is written."""
    parts = dict(each.partition("=")[::2] for each in rule.upper().removeprefix("RRULE:").split(";"))
    unit, interval, days = _EVERY.get(parts.get("FREQ", "")), parts.get("INTERVAL", "1"), parts.get("BYDAY", "")
    named = [_say_day(day) for day in days.split(",")] if days else []
    if unit is None or not interval.isdecimal() or not all(named) or set(parts) - _SILENT:
        return rule
    if interval == "1" and set(days.split(",")) == _WORKING_DAYS:
        return "every working day"
    every = f"every {unit}" if interval == "1" else f"every {interval} {unit}s"
    return f"{every} on {' and '.join(filter(None, (', '.join(named[:-1]), named[-1])))}" if named else every


def _say_day(text: str) -> str:
    """A day with its number in the month, where it has one; empty where it is none."""
    number, day = text[:-2], _DAYS.get(text[-2:], "")
    if not number or not day:
        return day
    return f"the {_NUMBERS[number.removeprefix('+')]} {day}" if number.removeprefix("+") in _NUMBERS else ""
