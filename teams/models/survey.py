"""What the people of a team answered about how much they carry."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from teams.models.people import Team


class SurveyAnswer(models.Model):
    """The answers of one person for one team and quarter (`2026-Q4`): question id to a number from 1 to 5.

    `answered_by` is a keyed digest that differs from quarter to quarter: it tells whether somebody has answered, and
    names nobody. There is no time, which would.
    """

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    quarter = models.CharField(max_length=7)
    answered_by = models.CharField(max_length=64)
    answers = models.JSONField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["team", "quarter", "answered_by"], name="survey_once_a_quarter"),
        ]

    def __str__(self) -> str:
        """Team and quarter."""
        return f"{self.team_id} in {self.quarter}"
