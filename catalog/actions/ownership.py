"""What the claims resolve to, kept over time. A consumer of changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Q

from catalog.core.claims import Basis, Claim
from catalog.core.handles import Directory
from catalog.core.ownership import resolve_ownership
from catalog.models import Claim as ClaimRow
from catalog.models import Ownership, PendingChange
from catalog.models.bulk import among, insert_values, update_rows
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
    resolve = _Resolver(directory)
    closed, opened = [], []
    for ref in sorted(claims.keys() | before.keys()):
        resolved = resolve(claims[ref]) if ref in claims else None
        old = before.get(ref)
        if old is not None and (resolved is None or not _is_same(old, resolved)):
            old.until = now
            closed.append(old)
        if resolved is not None and (old is None or old.until is not None):
            opened.append((ref, resolved.owner_ref, resolved.confidence, list(resolved.reasons), now))
    update_rows(closed, ("until",))
    insert_values(Ownership, ("subject_ref", "owner_ref", "confidence", "reasons", "since"), opened)


class _Resolved(NamedTuple):
    """What of a resolution is kept."""

    owner_ref: str
    confidence: float
    reasons: tuple[str, ...]


class _Resolver:
    """Resolves claims that say the same once: most things of one team have one claim each, in the same words."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._known: dict[tuple[Any, ...], _Resolved] = {}

    def __call__(self, claims: Sequence[Claim]) -> _Resolved:
        key = (
            claims[0].subject_ref.partition("/")[0],  # names without a namespace are in its own
            *((claim.basis, claim.owner_text, claim.role, claim.weight) for claim in claims),
        )
        if key not in self._known:
            found = resolve_ownership(claims, self._directory)
            self._known[key] = _Resolved(found.owner_ref or "", found.confidence, found.reasons)
        return self._known[key]


def _is_same(row: Ownership, resolved: _Resolved) -> bool:
    return (row.owner_ref, row.confidence, tuple(row.reasons)) == resolved
