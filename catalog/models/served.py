"""What the catalog API is answered from: entities as they are sent, and sets of them by search key and value.

All of it is derived and written by stitching alone, under the lock of `ServedVersion`. Entities stand in slots, small
numbers without gaps worth mentioning, so that a set of entities is a set of bits (`catalog.core.search.postings`).

`guard` is the id of a restricted source that a relation was read in, where the entity that has the relation is not
from there: only those who may see that source see the relation. 0: whoever sees the entity.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from catalog.models.entity import REF_LENGTH, Entity

#: What is stored under these keys is no search key of an entity, which begin with a letter.
SOURCE_KEY = ""
TEXT_KEY = "\ttext"
INTERNAL_KEYS = (SOURCE_KEY, TEXT_KEY)


class ServedVersion(models.Model):
    """One row: a token that is another one whenever anything served has changed.

    `guarded` are the sources, as a JSON list of ids, that were restricted when relations were last told apart.
    """

    token = models.CharField(max_length=32)
    guarded = models.JSONField(default=list)

    def __str__(self) -> str:
        """The token."""
        return self.token


class ServedEntity(models.Model):
    """One entity as it is sent. `etag` changes with `text`; `guarded` holds [guard, type, target ref] in JSON.

    `source_key` is the id of its source, 0 for none. `last_good` is what was served before its descriptor became one
    that Backstage refuses. `place` says where it is declared. `search_text` is what full text looks in by default.
    """

    slot = models.PositiveIntegerField(unique=True)
    entity = models.OneToOneField(Entity, on_delete=models.CASCADE, related_name="served")
    ref = models.CharField(max_length=REF_LENGTH)
    uid = models.UUIDField(unique=True)
    source_key = models.BigIntegerField(default=0)
    etag = models.CharField(max_length=64)
    text = models.TextField()
    guarded = models.TextField(blank=True)
    last_good = models.TextField(blank=True)
    place = models.TextField()
    search_text = models.TextField(blank=True)

    class Meta:
        # no `unique=True`: on PostgreSQL that would add a second index for LIKE
        constraints: ClassVar = [models.UniqueConstraint(fields=["ref"], name="served_ref_once")]

    def __str__(self) -> str:
        """The ref."""
        return self.ref


class SearchKey(models.Model):
    """The entities that have a key; `token` is another one whenever anything under the key has changed."""

    key = models.CharField(max_length=400)
    guard = models.BigIntegerField(default=0)
    posting = models.TextField(blank=True)
    token = models.CharField(max_length=32)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["key", "guard"], name="search_key_once")]

    def __str__(self) -> str:
        """The key."""
        return self.key


class SearchTerm(models.Model):
    """The entities that have a value of a key. `value` is `original` in lower case."""

    key = models.CharField(max_length=400)
    value = models.CharField(max_length=400)
    original = models.CharField(max_length=400)
    guard = models.BigIntegerField(default=0)
    posting = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "value", "original", "guard"], name="search_term_once")
        ]

    def __str__(self) -> str:
        """Key and value."""
        return f"{self.key}={self.original}"
