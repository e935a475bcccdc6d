"""What the search box looks in: one row for each entity and repository that is there now.

Derived, and written by `catalog.actions.search` alone. `catalog/search/` has what differs between databases. On SQLite
triggers on this table keep the text index in step: a migration that alters the table must make them again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from catalog.models.entity import REF_LENGTH, Entity
from catalog.models.source import Origin, Source
from catalog.models.visibility import VisibleManager, by_source

if TYPE_CHECKING:
    from catalog.core.access import Actor


class SearchEntry(models.Model):
    """A `Document` of `catalog.core.text_search`, for an entity or for a repository. `fields` are [field, text].

    `source` is where the texts of this row come from, so that it decides who sees them, also while the entity has
    moved on already and the row has not.
    """

    ref = models.CharField(max_length=REF_LENGTH)
    entity = models.OneToOneField(Entity, on_delete=models.CASCADE, null=True, related_name="+")
    origin = models.OneToOneField(Origin, on_delete=models.CASCADE, null=True, related_name="+")
    source = models.ForeignKey(Source, on_delete=models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=63)
    type = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=300, blank=True)
    size = models.PositiveSmallIntegerField()
    weight = models.PositiveSmallIntegerField()
    names = models.TextField(blank=True)
    handles = models.TextField(blank=True)
    tags = models.TextField(blank=True)
    rest = models.TextField(blank=True)
    fields = models.TextField(default="[]")

    objects = VisibleManager()

    class Meta:
        # no `unique=True`: on PostgreSQL that would add a second index for LIKE
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ref"], name="search_entry_ref_once"),
            models.CheckConstraint(
                condition=Q(entity__isnull=True) ^ Q(origin__isnull=True), name="search_entry_of_one_thing"
            ),
        ]

    def __str__(self) -> str:
        """The ref."""
        return self.ref

    @staticmethod
    def visible_condition(actor: Actor) -> Q:
        """Entries from sources this actor may see."""
        return by_source("source", actor)
