"""What people decided about the catalog: which descriptor counts, what something was called, what is to stay.

A decision is never deleted: one that holds no more says since when, by whom and why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from catalog.models.entity import REF_LENGTH
from catalog.models.source import Origin
from catalog.models.visibility import VisibleManager

if TYPE_CHECKING:
    from catalog.core.access import Actor

IS_CURRENT = Q(ended_at__isnull=True)


def in_visible_origin(actor: Actor) -> Q:
    """Rows whose origin this actor may see; administrators alone see those whose origin is no longer known."""
    return Q() if actor.is_administrator else Q(origin__in=Origin.objects.visible_to(actor))


class Decision(models.Model):
    """Who decided, when and why; and how it ended: withdrawn by a person, or over by itself."""

    reason = models.TextField(blank=True)
    decided_by_ref = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_ref = models.CharField(max_length=200, blank=True)
    end_reason = models.TextField(blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        """Who decided."""
        return f"decided by {self.decided_by_ref or 'nobody'}"

    @property
    def is_current(self) -> bool:
        """Whether it holds."""
        return self.ended_at is None


class DescriptorChoice(Decision):
    """Of several descriptors of one ref, that of this origin is in force, whichever was seen first.

    `path` and `doc_index` say where it stood then: origin and ref are what makes it the same one.
    """

    ref = models.CharField(max_length=REF_LENGTH)
    origin = models.ForeignKey(Origin, on_delete=models.SET_NULL, null=True, related_name="+")
    origin_name = models.CharField(max_length=500)
    path = models.CharField(max_length=1000)
    doc_index = models.PositiveIntegerField()

    objects = VisibleManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ref"], condition=IS_CURRENT, name="choice_one_current_per_ref"),
        ]
        indexes: ClassVar = [models.Index(fields=["ref", "decided_at"])]

    @staticmethod
    def visible_condition(actor: Actor) -> Q:
        """Choices of descriptors in origins this actor may see."""
        return in_visible_origin(actor)


class Proposal(Decision):
    """What looks so, until a person says whether it is. `seen_at` says since when."""

    class State(models.TextChoices):
        """Whether it counts."""

        PROPOSED = "proposed"
        CONFIRMED = "confirmed"
        DECLINED = "declined"

    state = models.CharField(max_length=20, choices=State.choices, default=State.PROPOSED)
    seen_at = models.DateTimeField()

    class Meta:
        abstract = True


class Rename(Proposal):
    """`old_ref` was the name of what `new_ref` names now. Detected, then confirmed or declined by a person.

    One that a descriptor declares (`basis` descriptor) is confirmed as it is read, unless the old ref was last declared
    in another origin. `origin`, `commit` and `path` say where it was seen.
    """

    class Basis(models.TextChoices):
        """What it rests on."""

        DETECTED = "detected"
        DESCRIPTOR = "descriptor"
        PERSON = "person"

    old_ref = models.CharField(max_length=REF_LENGTH)
    new_ref = models.CharField(max_length=REF_LENGTH, db_index=True)
    basis = models.CharField(max_length=20, choices=Basis.choices)
    origin = models.ForeignKey(Origin, on_delete=models.SET_NULL, null=True, related_name="+")
    commit = models.CharField(max_length=64, blank=True)
    path = models.CharField(max_length=1000, blank=True)

    objects = VisibleManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["old_ref", "new_ref"], condition=IS_CURRENT, name="rename_once_while_valid"
            ),
        ]

    @staticmethod
    def visible_condition(actor: Actor) -> Q:
        """Renames seen in origins this actor may see."""
        return in_visible_origin(actor)


class AddedAlias(Decision):
    """An address or a login of a person that no file names: somebody said it is theirs. Kept through every scan."""

    entity_ref = models.CharField(max_length=REF_LENGTH, db_index=True)
    scheme = models.CharField(max_length=40)
    value = models.CharField(max_length=REF_LENGTH)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["scheme", "value", "entity_ref"], condition=IS_CURRENT, name="added_alias_once_while_valid"
            ),
        ]


class PersonMerge(Proposal):
    """Two records that are one person, or look like it. The record that is not `kept_ref` is another name of it.

    The refs are in order; `likeness` holds why they look like one (`catalog.core.merges.Likeness`), nothing where only
    a person says so. A declined one is not proposed again.
    """

    first_ref = models.CharField(max_length=REF_LENGTH)
    second_ref = models.CharField(max_length=REF_LENGTH, db_index=True)
    kept_ref = models.CharField(max_length=REF_LENGTH, blank=True)
    likeness = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["first_ref", "second_ref"], condition=IS_CURRENT, name="person_merge_once_while_valid"
            ),
        ]

    @property
    def merged_ref(self) -> str:
        """The record that is another name of the one that is kept; empty while none is."""
        return (self.second_ref if self.kept_ref == self.first_ref else self.first_ref) if self.kept_ref else ""


class Keeping(Decision):
    """An entity that no file declares any more and that a person keeps in the catalog until a moment.

    While it holds, a descriptor at `stage` `STAGE` stands in for the file: what it said last, where it stood last.
    """

    STAGE = "kept-by-person"

    ref = models.CharField(max_length=REF_LENGTH)
    origin = models.ForeignKey(Origin, on_delete=models.SET_NULL, null=True, related_name="+")
    until = models.DateTimeField()

    objects = VisibleManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ref"], condition=IS_CURRENT, name="keeping_one_current_per_ref"),
        ]

    @staticmethod
    def visible_condition(actor: Actor) -> Q:
        """What is kept of origins this actor may see."""
        return in_visible_origin(actor)
