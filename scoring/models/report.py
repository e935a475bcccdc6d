"""Weekly reports: the frozen state each is made from, and one delivery per week, report and recipient."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class ReportState(models.Model):
    """What a report of one ISO week said about one scope; frozen when sent. A report = pure(previous, current).

    `week` is written `2026-W47`; `scope` is `organisation` or a team's ref.
    """

    week = models.CharField(max_length=8)
    scope = models.CharField(max_length=500)
    state = models.JSONField()
    frozen_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["week", "scope"], name="report_state_once")]

    def __str__(self) -> str:
        """Scope and week."""
        return f"{self.scope} in {self.week}"


class ReportDelivery(models.Model):
    """One mail to one recipient. The row is claimed by a conditional UPDATE before sending, so none goes out twice.

    `attempts` counts claims. `transmissions` counts how often the text of the mail went to a server that was not heard
    to refuse it: 2 at most, so that a mail whose end is not known is repeated once and no more.
    """

    class State(models.TextChoices):
        """Where the mail is."""

        WAITING = "waiting"
        CLAIMED = "claimed"
        SENT = "sent"
        REFUSED = "refused"

    week = models.CharField(max_length=8)
    scope = models.CharField(max_length=500)
    recipient = models.CharField(max_length=320)
    state = models.CharField(max_length=20, choices=State.choices, default=State.WAITING)
    message_id = models.CharField(max_length=200)
    attempts = models.PositiveSmallIntegerField(default=0)
    transmissions = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["week", "scope", "recipient"], name="delivery_once_a_week"),
            models.CheckConstraint(
                name="delivery_sent_has_time", condition=~Q(state="sent") | Q(sent_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        """Whom and when."""
        return f"{self.scope} {self.week} to {self.recipient}"
