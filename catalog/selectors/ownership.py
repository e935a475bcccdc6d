"""Reads of the ledger: claims as they were written, and what they resolve to."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from catalog.core.access import Actor
from catalog.models import Claim, Ownership
from catalog.models.visibility import VisibleQuerySet


def list_claims(actor: Actor, ref: str) -> VisibleQuerySet[Claim]:
    """Every claim about one subject, those still made first, the strongest first."""
    found = Claim.objects.visible_to(actor).filter(subject_ref=ref.lower()).select_related("origin")
    return found.order_by("ended_at", "-weight", "basis", "owner_text")


def list_ownership(ref: str) -> QuerySet[Ownership]:
    """What the claims about one subject resolved to over time, the present first. Check that the subject is visible."""
    return Ownership.objects.filter(subject_ref=ref.lower()).order_by("-since")


def get_owners(refs: Collection[str]) -> dict[str, Ownership]:
    """The present ownership of each subject that has one. Check that the subjects are visible."""
    current = Ownership.objects.filter(subject_ref__in=refs, until__isnull=True)
    return {ownership.subject_ref: ownership for ownership in current}
