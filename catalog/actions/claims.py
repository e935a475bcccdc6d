"""The ledger's one way in: all claims of one basis within one scope are replaced by what is claimed now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q

from catalog.actions.pending import Change, queue_changes
from catalog.models import Claim
from catalog.models.bulk import among, insert_values, update_rows

FRESH = (
    "subject_ref", "basis", "scope", "role", "owner_text", "weight", "evidence", "source_id", "origin_id",
    "first_seen_at", "last_seen_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NewClaim:
    """One statement to record. `owner_text` stays as written; `evidence` is what a person can open, never empty."""

    subject_ref: str
    owner_text: str
    evidence: dict[str, Any] = field(hash=False)
    role: str = "owner"
    weight: float = 1.0
    source_id: int | None = None
    origin_id: int | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes two claims the same one: subject, owner as written, role."""
        return self.subject_ref, self.owner_text[:500], self.role


def record_claims(basis: str, scope: str, claims: Iterable[NewClaim], now: datetime) -> list[str]:
    """Replace the claims of `basis` within `scope`; returns the refs whose claims changed, in order.

    Identical input writes nothing. A claim that is no longer made is ended, not deleted; one that is made again
    begins anew. Subjects whose claims changed are queued for whoever resolves ownership.
    """
    return record_scopes(basis, {scope: claims}, now)


def record_scopes(
    basis: str, scopes: Mapping[str, Iterable[NewClaim]], now: datetime, *, about: Sequence[str] | None = None
) -> list[str]:
    """`record_claims` for many scopes at once, with the same number of queries as for one.

    With `about` the claims about these subjects are replaced, of any scope, and no others.
    """
    wanted = {
        (scope, *claim.key): claim
        for scope, claims in scopes.items()
        for claim in claims
        if claim.owner_text and claim.evidence
    }
    ended, moved, touched = [], [], set()
    replaced = Q(scope__in=among(scopes)) if about is None else Q(subject_ref__in=among(about))
    for row in Claim.objects.filter(replaced, basis=basis, ended_at=None):
        claim = wanted.pop((row.scope, row.subject_ref, row.owner_text, row.role), None)
        if claim is None:
            row.ended_at = now
            ended.append(row)
            touched.add(row.subject_ref)
        elif (row.evidence, row.weight) != (claim.evidence, claim.weight):
            row.evidence, row.weight, row.last_seen_at = claim.evidence, claim.weight, now
            moved.append(row)
            touched.add(row.subject_ref)
    update_rows(ended, ("ended_at",))
    update_rows(moved, ("evidence", "weight", "last_seen_at"))
    fresh = [
        (
            claim.subject_ref, basis, scope, claim.role, claim.owner_text[:500], claim.weight, claim.evidence,
            claim.source_id, claim.origin_id, now, now,
        )
        for (scope, *_), claim in wanted.items()
    ]  # fmt: skip
    insert_values(Claim, FRESH, fresh)
    changed = sorted(touched | {claim.subject_ref for claim in wanted.values()})
    queue_changes(Change.CLAIMS, changed, now)
    return changed
