"""Schedules of people on call, wherever they come from: files in Git, the portal, calendars, vendors."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from catalog.models import Origin
from catalog.models.visibility import VisibleManager, by_source
from teams.core.oncall.export import make_version
from teams.models.on_call_source import OnCallSource

if TYPE_CHECKING:
    from catalog.core.access import Actor


class Schedule(models.Model):
    """One schedule, in one of two forms: `document`, a rota to compute on, or `imported`, shifts over a window.

    `kind` says where it is kept: `git` (then `origin`, `commit`, `path` and `line`), `portal`, or the kind of the
    on-call `source` it is imported from (then `vendor_id`, and `url`, where a person can look at it). The form is what
    was said when it could last be read, None if it never could; `problem` says why that cannot be done now. `seen_at`
    is when imported shifts were last read. `decided` are the overrides of people that hold (`add_decided`). `ref` is
    empty where not even a name could be read.
    """

    GIT, PORTAL = "git", "portal"

    kind = models.CharField(max_length=40, default=GIT)
    ref = models.CharField(max_length=200, blank=True, db_index=True)
    owner_ref = models.CharField(max_length=500, blank=True, db_index=True)
    title = models.CharField(max_length=500, blank=True)
    zone = models.CharField(max_length=100, blank=True)
    document = models.JSONField(null=True)
    imported = models.JSONField(null=True)
    decided = models.JSONField(default=list)
    origin = models.ForeignKey(Origin, null=True, on_delete=models.CASCADE, related_name="+")
    commit = models.CharField(max_length=64, blank=True)
    path = models.CharField(max_length=1000, blank=True)
    line = models.PositiveIntegerField(default=1)
    source = models.ForeignKey(OnCallSource, null=True, on_delete=models.CASCADE, related_name="schedules")
    vendor_id = models.CharField(max_length=200, blank=True)
    url = models.CharField(max_length=2000, blank=True)
    problem = models.TextField(blank=True)
    first_seen_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = VisibleManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["origin", "path", "ref"], name="schedule_once"),
            models.UniqueConstraint(
                fields=["ref"], condition=Q(origin=None, removed_at=None), name="schedule_ref_once_outside_git"
            ),
            models.UniqueConstraint(
                fields=["source", "vendor_id"], condition=Q(source__isnull=False), name="schedule_once_of_source"
            ),
            models.CheckConstraint(
                condition=Q(kind="git", origin__isnull=False) | (~Q(kind="git") & Q(origin=None)),
                name="schedule_in_git_has_origin",
            ),
        ]

    def __str__(self) -> str:
        """Title where there is one, else the name."""
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """Title where there is one, else the name, else the file."""
        return self.title or self.ref.rpartition("/")[2] or self.path

    @property
    def has_form(self) -> bool:
        """Whether it could ever be read."""
        return self.document is not None or self.imported is not None

    @property
    def version(self) -> str:
        """What tells one document of it from another; empty where it has none."""
        return make_version(self.document) if self.document is not None else ""

    @staticmethod
    def visible_condition(actor: Actor) -> Q:
        """Schedules in sources of repositories that this actor may see, and all that are not kept in Git."""
        return by_source("origin__source", actor)


class Override(models.Model):
    """What a person decided about who is on call between two times; never deleted, only undone.

    It holds for the schedule of this ref, wherever that is kept. `people` and `replaces` are refs.
    """

    schedule_ref = models.CharField(max_length=200, db_index=True)
    mode = models.CharField(max_length=20)
    start = models.DateTimeField()
    end = models.DateTimeField()
    people = models.JSONField(default=list)
    replaces = models.CharField(max_length=500, blank=True)
    reason = models.TextField(blank=True)
    made_at = models.DateTimeField()
    made_by_ref = models.CharField(max_length=200)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by_ref = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(end__gt=models.F("start")), name="override_ends_after_its_start"),
        ]

    def __str__(self) -> str:
        """What it does to which schedule."""
        return f"{self.mode} in {self.schedule_ref}"
