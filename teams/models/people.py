"""Teams and persons: what a Group and a User of the catalog are once people hang on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from catalog.models import Source
from catalog.models.visibility import VisibleManager, by_source

if TYPE_CHECKING:
    from catalog.core.access import Actor


class Team(models.Model):
    """A Group of the catalog: identity, focus, channels; kept when dissolved, so that history can name it."""

    ref = models.CharField(max_length=500, unique=True)
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=500, blank=True)
    type = models.CharField(max_length=100, blank=True)
    focus = models.TextField(blank=True)
    email = models.CharField(max_length=320, blank=True)
    parent_ref = models.CharField(max_length=500, blank=True, db_index=True)
    channels = models.JSONField(default=list)
    source = models.ForeignKey(Source, on_delete=models.SET_NULL, null=True, related_name="+")
    first_seen_at = models.DateTimeField()
    dissolved_at = models.DateTimeField(null=True, blank=True)

    objects = VisibleManager()

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        """Title where there is one, else the name."""
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """Title where there is one, else the name."""
        return self.title or self.name

    @staticmethod
    def visible_condition(actor: Actor) -> Q:
        """Teams defined in sources this actor may see."""
        return by_source("source", actor)


class Person(models.Model):
    """A User of the catalog. `left_at` is set when no source names them any more."""

    ref = models.CharField(max_length=500, unique=True)
    name = models.CharField(max_length=200)
    shown_name = models.CharField(max_length=500, blank=True)
    email = models.CharField(max_length=320, blank=True, db_index=True)
    source = models.ForeignKey(Source, on_delete=models.SET_NULL, null=True, related_name="+")
    first_seen_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    objects = VisibleManager()

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        """Display name, else the name."""
        return self.shown_name or self.name

    @staticmethod
    def visible_condition(actor: Actor) -> Q:
        """Persons defined in sources this actor may see."""
        return by_source("source", actor)


class Membership(models.Model):
    """Who is in which team, from when until when; `is_lead` from the Group's or User's annotation."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    is_lead = models.BooleanField(default=False)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["team", "person"], condition=Q(until__isnull=True), name="membership_one_current"
            ),
        ]

    def __str__(self) -> str:
        """Person and team."""
        return f"{self.person_id} in {self.team_id}"
