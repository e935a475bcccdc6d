"""How subjects stand now and stood each day, and the runs that judged them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class ScoringRun(models.Model):
    """One run of all checks on one Snapshot: asked for, at work, then finished or failed.

    At most one waits and at most one is at work; the database holds both. A worker whose run is no longer `running`
    writes nothing. `entities`, `opened`, `resolved` and `unknown` count what the run judged, opened, resolved and
    could not look at.
    """

    class State(models.TextChoices):
        """Where the run is."""

        WAITING = "waiting"
        RUNNING = "running"
        FINISHED = "finished"
        FAILED = "failed"

    state = models.CharField(max_length=20, choices=State.choices, default=State.WAITING)
    requested_at = models.DateTimeField(db_index=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    entities = models.PositiveIntegerField(default=0)
    opened = models.PositiveIntegerField(default=0)
    resolved = models.PositiveIntegerField(default=0)
    unknown = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["state"], condition=Q(state__in=["waiting", "running"]), name="scoring_run_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        """Where it is, and since when it was wanted."""
        return f"run of {self.requested_at:%Y-%m-%d %H:%M}: {self.state}"


class Score(models.Model):
    """How a subject stands on one scorecard now. `points` explains it, one row per check.

    `value` is 0 to 100; null where nothing could be rated. `completeness` is the weight rated out of the weight
    that applies, 0 to 100. `computed_at` is when it last changed.
    """

    subject_ref = models.CharField(max_length=500)
    scorecard = models.CharField(max_length=80)
    value = models.PositiveSmallIntegerField(null=True, blank=True)
    level = models.CharField(max_length=40, blank=True)
    completeness = models.PositiveSmallIntegerField()
    points = models.JSONField(default=list)
    computed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["subject_ref", "scorecard"], name="score_once")]

    def __str__(self) -> str:
        """Subject and value."""
        return f"{self.subject_ref}: {self.value}"


class ScoreDay(models.Model):
    """The score of a subject at the end of a day; one row per day, the last run of the day decides."""

    subject_ref = models.CharField(max_length=500)
    scorecard = models.CharField(max_length=80)
    day_date = models.DateField()
    value = models.PositiveSmallIntegerField(null=True, blank=True)
    completeness = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject_ref", "scorecard", "day_date"], name="score_day_once"),
        ]

    def __str__(self) -> str:
        """Subject, day and value."""
        return f"{self.subject_ref} on {self.day_date}: {self.value}"
