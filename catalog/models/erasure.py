"""Who was erased, by pseudonym, and what they must not be called again: digests only, no name is kept."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from catalog.core.erasure import Pseudonym, Reach
from catalog.models.entity import REF_LENGTH


class Erasure(models.Model):
    """One person who was erased. `ref` is the ref that they have now."""

    ref = models.CharField(max_length=REF_LENGTH, unique=True)
    code = models.CharField(max_length=20, unique=True)
    erased_at = models.DateTimeField()
    erased_by_ref = models.CharField(max_length=200)

    def __str__(self) -> str:
        """The pseudonym."""
        return self.ref

    @property
    def pseudonym(self) -> Pseudonym:
        """What they are called."""
        return Pseudonym(self.code)


class ErasedText(models.Model):
    """A name, handle or address that stands for an erased person, as a keyed digest, and what stands there instead."""

    class Reaches(models.TextChoices):
        """Where the text is taken for the person."""

        EMAIL = Reach.EMAIL.value
        REF = Reach.REF.value
        PHRASE = Reach.PHRASE.value
        WORD = Reach.WORD.value
        SCALAR = Reach.SCALAR.value
        LOGIN = Reach.LOGIN.value

    erasure = models.ForeignKey(Erasure, on_delete=models.CASCADE, related_name="texts")
    digest = models.CharField(max_length=64)
    reach = models.CharField(max_length=10, choices=Reaches.choices)
    replacement = models.CharField(max_length=REF_LENGTH)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["digest"], name="erased_text_once")]

    def __str__(self) -> str:
        """What stands there instead."""
        return self.replacement
