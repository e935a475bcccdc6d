"""How good a schedule is: nobody missing, nobody overloaded.

Source: Grafana OnCall's quality report: the mean of coverage and balance, in whole percent, where balance is the mean
over all pairs of people of the shorter time over the longer. Halves are rounded up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from math import floor, fsum

from teams.core.oncall.load import list_duties
from teams.core.oncall.model import Shift
from teams.core.oncall.shifts import check_window, list_gaps
from teams.core.oncall.wall_clock import to_instant

BALANCED_PERCENT = 95  # and more counts as 100: minor imbalance is nobody's burden
_FULL = 100


@dataclass(frozen=True, slots=True)
class Overload:
    """A person on call longer than the average of everyone on call, by so many percent."""

    person: str
    percent_above_average: int


@dataclass(frozen=True, slots=True)
class Quality:
    """Whole percents; ``score`` is the mean of coverage and balance, 0 for a schedule with nobody on call."""

    coverage_percent: int
    balance_percent: int
    score: int
    overloads: tuple[Overload, ...]

    @property
    def gaps_percent(self) -> int:
        """The share of the window that nobody covers."""
        return _FULL - self.coverage_percent


def judge_quality(shifts: Sequence[Shift], since: datetime, until: datetime) -> Quality:
    """Judge the shifts of a window; most overloaded people first. Raises WindowError."""
    low, high = check_window(since, until)
    missing = sum(to_instant(end) - to_instant(start) for start, end in list_gaps(shifts, since, until))
    seconds = {person: sum(end - start for start, end in duty) for person, duty in list_duties(shifts).items()}
    if not seconds:
        return Quality(0, _FULL, 0, ())
    coverage = _percent((high - low - missing) / (high - low))
    balance = _percent(get_balance(list(seconds.values())))
    balance = _FULL if balance >= BALANCED_PERCENT else balance
    overloads = _list_overloads(seconds) if balance < _FULL else ()
    return Quality(coverage, balance, _round_half_up((coverage + balance) / 2), overloads)


def get_balance(amounts: Sequence[int]) -> float:
    """Mean over all pairs of the smaller amount over the larger, 0 to 1; 1 for fewer than two. Amounts above 0."""
    ordered = sorted(amounts)
    pairs = len(ordered) * (len(ordered) - 1) // 2
    # of each amount with all smaller ones: their sum over it
    ratios = [smaller / amount for smaller, amount in zip(accumulate(ordered), ordered[1:], strict=False)]
    return fsum(ratios) / pairs if pairs else 1.0


def _list_overloads(seconds: dict[str, int]) -> tuple[Overload, ...]:
    total = sum(seconds.values())
    shares = [(person, _percent(own * len(seconds) / total) - _FULL) for person, own in seconds.items()]
    above = [Overload(person, percent) for person, percent in shares if percent > 0]
    return tuple(sorted(above, key=lambda item: (-item.percent_above_average, item.person)))


def _percent(share: float) -> int:
    return _round_half_up(share * _FULL)


def _round_half_up(value: float) -> int:
    return floor(value + 0.5)
