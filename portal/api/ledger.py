"""`/claims`: who says that what is whose; `/ownership`: what the claims resolved to, now and before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from django.db.models import QuerySet

from catalog.ledger_filters import ClaimFilters, OwnershipFilters
from catalog.models import Claim, Ownership
from catalog.models.visibility import VisibleQuerySet
from catalog.selectors.subjects import list_visible_claims, list_visible_ownership
from portal.api.base import ListView
from portal.api.evidence import show_evidence
from portal.api.owners import describe_owner
from portal.api.shapes import JsonObject, OwnerFull, Place, Shape
from portal.selectors.owners import tell_ownerships


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimItem(Shape):
    """One statement "X is owned by Y"."""

    id: int
    subject_ref: str
    basis: Annotated[str, "What it rests on: person, descriptor, team-api, codeowners, pager or history."]
    role: str
    owner_text: Annotated[str, "The owner as written; what it stands for is decided when ownership is resolved."]
    weight: Annotated[float, "How much of the subject it speaks for, from 0 to 1."]
    evidence: Annotated[JsonObject, "What to go and look at; `is_withheld` if that is where you may not."]
    repository: Annotated[Place | None, "Where it was read."]
    first_seen_at: datetime
    last_seen_at: datetime
    ended_at: Annotated[datetime | None, "Since when it is no longer made."]


class ListClaims(ListView):
    """The claims, also those that are no longer made."""

    subject = "ownership"
    answer = ClaimItem
    filters = ClaimFilters
    sorts = {"subject": ("subject_ref", "pk"), "first_seen_at": ("first_seen_at", "pk")}
    columns = (
        "pk", "subject_ref", "basis", "role", "owner_text", "weight", "evidence", "origin_id", "origin__name",
        "first_seen_at", "last_seen_at", "ended_at",
    )  # fmt: skip

    def get_queryset(self) -> VisibleQuerySet[Claim]:
        """The claims."""
        return list_visible_claims(self.actor)

    def describe(self, rows: Sequence[dict[str, Any]]) -> list[ClaimItem]:
        """Two queries."""
        evidence = show_evidence(self.actor, [[row["evidence"]] for row in rows])
        return [_describe_claim(row, *shown) for row, shown in zip(rows, evidence, strict=True)]


def _describe_claim(row: dict[str, Any], evidence: JsonObject) -> ClaimItem:
    return ClaimItem(
        id=row["pk"],
        subject_ref=row["subject_ref"],
        basis=row["basis"],
        role=row["role"],
        owner_text=row["owner_text"],
        weight=row["weight"],
        evidence=evidence,
        repository=Place(id=row["origin_id"], name=row["origin__name"]) if row["origin_id"] else None,
        first_seen_at=row["first_seen_at"],
        last_seen_at=row["last_seen_at"],
        ended_at=row["ended_at"],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnershipItem(OwnerFull):
    """Who was accountable for a subject, from when until when."""

    id: int
    subject_ref: str
    until: Annotated[datetime | None, "Null: it holds now."]


class ListOwnership(ListView):
    """Who is accountable for what, and who was."""

    subject = "ownership"
    answer = OwnershipItem
    filters = OwnershipFilters
    sorts = {"subject": ("subject_ref", "pk"), "since": ("since", "pk")}

    def get_queryset(self) -> QuerySet[Ownership]:
        """The ownership of every subject."""
        return list_visible_ownership(self.actor)

    def describe(self, rows: Sequence[Ownership]) -> list[OwnershipItem]:
        """Four queries at most."""
        told = zip(rows, tell_ownerships(self.actor, rows), strict=True)
        return [
            OwnershipItem(**describe_owner(owner).fields(), id=row.pk, subject_ref=row.subject_ref, until=row.until)
            for row, owner in told
        ]
