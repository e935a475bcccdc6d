"""Team APIs as the files of repositories said them, version by version."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from catalog.models import Origin
from catalog.models.visibility import VisibleManager, by_source
from teams.core.teamapi.acceptance import REFUSALS, Refusal

if TYPE_CHECKING:
    from catalog.core.access import Actor


class TeamApiVersion(models.Model):
    """What one file said from `seen_at` to `superseded_at`; the last one stays while the file cannot be read.

    `problems` are those of the file as it stands now: `severity`, `message`, `line`, `path`, `remedy` each, and
    `commit` where that is another than the one of the text; one of
    severity `error` means that `text` is of before, or empty if the file never could be read. `declared_ref` is the
    team that the document names, `team_ref` the one it belongs to, `owns` what it claims (`ref`, `repository`,
    `line`). `is_counted` is false where the file cannot be used and where `refusal` says why it
    does not count (`teams.core.teamapi.acceptance`).
    """

    team_ref = models.CharField(max_length=500, blank=True, db_index=True)
    declared_ref = models.CharField(max_length=500, blank=True)
    origin = models.ForeignKey(Origin, on_delete=models.CASCADE, related_name="+")
    path = models.CharField(max_length=1000)
    commit = models.CharField(max_length=64)
    text = models.TextField(blank=True)
    dialect = models.CharField(max_length=40, blank=True)
    problems = models.JSONField(default=list)
    owns = models.JSONField(default=list)
    digest = models.CharField(max_length=64)
    is_counted = models.BooleanField(default=False)
    refusal = models.CharField(max_length=40, blank=True)
    first_seen_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = VisibleManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["origin", "path"], condition=Q(superseded_at__isnull=True), name="team_api_one_current"
            ),
        ]

    def __str__(self) -> str:
        """Team and file."""
        return f"{self.team_ref or '?'}: {self.path}"

    @property
    def is_broken(self) -> bool:
        """Whether the file as it stands now cannot be used."""
        return any(problem["severity"] == "error" for problem in self.problems)

    @property
    def refusal_words(self) -> str:
        """Why it does not count, in sentences; empty where it does, or cannot be used."""
        return REFUSALS[Refusal(self.refusal)] if self.refusal else ""

    @staticmethod
    def visible_condition(actor: Actor) -> Q:
        """Versions of files in sources this actor may see."""
        return by_source("origin__source", actor)
