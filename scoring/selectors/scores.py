"""Scores and their trend as one actor may see them: those of entities that the actor may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Avg, Count, QuerySet

from catalog.core.access import Actor
from catalog.models import Entity
from catalog.models.bulk import among
from scoring.core.scorecards import OWNERSHIP
from scoring.models import Score, ScoreDay


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
    """The scores of all Services that the actor may see, or of some of them, the lowest first."""
    scores = Score.objects.filter(scorecard=scorecard, subject_ref__in=_visible_refs(actor, subject_refs))
    return scores.order_by("value", "subject_ref")


def get_score(actor: Actor, subject_ref: str, scorecard: str = OWNERSHIP.id) -> Score | None:
    """How one Service stands, or None if it has no score or the actor may not see it."""
    return list_scores(actor, scorecard, subject_refs=[subject_ref]).first()


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
