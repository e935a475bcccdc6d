"""What descriptors claim about owners, in the ledger. A consumer of changes."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import NamedTuple

from catalog.actions.claims import NewClaim, record_scopes
from catalog.core.claims import Basis
from catalog.models import Descriptor
from catalog.models.bulk import among

BASIS = Basis.DESCRIPTOR.value


def claim_descriptors(refs: list[str], now: datetime) -> None:
    """Record anew what the descriptors in force of `refs` claim, whichever origin they are in. Safe to run twice."""
    in_force = Descriptor.objects.filter(state=Descriptor.State.IN_FORCE, ref__in=among(refs))
    rows = in_force.exclude(entity__owner_text="").exclude(entity=None)
    claims: defaultdict[str, list[NewClaim]] = defaultdict(list)
    for row in rows.values_list(*_Row._fields):
        claim = _claim(_Row._make(row))
        claims[f"origin:{claim.origin_id}"].append(claim)
    record_scopes(BASIS, claims, now, about=refs)


class _Row(NamedTuple):
    ref: str
    commit: str
    path: str
    line: int
    owner_line: int
    origin_id: int
    entity__owner_text: str
    origin__source_id: int | None


def _claim(row: _Row) -> NewClaim:
    return NewClaim(
        subject_ref=row.ref,
        owner_text=row.entity__owner_text,
        evidence={
            "origin": row.origin_id,
            "commit": row.commit,
            "path": row.path,
            "line": row.owner_line or row.line,
        },
        source_id=row.origin__source_id,
        origin_id=row.origin_id,
    )
