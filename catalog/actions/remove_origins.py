"""Taking whole origins out: their descriptors go, contenders elsewhere are promoted, entities are removed softly."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from catalog.actions.claims import record_claims
from catalog.actions.kept_files import keep_files
from catalog.actions.pending import Change, queue_changes
from catalog.actions.reconcile import reconcile_origin
from catalog.core.reading import OriginReading
from catalog.models import Claim, CodeRoot, Origin, ScanJob
from catalog.models.bulk import among_ids

EMPTY = OriginReading("", "", None, "", ())


def remove_origins(origins: Sequence[Origin], actor_ref: str, now: datetime, *, drop_kept: bool = False) -> None:
    """Reconcile each origin with nothing, end its claims and mark it removed. Call inside a transaction.

    What people keep although no file declares it stays, but with `drop_kept`: for origins whose rows are about to go.
    """
    for origin in origins:
        reconcile_origin(origin, EMPTY, now, now, actor_ref=actor_ref, drop_kept=drop_kept)
        for basis, scope in set(Claim.objects.filter(origin=origin, ended_at=None).values_list("basis", "scope")):
            record_claims(basis, scope, (), now)
        if keep_files(origin, EMPTY, now):
            queue_changes(Change.FILES, [origin.ref], now)
    ids = among_ids([origin.pk for origin in origins])
    CodeRoot.objects.filter(origin__in=ids).delete()
    ScanJob.objects.filter(origin__in=ids).update(due_at=None, requested_at=None, leased_by="", lease_expires_at=None)
    Origin.objects.filter(pk__in=ids).update(removed_at=now, tip="", read_digest="", codeowners={})
    queue_changes(Change.ENTITY, [origin.ref for origin in origins], now)
