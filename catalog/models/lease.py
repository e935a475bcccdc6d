"""Single flight: work that must not run twice at once is leased by name, and the row decides."""

from __future__ import annotations

from django.db import models


class Lease(models.Model):
    """Who may do the work called `name`, until when. Taken by a conditional UPDATE, so that one wins."""

    name = models.CharField(max_length=200, unique=True)
    holder = models.CharField(max_length=200, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        """Name and holder."""
        return f"{self.name}: {self.holder or 'free'}"
