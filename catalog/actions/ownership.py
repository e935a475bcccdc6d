"""What the claims resolve to, kept over time. A consumer of changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from catalog.core.claims import Basis, Claim
from catalog.core.ownership import Resolution, resolve_ownership
from catalog.models import Claim as ClaimRow
from catalog.models import Ownership, PendingChange
from catalog.models.bulk import among, insert_rows, update_rows
from catalog.selectors.directory import get_directory

CONSUMER = "ownership"
KNOWN_BASES = frozenset(basis.value for basis in Basis)


def resolve_ownerships(refs: Sequence[str], now: datetime) -> None:
    """Resolve the claims about `refs` anew; about everything if a team or a person is among them, since any claim
    may name them, but for subjects that wait for their own turn. Writes only what comes out different: the row of
    before is closed, a new one begins.
    """
    is_about_people = any(ref.startswith(("group:", "user:")) for ref in refs)
    rows = ClaimRow.objects.filter(ended_at=None, basis__in=KNOWN_BASES)
    current = Ownership.objects.filter(until=None)
    concerned = Q(subject_ref__in=among(refs))
    if is_about_people:
        concerned |= ~Q(subject_ref__in=PendingChange.objects.filter(consumer=CONSUMER).values("subject_ref"))
    rows, current = rows.filter(concerned), current.filter(concerned)
    claims: defaultdict[str, list[Claim]] = defaultdict(list)
    for subject, basis, *said in rows.values_list("subject_ref", "basis", "owner_text", "role", "weight", "evidence"):
        claims[subject].append(Claim(subject, Basis(basis), *said))
    before = {row.subject_ref: row for row in current}
    directory = get_directory()
    closed, opened = [], []
    for ref in sorted(claims.keys() | before.keys()):
        resolved = resolve_ownership(claims[ref], directory) if ref in claims else None
        old = before.get(ref)
        if old is not None and (resolved is None or not _is_same(old, resolved)):
            old.until = now
            closed.append(old)
        if resolved is not None and (old is None or old.until is not None):
            opened.append(_row(ref, resolved, now))
    update_rows(closed, ("until",))
    insert_rows(opened)


def _is_same(row: Ownership, resolved: Resolution) -> bool:
    stored = (row.owner_ref, row.confidence, tuple(row.reasons))
    return stored == (resolved.owner_ref or "", resolved.confidence, resolved.reasons)


def _row(ref: str, resolved: Resolution, now: datetime) -> Ownership:
    return Ownership(
        subject_ref=ref,
        owner_ref=resolved.owner_ref or "",
        confidence=resolved.confidence,
        reasons=list(resolved.reasons),
        since=now,
    )
