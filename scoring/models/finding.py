"""Findings: failed verdicts with evidence and a life. Unknowns live beside them and never open or resolve one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import CharField, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat, StrIndex

from catalog.models import Source
from catalog.models.visibility import VisibleManager, by_source

if TYPE_CHECKING:
    from catalog.core.access import Actor


_BETWEEN = ","


def write_guards(source_ids: Sequence[int]) -> str:
    """Ids of sources as one text in which each can be found: `,3,7,`; empty for none."""
    return f"{_BETWEEN}{_BETWEEN.join(map(str, source_ids))}{_BETWEEN}" if source_ids else ""


def read_guards(text: str) -> tuple[int, ...]:
    """The reverse of `write_guards`."""
    return tuple(map(int, text.strip(_BETWEEN).split(_BETWEEN))) if text else ()


class Finding(models.Model):
    """A failed verdict of one check on one subject. Unique while open; the database refuses empty evidence.

    `evidence` is a non-empty list of `scoring.core.verdicts.Evidence` as JSON; `team_ref` is whom it concerns. Whoever
    is to see it may see `source` and every restricted source among its `guards` (`write_guards`).
    """

    class State(models.TextChoices):
        """Where it is in its life."""

        OPEN = "open"
        EXEMPTED = "exempted"
        RESOLVED = "resolved"

    check_id = models.CharField(max_length=80)
    subject_ref = models.CharField(max_length=500, db_index=True)
    subject_kind = models.CharField(max_length=63)
    key = models.CharField(max_length=500, blank=True)
    team_ref = models.CharField(max_length=500, blank=True, db_index=True)
    state = models.CharField(max_length=20, choices=State.choices, default=State.OPEN)
    sentence = models.TextField()
    remedy = models.TextField(blank=True)
    evidence = models.JSONField()
    source = models.ForeignKey(Source, on_delete=models.SET_NULL, null=True, related_name="+")
    guards = models.TextField(blank=True)
    opened_at = models.DateTimeField()
    last_failed_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)
    exempted_until_date = models.DateField(null=True, blank=True)

    objects = VisibleManager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "check_id"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["check_id", "subject_ref", "key"],
                condition=~Q(state="resolved"),
                name="finding_unique_while_open",
            ),
            models.CheckConstraint(name="finding_has_evidence", condition=~Q(evidence=[]) & ~Q(evidence={})),
            models.CheckConstraint(
                name="finding_resolved_has_time",
                condition=(Q(state="resolved") & Q(resolved_at__isnull=False))
                | (~Q(state="resolved") & Q(resolved_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        """The sentence."""
        return self.sentence

    @staticmethod
    def visible_condition(actor: Actor) -> Q:
        """Findings of which all that they tell comes from sources this actor may see."""
        if actor.is_administrator:
            return Q()
        hidden = Source.objects.exclude(Source.visible_condition(actor)).annotate(
            mark=Concat(Value(_BETWEEN), Cast("pk", CharField()), Value(_BETWEEN))
        )
        guarding = hidden.alias(place=StrIndex(OuterRef("guards"), F("mark"))).filter(place__gt=0)
        return by_source("source", actor) & (Q(guards="") | ~Q(Exists(guarding)))


class FindingEvent(models.Model):
    """One step in a finding's life. Rows are never changed."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="events")
    event = models.CharField(max_length=20)
    actor_ref = models.CharField(max_length=200)
    note = models.TextField(blank=True)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        """What happened to which."""
        return f"{self.event} {self.finding_id}"


class Exemption(models.Model):
    """A person's decision that a check does not count for a subject until a date, with the reason."""

    check_id = models.CharField(max_length=80)
    subject_ref = models.CharField(max_length=500)
    key = models.CharField(max_length=500, blank=True)
    reason = models.TextField()
    until_date = models.DateField()
    decided_by_ref = models.CharField(max_length=200)
    decided_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by_ref = models.CharField(max_length=200, blank=True)
    withdrawal_reason = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject_ref", "check_id"])]
        constraints: ClassVar = [
            models.CheckConstraint(name="exemption_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        """What is exempted until when."""
        return f"{self.check_id} for {self.subject_ref} until {self.until_date}"


class Unknown(models.Model):
    """A check that could not look at a subject, since when and why. Never opens or resolves a finding."""

    check_id = models.CharField(max_length=80)
    subject_ref = models.CharField(max_length=500)
    reason = models.TextField()
    last_known = models.CharField(max_length=20, blank=True)
    last_known_at = models.DateTimeField(null=True, blank=True)
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["check_id", "subject_ref"], name="unknown_once")]

    def __str__(self) -> str:
        """What could not be looked at."""
        return f"{self.check_id} for {self.subject_ref}: {self.reason}"
