"""How the Services of a scope stand on the scorecard: the mean now, what it was, and how much could be rated."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from scoring.core.reports.state import ScopeState, ScoreGroup


@dataclass(frozen=True, slots=True)
class Point:
    """The mean score of one day; `value` is None where nothing could be rated. Both from 0 to 100, rounded down."""

    day_date: date
    value: int | None
    completeness: int


@dataclass(frozen=True, slots=True)
class Standing:
    """The mean now and in earlier weeks, the oldest first. `change` is since the last report.

    `completeness` is how much of what applies could be rated, in percent.
    """

    services: int
    rated: int
    value: int | None
    completeness: int
    change: int | None
    past: tuple[Point, ...]


def compute_standing(previous: ScopeState | None, current: ScopeState) -> Standing:
    """The standing of a scope, compared with the state before."""
    now = _average(current.as_of.date(), current.scores)
    then = _average(previous.as_of.date(), previous.scores) if previous else None
    change = now.value - then.value if then and now.value is not None and then.value is not None else None
    days = sorted({group.day_date for group in current.past_scores})
    past = (_average(day, (group for group in current.past_scores if group.day_date == day)) for day in days)
    return Standing(
        services=sum(group.services for group in current.scores),
        rated=sum(group.rated for group in current.scores),
        value=now.value,
        completeness=now.completeness,
        change=change,
        past=tuple(past),
    )


def _average(day: date, groups: Iterable[ScoreGroup]) -> Point:
    parts = list(groups)
    services, rated = sum(group.services for group in parts), sum(group.rated for group in parts)
    value = sum(group.value_sum for group in parts) // rated if rated else None
    completeness = sum(group.completeness_sum for group in parts) // services if services else 0
    return Point(day, value, completeness)
