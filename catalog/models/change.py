"""What changed, for people (ChangeLog, append-only) and for the apps above (PendingChange, an outbox)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from catalog.models.entity import REF_LENGTH
from catalog.models.source import Origin
from catalog.models.visibility import VisibleManager

if TYPE_CHECKING:
    from catalog.core.access import Actor


class ChangeLog(models.Model):
    """One change of one entity: who or what made it, when, and at which commit. Rows are never changed.

    `origin`, `commit` and `path` say where what counts since then stands, or where what is gone stood last.
    `former_origin` is set where the descriptor in force was another origin's before; it outlives that origin.
    Fields in brackets, such as `(owner)`, are no fields of the descriptor.
    """

    class Action(models.TextChoices):
        """What happened to the entity."""

        ADDED = "added"
        CHANGED = "changed"
        REMOVED = "removed"
        REVIVED = "revived"
        DECIDED = "decided"
        WITHDRAWN = "withdrawn"
        PURGED = "purged"

    subject_ref = models.CharField(max_length=REF_LENGTH)
    action = models.CharField(max_length=20, choices=Action.choices)
    fields = models.JSONField(default=dict)
    actor_ref = models.CharField(max_length=200)
    origin = models.ForeignKey(Origin, on_delete=models.SET_NULL, null=True, related_name="+")
    former_origin = models.ForeignKey(
        Origin, on_delete=models.DO_NOTHING, db_constraint=False, null=True, blank=True, related_name="+"
    )
    commit = models.CharField(max_length=64, blank=True)
    path = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField(db_index=True)

    objects = VisibleManager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject_ref", "at"])]

    def __str__(self) -> str:
        """What happened to what."""
        return f"{self.action} {self.subject_ref}"

    @staticmethod
    def visible_condition(actor: Actor) -> Q:
        """Changes whose every origin this actor may see: what it said before may be told nowhere else.

        Administrators alone see those whose origin is no longer known.
        """
        if actor.is_administrator:
            return Q()
        visible = Origin.objects.visible_to(actor)
        return Q(origin__in=visible) & (Q(former_origin=None) | Q(former_origin__in=visible))


class PendingChange(models.Model):
    """A ref that changed and that one consumer has not looked at yet.

    Written in the transaction of the change and deleted in the transaction of its consumption, so a crash
    between the two repeats the consumption and never loses it.
    """

    consumer = models.CharField(max_length=40)
    subject_ref = models.CharField(max_length=REF_LENGTH)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["consumer", "id"])]

    def __str__(self) -> str:
        """Consumer and ref."""
        return f"{self.consumer}: {self.subject_ref}"
