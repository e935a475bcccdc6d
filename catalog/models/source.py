"""Where repositories come from, and each repository as a unit of reconciliation."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from catalog.models.visibility import VisibleManager, by_source

if TYPE_CHECKING:
    from catalog.core.access import Actor


class Source(models.Model):
    """Where repositories come from. A removed one keeps its row: what came from it stays as visible as it was.

    `kind` names a file of `catalog/sources/kinds/`: no migration for a new one.
    """

    kind = models.CharField(max_length=40, default="directory")
    name = models.CharField(max_length=200)
    location = models.CharField(max_length=1000, unique=True)
    is_restricted = models.BooleanField(default=False)
    may_define_organisation = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    listed_at = models.DateTimeField(null=True, blank=True)
    list_error = models.TextField(blank=True)
    list_requested_at = models.DateTimeField(null=True, blank=True)
    missing_held = models.PositiveIntegerField(default=0)
    created_by_ref = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = VisibleManager()

    def __str__(self) -> str:
        """Its name, as people see it."""
        return self.name

    @staticmethod
    def visible_condition(actor: Actor) -> Q:
        """Rows of sources open to everyone, and restricted ones this actor may read."""
        return Q() if actor.is_administrator else Q(is_restricted=False) | Q(pk__in=actor.restricted_source_ids)


class SourceReader(models.Model):
    """A team whose members may see what comes from a restricted source."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="readers")
    team_ref = models.CharField(max_length=500)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["source", "team_ref"], name="source_reader_once")]

    def __str__(self) -> str:
        """The team, as a ref."""
        return self.team_ref


class Origin(models.Model):
    """What is reconciled as a whole: a repository of a source, or one registered URL."""

    class Kind(models.TextChoices):
        """The two kinds of DESIGN.md."""

        REPOSITORY = "repository"
        URL = "url"

    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.REPOSITORY)
    source = models.ForeignKey(Source, on_delete=models.CASCADE, null=True, related_name="origins")
    provider_id = models.CharField(max_length=1000)
    name = models.CharField(max_length=500)
    location = models.CharField(max_length=2000)
    remote_url = models.CharField(max_length=2000, blank=True)
    branch = models.CharField(max_length=250, blank=True)
    tip = models.CharField(max_length=64, blank=True)
    tip_committed_at = models.DateTimeField(null=True, blank=True)
    read_digest = models.CharField(max_length=100, blank=True)
    codeowners = models.JSONField(default=dict)
    is_archived = models.BooleanField(default=False)
    is_fork = models.BooleanField(default=False)
    is_template = models.BooleanField(default=False)
    has_skeleton = models.BooleanField(default=False)
    scanned_at = models.DateTimeField(null=True, blank=True)
    scan_error = models.TextField(blank=True)
    first_seen_at = models.DateTimeField()
    missing_since = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    #: of a registered URL: what is remembered of the URLs it led to (`catalog.sources.url_memory`)
    url_state = models.JSONField(default=dict)
    #: of a registered URL: it may define Groups and Users; a repository is trusted as its source is
    is_trusted = models.BooleanField(default=False)

    objects = VisibleManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "provider_id"], name="origin_once_per_source"),
            models.UniqueConstraint(
                fields=["location"], condition=Q(kind="url", removed_at__isnull=True), name="origin_url_once"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["name"])]

    def __str__(self) -> str:
        """Its name within its source."""
        return self.name

    @property
    def may_define_organisation(self) -> bool:
        """Whether its Groups and Users count."""
        return self.is_trusted if self.source is None else self.source.may_define_organisation

    @property
    def ref(self) -> str:
        """The subject ref of findings about this repository: `repository:<id>`."""
        return f"repository:{self.pk}"

    @staticmethod
    def visible_condition(actor: Actor) -> Q:
        """Rows whose source this actor may see."""
        return by_source("source", actor)
