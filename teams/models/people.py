"""Teams and persons: what a Group and a User of the catalog are once people hang on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from catalog.models import Source
from catalog.models.visibility import VisibleManager, VisibleQuerySet, by_source

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


class PersonManager(VisibleManager["Person"]):
    """People, each once: a record that is merged into another one is none of its own."""

    def get_queryset(self) -> VisibleQuerySet[Person]:
        """All people; narrow with `visible_to`."""
        return super().get_queryset().filter(merged_into__isnull=True)


class Person(models.Model):
    """A User of the catalog. `left_at` is set when no source names them any more.

    Two records may be one person: then one is `merged_into` the other, which holds the memberships of both and is there
    while one of them is. `own_left_at` is set where its record alone says otherwise than `left_at`. What files say of
    each record is kept, so that a merge can be undone (`teams.actions.records`).
    """

    ref = models.CharField(max_length=500, unique=True)
    name = models.CharField(max_length=200)
    shown_name = models.CharField(max_length=500, blank=True)
    email = models.CharField(max_length=320, blank=True, db_index=True)
    source = models.ForeignKey(Source, on_delete=models.SET_NULL, null=True, related_name="+")
    first_seen_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    own_left_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="merged")

    objects = PersonManager()
    records = VisibleManager()

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        """Display name, else the name."""
        return self.shown_name or self.name

    @staticmethod
    def visible_condition(actor: Actor) -> Q:
        """Persons defined in sources this actor may see."""
        return by_source("source", actor)


class MembershipManager(models.Manager["Membership"]):
    """Memberships, each once: what a merged record says besides the same of the other one is left out."""

    def get_queryset(self) -> models.QuerySet[Membership]:
        """All memberships."""
        return super().get_queryset().filter(is_shadowed=False)


class Membership(models.Model):
    """Who is in which team, from when until when; `is_lead` from the Group's or User's annotation.

    `record` is the record of the person that files say it of, where that is merged into `person`. `is_shadowed` where
    another row of the same person and team says as much already.
    """

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    is_lead = models.BooleanField(default=False)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    record = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="own_memberships")
    is_shadowed = models.BooleanField(default=False)

    objects = MembershipManager()
    records = models.Manager()  # noqa: DJ012  # no field: what files say, record by record

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["team", "person"],
                condition=Q(until__isnull=True, is_shadowed=False),
                name="membership_one_current",
            ),
        ]

    def __str__(self) -> str:
        """Person and team."""
        return f"{self.person_id} in {self.team_id}"
