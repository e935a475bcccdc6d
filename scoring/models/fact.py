"""Facts: what was observed, with the time and the place it was seen."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from catalog.models import Origin


class FactState(models.Model):
    """How one collector stands on one origin: what it last read, or why it could not look."""

    collector = models.CharField(max_length=60)
    origin = models.ForeignKey(Origin, on_delete=models.CASCADE, related_name="fact_states")
    fingerprint = models.CharField(max_length=64, blank=True)
    commit = models.CharField(max_length=64, blank=True)
    observed_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["collector", "origin"], name="fact_state_once")]

    def __str__(self) -> str:
        """Collector and origin."""
        return f"{self.collector} of {self.origin_id}"


class AuthorActivity(models.Model):
    """Commits of one author in one folder of one repository on one day, bots marked; merges are not counted.

    A bot with a person's address has rows of its own. `path_prefix` is the code root the paths belong to (deepest
    prefix wins; `""` is the rest of the repository).
    """

    origin = models.ForeignKey(Origin, on_delete=models.CASCADE, related_name="activity")
    path_prefix = models.CharField(max_length=1000, blank=True)
    author_email = models.CharField(max_length=320)
    author_name = models.CharField(max_length=300)
    is_bot = models.BooleanField(default=False)
    day_date = models.DateField()
    commits = models.PositiveIntegerField()
    last_commit = models.CharField(max_length=64)
    last_committed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["origin", "path_prefix", "author_email", "is_bot", "day_date"],
                name="author_activity_once_a_day",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["origin", "day_date"])]

    def __str__(self) -> str:
        """Author and day."""
        return f"{self.author_email} on {self.day_date}"


class TicketActivity(models.Model):
    """Commits of one person on one ticket in one repository on one day; only the last months are kept."""

    origin = models.ForeignKey(Origin, on_delete=models.CASCADE, related_name="+")
    ticket = models.CharField(max_length=40)
    author_email = models.CharField(max_length=320)
    day_date = models.DateField(db_index=True)
    commits = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["origin", "ticket", "author_email", "day_date"], name="ticket_activity_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        """Ticket and author."""
        return f"{self.ticket} by {self.author_email}"
