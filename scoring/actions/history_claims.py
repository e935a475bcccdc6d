"""What Git history says about owners, entered in the ledger."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.db import transaction

from catalog.actions.claims import NewClaim, record_scopes
from catalog.actions.pending import deliver_changes
from catalog.core.claims import Basis
from catalog.models import Claim
from scoring.core.history_claims import claim_owners
from scoring.core.snapshot import Snapshot


def claim_from_history(snapshot: Snapshot, now: datetime) -> bool:
    """Record the claims of Git history and let ownership be resolved; whether any claim changed.

    Claims are kept by repository. What says the same as before writes nothing.
    """
    by_scope: defaultdict[str, list[NewClaim]] = defaultdict(list)
    stored = Claim.objects.filter(basis=str(Basis.HISTORY), ended_at=None).order_by().values_list("scope", flat=True)
    for scope in stored.distinct():
        by_scope[scope] = []
    for claim in claim_owners(snapshot):
        by_scope[f"origin:{claim.origin_id}"].append(
            NewClaim(
                claim.subject_ref,
                claim.team_ref,
                claim.evidence,
                weight=claim.weight,
                source_id=claim.source_id,
                origin_id=claim.origin_id,
            )
        )
    with transaction.atomic():
        changed = record_scopes(str(Basis.HISTORY), by_scope, now)
    if changed:
        deliver_changes(now)
    return bool(changed)
