"""Refs and the rows about them, as far as an actor may see. Ownership and scores have no source of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from catalog.core.access import Actor
from catalog.models import Claim, Entity, Origin, Ownership
from catalog.models.bulk import among
from catalog.models.visibility import VisibleQuerySet

REPOSITORY_PREFIX = "repository:"


def is_about_visible(actor: Actor) -> Q:
    """The condition for rows whose `subject_ref` is an entity or a repository that this actor may see."""
    repositories = Origin.objects.visible_to(actor).annotate(
        subject_ref=Concat(Value(REPOSITORY_PREFIX), Cast("pk", CharField()))
    )
    entities = Entity.objects.visible_to(actor)
    return Q(subject_ref__in=entities.values("ref")) | Q(subject_ref__in=repositories.values("subject_ref"))


def list_visible_claims(actor: Actor) -> VisibleQuerySet[Claim]:
    """The claims read from sources this actor may see, about what this actor may see."""
    return Claim.objects.visible_to(actor).filter(is_about_visible(actor))


def list_visible_ownership(actor: Actor) -> QuerySet[Ownership]:
    """What claims resolved to, present and past, for every subject this actor may see."""
    return Ownership.objects.filter(is_about_visible(actor))


def list_hidden_refs(actor: Actor, refs: Iterable[str | None]) -> set[str]:
    """Those of the refs that are entities which this actor may not see. One query, none for administrators.

    A visible subject may be owned by a hidden team: then the owner is not told.
    """
    wanted = {ref for ref in refs if ref}
    if actor.is_administrator or not wanted:
        return set()
    asked = Q(ref__in=among(sorted(wanted)))
    visible = Entity.objects.visible_to(actor).filter(asked)  # of those asked about, not of all there are
    return set(Entity.objects.filter(asked).exclude(pk__in=visible.values("pk")).values_list("ref", flat=True))


def list_guarded_subjects(actor: Actor, refs: Iterable[str]) -> set[str]:
    """Those of the subjects about which some source that this actor may not see claims something, or did.

    Why they are owned must not be told: the reasons repeat the claims. One query, none for administrators.
    """
    wanted = set(refs)
    if actor.is_administrator or not wanted:
        return set()
    asked = Q(subject_ref__in=among(sorted(wanted)))
    visible = Claim.objects.visible_to(actor).filter(asked)
    hidden = Claim.objects.filter(asked).exclude(pk__in=visible.values("pk"))
    return set(hidden.values_list("subject_ref", flat=True).distinct())


def list_hidden_names(actor: Actor) -> list[str]:
    """What the teams and people are called that this actor may not see. One query, none for administrators.

    An open file may name them by a handle, and what that leads to is then told with the name of the team.
    """
    if actor.is_administrator:
        return []
    known = Entity.objects.filter(kind__in=("Group", "User"), removed_at=None)
    hidden = known.exclude(pk__in=Entity.objects.visible_to(actor).values("pk"))
    return sorted({text for row in hidden.values_list("ref", "title", "name") for text in row if text})


def tells_hidden(text: str, hidden_names: Iterable[str]) -> bool:
    """Whether a sentence says one of the names, as a whole word or several."""
    return any(
        name in text and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None for name in hidden_names
    )
