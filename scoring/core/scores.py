"""How one subject stands on one scorecard: a sum that explains itself, one row per check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from scoring.core.scorecards import Scorecard, Weight
from scoring.core.verdicts import Outcome

#: How long the last known verdict stands in for one that cannot be had.
LAST_KNOWN_COUNTS_FOR = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Judged:
    """What a check last said about the subject. An exempted failure has `is_exempted`.

    `last_known` is what it said before it could no longer look, at `last_known_at`; both empty if it never could.
    `guards` are the restricted sources of which the sentence tells, besides that of the subject.
    """

    outcome: Outcome
    sentence: str
    is_exempted: bool = False
    last_known: str = ""
    last_known_at: datetime | None = None
    guards: tuple[int, ...] = ()


class Counts(StrEnum):
    """How a check enters the sum."""

    WON = "won"
    LOST = "lost"
    UNRATED = "unrated"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class Point:
    """One row of the explanation: `earned` out of `weight`, unless the check is unrated or left out."""

    check_id: str
    weight: int
    earned: int
    outcome: str
    counts: Counts
    sentence: str
    guards: tuple[int, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The form that is stored; `guards` only where there are any."""
        guards = {"guards": list(self.guards)} if self.guards else {}
        return guards | {
            "check_id": self.check_id,
            "weight": self.weight,
            "earned": self.earned,
            "outcome": self.outcome,
            "counts": str(self.counts),
            "sentence": self.sentence,
        }


@dataclass(frozen=True, slots=True)
class ScoreNow:
    """`value` from 0 to 100, None where nothing could be rated, rounded down: 100 means all of it.

    `completeness` is the weight rated out of the weight that applies, from 0 to 100.
    """

    value: int | None
    level: str
    completeness: int
    points: tuple[Point, ...]


def compute_score(scorecard: Scorecard, judged: Mapping[str, Judged], now: datetime) -> ScoreNow:
    """Sum up what the checks said, by check id. A check that said nothing about the subject is left out."""
    points: list[Point] = []
    so_far: dict[str, Counts] = {}
    for weight in scorecard.weights:
        is_out_of_reach = so_far.get(weight.after) is Counts.LOST
        point = _make_point(weight, judged.get(weight.check_id), is_out_of_reach, now)
        so_far[weight.check_id] = point.counts
        points.append(point)
    rated = sum(point.weight for point in points if point.counts in (Counts.WON, Counts.LOST))
    applying = rated + sum(point.weight for point in points if point.counts is Counts.UNRATED)
    value = sum(point.earned for point in points) * 100 // rated if rated else None
    completeness = rated * 100 // applying if applying else 100
    level = "" if value is None else scorecard.level_of(value, completeness)
    return ScoreNow(value, level, completeness, tuple(points))


def _count(judged: Judged | None, now: datetime) -> Counts:
    match judged:
        case None | Judged(outcome=Outcome.NOT_APPLICABLE) | Judged(is_exempted=True):
            return Counts.LEFT_OUT
        case Judged(outcome=Outcome.PASSED):
            return Counts.WON
        case Judged(outcome=Outcome.FAILED):
            return Counts.LOST
        case Judged(last_known=known, last_known_at=at) if at and now - at <= LAST_KNOWN_COUNTS_FOR:
            return {"passed": Counts.WON, "failed": Counts.LOST}.get(known, Counts.UNRATED)
    return Counts.UNRATED


def _make_point(weight: Weight, judged: Judged | None, is_out_of_reach: bool, now: datetime) -> Point:
    counts = _count(judged, now)
    if counts is Counts.LEFT_OUT and is_out_of_reach:
        counts = Counts.LOST
    outcome = str(judged.outcome) if judged else str(Outcome.NOT_APPLICABLE)
    sentence = judged.sentence if judged else "This check does not judge it."
    earned = weight.weight if counts is Counts.WON else 0
    guards = judged.guards if judged else ()
    return Point(weight.check_id, weight.weight, earned, outcome, counts, sentence, guards)
