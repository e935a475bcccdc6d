"""On-call sources: calendars and systems outside that schedules are imported from."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from catalog.models.visibility import VisibleManager

if TYPE_CHECKING:
    from catalog.core.access import Actor


class OnCallSource(models.Model):
    """One calendar, or one account at a vendor. `kind` names the importer.

    `url` may hold a secret, as private addresses of calendars do: it is never shown again. `content` is an uploaded
    file, `stack_url` the Grafana that an IRM's tokens belong to. Looks are work: `due_at`, a lease with its `token`,
    `attempts` that ended without an answer. `good_at` is the last look that succeeded, `error` why the last one did
    not, `failing_since` the first failure since then. `unmatched` are people nobody in the catalog stands for (`name`,
    `first_at`, `shifts`, `schedule`), `links` which schedules stand by for what annotations name (`link_key` to ids of
    the vendor).
    """

    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=63)
    title = models.CharField(max_length=200, blank=True)
    owner_ref = models.CharField(max_length=500, blank=True)
    url = models.CharField(max_length=2000, blank=True)
    stack_url = models.CharField(max_length=2000, blank=True)
    content = models.TextField(blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    zone = models.CharField(max_length=100, default="UTC")
    every_minutes = models.PositiveIntegerField(default=60)
    added_by = models.CharField(max_length=200)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    due_at = models.DateTimeField(null=True, blank=True)
    token = models.PositiveBigIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)
    leased_by = models.CharField(max_length=200, blank=True)
    lease_expires_at = models.DateTimeField(null=True, blank=True)

    looked_at = models.DateTimeField(null=True, blank=True)
    good_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    unmatched = models.JSONField(default=list, blank=True)
    links = models.JSONField(default=dict, blank=True)

    objects = VisibleManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name"], condition=Q(removed_at=None), name="on_call_source_name_once"),
        ]

    def __str__(self) -> str:
        """Title where there is one, else the name."""
        return self.title or self.name

    @staticmethod
    def visible_condition(actor: Actor) -> Q:  # noqa: ARG004  # what every model with visibility is asked
        """Everybody sees that there is one; what is secret in it is shown to nobody."""
        return Q()
