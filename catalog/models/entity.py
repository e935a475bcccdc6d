"""Descriptors, the entities they declare, the edges between entities, other names, and which code is whose.

Texts are indexed in `Meta`, not by `unique=True` or `db_index=True`: these add a second index for LIKE on PostgreSQL.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from catalog.models.source import Origin, Source
from catalog.models.visibility import VisibleManager, by_source

if TYPE_CHECKING:
    from catalog.core.access import Actor

REF_LENGTH = 500


class Entity(models.Model):
    """One thing in the catalog, one row per ref for ever: a ref that comes back revives its row and uid.

    Served bytes are `body_json` (what the descriptor says) joined with `relations_json` (what stitching derived).
    `error` is set on an entity in error: its last descriptor is refused, or it has no valid owner.
    """

    ref = models.CharField(max_length=REF_LENGTH)
    uid = models.UUIDField(default=uuid.uuid4, unique=True)
    kind = models.CharField(max_length=63)
    namespace = models.CharField(max_length=63)
    name = models.CharField(max_length=63)
    title = models.CharField(max_length=500, blank=True)
    description = models.TextField(blank=True)
    type = models.CharField(max_length=200, blank=True)
    lifecycle = models.CharField(max_length=200, blank=True)
    owner_text = models.CharField(max_length=REF_LENGTH, blank=True)
    source = models.ForeignKey(Source, on_delete=models.SET_NULL, null=True, related_name="+")
    body_json = models.TextField(default="{}")
    relations_json = models.TextField(default="[]")
    etag = models.CharField(max_length=64, blank=True)
    error = models.TextField(blank=True)
    first_seen_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = VisibleManager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["ref"], name="entity_ref_once")]
        indexes: ClassVar = [
            models.Index(fields=["kind", "type", "name"]),
            # what lists count and offer to choose from, without a look at the rows, which are long
            models.Index(
                fields=["kind", "type", "lifecycle", "source"],
                condition=Q(removed_at__isnull=True),
                name="entity_listed",
            ),
            models.Index(fields=["removed_at"], condition=Q(removed_at__isnull=False), name="entity_removed"),
        ]

    def __str__(self) -> str:
        """The ref."""
        return self.ref

    @property
    def shown_name(self) -> str:
        """The title where there is one, else the name."""
        return self.title or self.name

    @staticmethod
    def visible_condition(actor: Actor) -> Q:
        """Entities whose source this actor may see."""
        return by_source("source", actor)


class Descriptor(models.Model):
    """One YAML document at a path of an origin.

    `state` broken: it never read well and yields no entity. A document that read well before and does not now keeps
    its state and body, and `error` says what is wrong at `error_commit`. `missing_since`: it is missing from a file
    of which another document is broken. `location_ref`: the Location that named the file; empty at a usual place.
    Only the descriptor in force has edges.
    """

    class State(models.TextChoices):
        """What the document counts for."""

        IN_FORCE = "in_force"
        CONTENDER = "contender"
        BROKEN = "broken"

    origin = models.ForeignKey(Origin, on_delete=models.CASCADE, related_name="descriptors")
    entity = models.ForeignKey(Entity, on_delete=models.SET_NULL, null=True, related_name="descriptors")
    path = models.CharField(max_length=1000)
    doc_index = models.PositiveIntegerField()
    location_ref = models.CharField(max_length=REF_LENGTH, blank=True, default="")
    ref = models.CharField(max_length=REF_LENGTH, blank=True)
    state = models.CharField(max_length=20, choices=State.choices)
    digest = models.CharField(max_length=64)
    line = models.PositiveIntegerField(default=1)
    owner_line = models.PositiveIntegerField(default=0)
    commit = models.CharField(max_length=64)
    body_json = models.TextField(default="{}")
    stage = models.CharField(max_length=40, blank=True)
    error = models.TextField(blank=True)
    error_line = models.PositiveIntegerField(default=0)
    error_commit = models.CharField(max_length=64, blank=True)
    warnings = models.JSONField(default=list)
    first_seen_at = models.DateTimeField()
    missing_since = models.DateTimeField(null=True, blank=True)

    objects = VisibleManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["ref"], condition=Q(state="in_force"), name="descriptor_one_in_force_per_ref"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["origin", "path", "doc_index"]),
            models.Index(fields=["ref"], name="descriptor_by_ref"),
            models.Index(fields=["state", "ref"], name="descriptor_by_state"),  # the few contenders among the many
        ]

    def __str__(self) -> str:
        """Where it stands."""
        return f"{self.path}#{self.doc_index}"

    @staticmethod
    def visible_condition(actor: Actor) -> Q:
        """Descriptors in origins this actor may see."""
        return by_source("origin__source", actor)


class Edge(models.Model):
    """A directed, typed relation declared by one descriptor; the target may be missing. Both directions are rows."""

    declared_by = models.ForeignKey(Descriptor, on_delete=models.CASCADE, related_name="edges")
    source_ref = models.CharField(max_length=REF_LENGTH)
    type = models.CharField(max_length=100)
    target_ref = models.CharField(max_length=REF_LENGTH)

    objects = VisibleManager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["source_ref"], name="edge_by_source"),
            models.Index(fields=["target_ref"], name="edge_by_target"),
        ]

    def __str__(self) -> str:
        """The relation as a sentence of refs."""
        return f"{self.source_ref} {self.type} {self.target_ref}"

    @staticmethod
    def visible_condition(actor: Actor) -> Q:
        """Edges declared in origins this actor may see."""
        return by_source("declared_by__origin__source", actor)


class Alias(models.Model):
    """Another name of an entity, team or person; scheme `ref`, `email`, `github-login`, `github-team`, ...

    `record_ref` is set where it is that of a record which was merged into `entity_ref`.
    """

    scheme = models.CharField(max_length=40)
    value = models.CharField(max_length=REF_LENGTH)
    entity_ref = models.CharField(max_length=REF_LENGTH, db_index=True)
    record_ref = models.CharField(max_length=REF_LENGTH, blank=True)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["scheme", "value"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["scheme", "value", "entity_ref", "record_ref"],
                condition=Q(valid_to__isnull=True),
                name="alias_once_while_valid",
            ),
        ]

    def __str__(self) -> str:
        """Scheme and value."""
        return f"{self.scheme}:{self.value}"


class CodeRoot(models.Model):
    """Which code is whose: a folder of a repository (empty prefix: all of it) belongs to an entity."""

    entity_ref = models.CharField(max_length=REF_LENGTH)
    origin = models.ForeignKey(Origin, on_delete=models.CASCADE, related_name="code_roots")
    path_prefix = models.CharField(max_length=1000, blank=True)
    basis = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entity_ref", "origin", "path_prefix"], name="code_root_once"),
        ]

    def __str__(self) -> str:
        """Entity and folder."""
        return f"{self.entity_ref} in {self.path_prefix or '/'}"
