"""The work to look at an origin, and the record of each look that found something new."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from catalog.models.source import Origin
from catalog.models.visibility import VisibleManager, by_source

if TYPE_CHECKING:
    from catalog.core.access import Actor


class ScanJob(models.Model):
    """The work to look at one origin. The row is the truth; a broker message only says "look now".

    A worker that takes a due job gets a lease and the next token; writing needs that token, so a worker that
    lost its lease writes nothing. `requested_at` is the pass it belongs to and survives retries. Three failures in
    a row quarantine the job until a person frees it. `finished_at`: the last look that succeeded.
    """

    origin = models.OneToOneField(Origin, on_delete=models.CASCADE, related_name="job")
    due_at = models.DateTimeField(null=True, blank=True, db_index=True)
    requested_at = models.DateTimeField(null=True, blank=True)
    token = models.PositiveBigIntegerField(default=0)
    leased_by = models.CharField(max_length=200, blank=True)
    lease_expires_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    quarantined_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="job_lease_has_both_or_none",
                condition=Q(leased_by="", lease_expires_at__isnull=True)
                | (~Q(leased_by="") & Q(lease_expires_at__isnull=False)),
            ),
            models.CheckConstraint(name="job_attempts_bounded", condition=Q(attempts__lte=3)),
        ]

    def __str__(self) -> str:
        """Which origin it looks at."""
        return f"scan of {self.origin_id}"


class Scan(models.Model):
    """The record of one look at an origin that found something new, or found it broken."""

    origin = models.ForeignKey(Origin, on_delete=models.CASCADE, related_name="scans")
    commit = models.CharField(max_length=64, blank=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)
    broken = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)

    objects = VisibleManager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["origin", "-finished_at"])]

    def __str__(self) -> str:
        """Origin and commit."""
        return f"{self.origin_id}@{self.commit[:12]}"

    @staticmethod
    def visible_condition(actor: Actor) -> Q:
        """Scans of origins this actor may see."""
        return by_source("origin__source", actor)
