"""Durations as Team APIs write them: ISO 8601 (`PT4H`, `P90D`), and in words (`3 months`, `8 weeks`)."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

_ISO = re.compile(
    r"P(?!\Z)(?:(\d{1,6})Y)?(?:(\d{1,6})M)?(?:(\d{1,6})W)?(?:(\d{1,6})D)?"
    r"(?:T(?=\d)(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})S)?)?",
    re.ASCII,
)
_WORDS = re.compile(r"(?<![\w.])(\d{1,4})\s*(?:-\s*)?(year|month|week|day|hour|minute)s?\b", re.ASCII | re.IGNORECASE)
_UNITS = ("year", "month", "week", "day", "hour", "minute", "second")
_FROM_WORDS = {"year": "P{}Y", "month": "P{}M", "week": "P{}W", "day": "P{}D", "hour": "PT{}H", "minute": "PT{}M"}
_DAYS = (365, 30, 7, 1, 1 / 24, 1 / 1440, 1 / 86400)
_MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time; `text` is its ISO 8601 form. Months and years are those of the calendar."""

    text: str

    @property
    def in_words(self) -> str:
        """As a person says it: `1 day`, `4 hours`, `1 year 6 months`."""
        counted = [f"{n} {unit}{'' if n == 1 else 's'}" for n, unit in zip(self._parts(), _UNITS, strict=True) if n]
        return " ".join(counted) or "no time"

    @property
    def days(self) -> float:
        """About how many days, a month counted as 30 and a year as 365."""
        return sum(n * days for n, days in zip(self._parts(), _DAYS, strict=True))

    def after(self, start: date) -> date | None:
        """The date this long after another; None where the calendar ends before. Hours do not count."""
        years, months, weeks, days = self._parts()[:4]
        month_index = start.year * _MONTHS_A_YEAR + start.month - 1 + years * _MONTHS_A_YEAR + months
        year, month = divmod(month_index, _MONTHS_A_YEAR)
        if year > date.max.year:
            return None
        day = min(start.day, calendar.monthrange(year, month + 1)[1])
        try:
            return date(year, month + 1, day) + timedelta(days=weeks * 7 + days)
        except OverflowError:
            return None

    def _parts(self) -> tuple[int, ...]:
        found = _ISO.fullmatch(self.text)
        return tuple(int(part or 0) for part in found.groups()) if found else (0,) * len(_UNITS)


def parse_duration(text: str) -> Duration | None:
    """Read an ISO 8601 duration; None where it is none."""
    return Duration(text) if _ISO.fullmatch(text) else None


def read_duration(text: str) -> Duration | None:
    """Read a duration in either form; words may stand in a sentence, the first number with a unit counts."""
    iso = parse_duration(text.strip())
    found = None if iso else _WORDS.search(text)
    return Duration(_FROM_WORDS[found[2].lower()].format(int(found[1]))) if found else iso
