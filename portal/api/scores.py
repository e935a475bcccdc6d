"""`/scores`: how Services stand now, explained point by point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal

from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce

from catalog.selectors.subjects import is_about_visible
from portal.api.base import ListView
from portal.api.services import ScoreBrief
from portal.api.shapes import Shape
from scoring.models import Score
from scoring.score_filters import ScoreFilters
from scoring.selectors.scores import tell_points

_UNRATED_LAST = 101


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorePoint(Shape):
    """What one check counts for the score."""

    check_id: str
    weight: int
    earned: int
    outcome: Annotated[str, "What the check said: passed, failed, unknown or not applicable."]
    counts: Annotated[Literal["won", "lost", "unrated", "left out"], "How that enters the sum."]
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreItem(ScoreBrief):
    """How a subject stands on a scorecard, and why."""

    subject_ref: str
    scorecard: str
    points: list[ScorePoint]
    computed_at: Annotated[datetime, "When it last changed."]


class ListScores(ListView):
    """The scores of all Services, the lowest first."""

    subject = "finding"
    answer = ScoreItem
    filters = ScoreFilters
    columns = ("pk", "rank", "subject_ref", "scorecard", "value", "level", "completeness", "points", "computed_at")
    sorts = {"value": ("rank", "subject_ref", "pk"), "subject": ("subject_ref", "pk")}

    def get_queryset(self) -> QuerySet[Score]:
        """The scores; those that could not be rated come last."""
        scores = Score.objects.filter(is_about_visible(self.actor))
        return scores.annotate(rank=Coalesce("value", Value(_UNRATED_LAST)))

    def describe(self, rows: Sequence[dict[str, Any]]) -> list[ScoreItem]:
        """One query at most."""
        told = tell_points(self.actor, [row["points"] for row in rows])
        return [
            ScoreItem(
                subject_ref=row["subject_ref"],
                scorecard=row["scorecard"],
                value=row["value"],
                level=row["level"],
                completeness=row["completeness"],
                points=[ScorePoint(**point) for point in points],
                computed_at=row["computed_at"],
            )
            for row, points in zip(rows, told, strict=True)
        ]
