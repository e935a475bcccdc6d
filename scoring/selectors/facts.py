"""Which repositories a fact collector has yet to look at."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from django.db.models import QuerySet

from catalog.models import CodeRoot, Lease, Origin
from scoring.collectors import get_collectors
from scoring.models import FactState

#: A look that failed is tried again when the repository changes, and after this time.
RETRY_AFTER = timedelta(hours=1)
#: Who looks at a repository holds the lease of this name and the repository's id.
LEASE_PREFIX = "facts-"


def list_origins_to_look_at(now: datetime) -> list[int]:
    """Ids of the repositories of which some collector does not know the present state, in the order of names.

    Without those that somebody looks at right now.
    """
    taken = set(_list_leases(now).values_list("name", flat=True))
    roots = get_prefixes()
    states = {(state.origin_id, state.collector): state for state in FactState.objects.all()}
    origins = Origin.objects.filter(kind=Origin.Kind.REPOSITORY, removed_at=None).exclude(tip="").order_by("name", "pk")
    return [
        origin.pk
        for origin in origins
        if f"{LEASE_PREFIX}{origin.pk}" not in taken
        and any(
            is_due(states.get((origin.pk, name)), collector.describe(origin, roots.get(origin.pk, ())), now)
            for name, collector in get_collectors().items()
        )
    ]


def is_collecting(now: datetime) -> bool:
    """Whether somebody looks at a repository right now."""
    return _list_leases(now).exists()


def _list_leases(now: datetime) -> QuerySet[Lease]:
    return Lease.objects.filter(name__startswith=LEASE_PREFIX, expires_at__gt=now).exclude(holder="")


def get_prefixes(origin_id: int | None = None) -> dict[int, tuple[str, ...]]:
    """Origin id -> the path prefixes of its code roots, in order and without duplicates; of one origin or of all."""
    roots = CodeRoot.objects.all() if origin_id is None else CodeRoot.objects.filter(origin=origin_id)
    found: defaultdict[int, set[str]] = defaultdict(set)
    for origin, prefix in roots.values_list("origin_id", "path_prefix"):
        found[origin].add(prefix)
    return {origin: tuple(sorted(prefixes)) for origin, prefixes in found.items()}


def is_due(state: FactState | None, fingerprint: str, now: datetime) -> bool:
    """Whether a collector has to look: what it knows is of another state, or its last look at this one failed."""
    if state is None:
        return True
    if state.failed_at is None:
        return state.fingerprint != fingerprint
    return state.data.get("tried") != fingerprint or now - state.failed_at >= RETRY_AFTER
