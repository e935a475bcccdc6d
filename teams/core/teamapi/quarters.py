"""Quarters of the calendar year, in which teams are asked how much they carry."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_FORM = re.compile(r"([1-9][0-9]{3})-Q([1-4])")
_MONTHS = 3
_IN_A_YEAR = 4


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter; ``str()`` is `2026-Q4`. `number` is 1 to 4."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"

    @property
    def first_date(self) -> date:
        """Its first day."""
        return date(self.year, (self.number - 1) * _MONTHS + 1, 1)

    @property
    def last_date(self) -> date:
        """Its last day."""
        month = self.number * _MONTHS
        return (
            date(self.year, 12, 31) if self.number == _IN_A_YEAR else date(self.year, month + 1, 1) - timedelta(days=1)
        )

    def plus(self, quarters: int) -> Quarter:
        """The quarter so many later, or earlier if negative. Raises ValueError beyond the calendar."""
        year, index = divmod(self.year * _IN_A_YEAR + self.number - 1 + quarters, _IN_A_YEAR)
        if not date.min.year <= year <= date.max.year:
            raise ValueError(f"there is no quarter in the year {year}")
        return Quarter(year, index + 1)

    def since(self, earlier: Quarter) -> int:
        """How many quarters after another; negative if before it."""
        return (self.year - earlier.year) * _IN_A_YEAR + self.number - earlier.number


def quarter_of(day: date) -> Quarter:
    """The quarter a day is in."""
    return Quarter(day.year, (day.month - 1) // _MONTHS + 1)


def parse_quarter(text: str) -> Quarter:
    """Read `2026-Q4`. Raises ValueError for anything else."""
    found = _FORM.fullmatch(text)
    if not found:
        raise ValueError(f'"{text[:20]}" is no quarter; expected one such as 2026-Q4')
    return Quarter(int(found[1]), int(found[2]))
