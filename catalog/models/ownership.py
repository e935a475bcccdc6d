"""The ledger: claims of ownership as they were written, and what they resolve to over time."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q

from catalog.models.entity import REF_LENGTH, Entity
from catalog.models.source import Origin, Source
from catalog.models.visibility import VisibleManager, by_source

if TYPE_CHECKING:
    from catalog.core.access import Actor


class Claim(models.Model):
    """One statement "X is owned by Y". `owner_text` stays as written; binding to a team happens when resolving.

    `evidence` is what a person can open: `{"origin": id, "commit": sha, "path": ..., "line": n}` or people and numbers.
    """

    subject_ref = models.CharField(max_length=REF_LENGTH)
    basis = models.CharField(max_length=40)
    scope = models.CharField(max_length=200)
    role = models.CharField(max_length=40, default="owner")
    owner_text = models.CharField(max_length=REF_LENGTH)
    weight = models.FloatField(default=1.0)
    evidence = models.JSONField()
    source = models.ForeignKey(Source, on_delete=models.CASCADE, null=True, related_name="+")
    origin = models.ForeignKey(Origin, on_delete=models.CASCADE, null=True, related_name="+")
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = VisibleManager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["basis", "scope"]),
            models.Index(fields=["subject_ref"], name="claim_by_subject"),  # see catalog.models.entity
        ]

    def __str__(self) -> str:
        """The claim in words."""
        return f"{self.basis}: {self.subject_ref} is owned by {self.owner_text}"

    @staticmethod
    def visible_condition(actor: Actor) -> Q:
        """Claims read from sources this actor may see, but for those that name by its ref what they may not see.

        Files name teams as they like, and what stands in an open file is open. A ref beside no such file, as in a
        person's decision or in what Git history says, is the catalog's own word.
        """
        if actor.is_administrator:
            return Q()
        named = Entity.objects.filter(ref=OuterRef("owner_text"))
        return by_source("source", actor) & ~Q(Exists(named.exclude(Entity.visible_condition(actor))))


class Ownership(models.Model):
    """What the claims about one entity resolve to, append-only in time; the current row has no `until`."""

    subject_ref = models.CharField(max_length=REF_LENGTH)
    owner_ref = models.CharField(max_length=REF_LENGTH, blank=True)
    confidence = models.FloatField()
    reasons = models.JSONField(default=list)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["subject_ref"], name="ownership_by_subject"),
            models.Index(fields=["owner_ref"], name="ownership_by_owner"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject_ref"], condition=Q(until__isnull=True), name="ownership_one_current"
            ),
        ]

    def __str__(self) -> str:
        """Subject and owner."""
        return f"{self.subject_ref} -> {self.owner_ref or 'nobody'}"
