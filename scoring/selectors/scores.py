"""Scores and their trend as one actor may see them: those of entities that the actor may see."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Avg, Count, QuerySet

from catalog.core.access import Actor
from catalog.models import Entity, Source
from catalog.models.bulk import among
from scoring.core.scorecards import OWNERSHIP
from scoring.models import Score, ScoreDay

#: In place of a sentence that the reader may not be told.
WITHHELD = "Why stands in a source that you may not see. Ask an administrator."
Point = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TrendDay:
    """The mean of one day over `subjects` subjects; `value` is None where none of them could be rated."""

    day_date: date
    value: float | None
    completeness: float
    subjects: int


def list_scores(
    actor: Actor, scorecard: str = OWNERSHIP.id, *, subject_refs: Iterable[str] | None = None
) -> QuerySet[Score]:
    """The scores of all Services that the actor may see, or of some of them, the lowest first.

    Their points are as they are stored: `tell_points` before they are shown.
    """
    scores = Score.objects.filter(scorecard=scorecard, subject_ref__in=_visible_refs(actor, subject_refs))
    return scores.order_by("value", "subject_ref")


def get_scores(actor: Actor, subject_refs: Iterable[str], scorecard: str = OWNERSHIP.id) -> dict[str, Score]:
    """How some Services stand, by ref, with the points as the actor may be told them. Two queries at most."""
    rows = list(list_scores(actor, scorecard, subject_refs=subject_refs))
    for row, points in zip(rows, tell_points(actor, [row.points for row in rows]), strict=True):
        row.points = points
    return {row.subject_ref: row for row in rows}


def tell_points(actor: Actor, scores: Sequence[Sequence[Point]]) -> list[list[Point]]:
    """The points of several scores without the sentences that tell of a source which the actor may not see.

    One query where there is anything that not everybody may be told, else none.
    """
    guards = {source_id for points in scores for point in points for source_id in point.get("guards", ())}
    seen = set(Source.objects.visible_to(actor).filter(pk__in=guards).values_list("pk", flat=True)) if guards else set()
    return [[_tell_point(point, seen) for point in points] for points in scores]


def _tell_point(point: Point, seen: Collection[int]) -> Point:
    told = {key: value for key, value in point.items() if key != "guards"}
    return told if all(guard in seen for guard in point.get("guards", ())) else told | {"sentence": WITHHELD}


def get_score(actor: Actor, subject_ref: str, scorecard: str = OWNERSHIP.id) -> Score | None:
    """How one Service stands, or None if it has no score or the actor may not see it."""
    return get_scores(actor, [subject_ref], scorecard).get(subject_ref)


def get_trend(
    actor: Actor, since: date, scorecard: str = OWNERSHIP.id, *, subject_refs: Iterable[str] | None = None
) -> list[TrendDay]:
    """The mean score of each day from `since` on, over all Services or some of them; the first day first. One query."""
    visible = _visible_refs(actor, subject_refs)
    days = ScoreDay.objects.filter(scorecard=scorecard, day_date__gte=since, subject_ref__in=visible)
    rows = days.values("day_date").annotate(mean=Avg("value"), complete=Avg("completeness"), subjects=Count("pk"))
    return [TrendDay(r["day_date"], r["mean"], r["complete"], r["subjects"]) for r in rows.order_by("day_date")]


def _visible_refs(actor: Actor, refs: Iterable[str] | None) -> QuerySet[Entity, str]:
    """Of some refs those to see, of None all there are: who asks about a few does not have everything gone through."""
    visible = Entity.objects.visible_to(actor)
    if refs is not None:
        visible = visible.filter(ref__in=among(sorted(refs)))
    return visible.values_list("ref", flat=True)
