"""Files that are no descriptors and that an app above reads: kept as text, at the commit at which they changed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from catalog.core.access import Actor
from catalog.models.source import Origin
from catalog.models.visibility import VisibleManager, by_source


class KeptFile(models.Model):
    """One file of the commit last read. `kind` names who wants it; `problem` says why there is no text."""

    origin = models.ForeignKey(Origin, on_delete=models.CASCADE, related_name="kept_files")
    kind = models.CharField(max_length=40)
    path = models.CharField(max_length=1000)
    commit = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    text = models.TextField(blank=True)
    problem = models.TextField(blank=True)
    first_seen_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = VisibleManager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["origin", "kind", "path"], name="kept_file_once")]

    def __str__(self) -> str:
        """Where it is."""
        return f"{self.origin_id}:{self.path}"

    @staticmethod
    def visible_condition(actor: Actor) -> Q:
        """Files of origins this actor may see."""
        return by_source("origin__source", actor)


class NamedFile(models.Model):
    """A file that something outside its repository names, and that is kept whatever it is called."""

    origin = models.ForeignKey(Origin, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    path = models.CharField(max_length=1000)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["origin", "kind", "path"], name="named_file_once")]

    def __str__(self) -> str:
        """Where it is."""
        return f"{self.origin_id}:{self.path}"
