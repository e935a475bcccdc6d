"""Looking at repositories for facts, and keeping what was seen or why it could not be seen."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction

from catalog.actions.leases import hold_lease
from catalog.git.errors import RepositoryError
from catalog.models import Origin
from catalog.models.bulk import among_ids
from scoring.actions.scoring import request_scoring
from scoring.collectors import Collector, Observation, get_collectors
from scoring.models import FactState
from scoring.selectors.facts import LEASE_PREFIX, get_prefixes, is_due, list_origins_to_look_at

logger = logging.getLogger(__name__)

#: (done, in all, name of what was looked at last)
Progress = Callable[[int, int, str], None]


def collect_facts(origin_id: int, now: datetime) -> bool:
    """Let each collector look at one repository, if there is something new to see; whether anything was written.

    Single-flight per repository. Scoring is asked for where something was written. A repository that is gone by now
    is no error.
    """
    with hold_lease(f"{LEASE_PREFIX}{origin_id}") as is_ours:
        origin = Origin.objects.filter(pk=origin_id, kind=Origin.Kind.REPOSITORY, removed_at=None).first()
        if not is_ours or origin is None or not origin.tip:
            return False
        prefixes = get_prefixes(origin_id).get(origin_id, ())
        written = [_look(name, collector, origin, prefixes, now) for name, collector in get_collectors().items()]
        if any(written):
            request_scoring([origin.ref], now)
        return any(written)


def collect_due_facts(now: datetime, progress: Progress = lambda _done, _total, _name: None) -> int:
    """Look at every repository of which something is not known yet; returns how many there were.

    A repository that cannot be read does not stop the others.
    """
    due = list_origins_to_look_at(now)
    names = dict(Origin.objects.filter(pk__in=among_ids(due)).values_list("pk", "name"))
    for done, origin_id in enumerate(due, start=1):
        collect_facts(origin_id, now)
        progress(done, len(due), names.get(origin_id, ""))
    return len(due)


def _look(name: str, collector: Collector, origin: Origin, prefixes: Sequence[str], now: datetime) -> bool:
    fingerprint = collector.describe(origin, prefixes)
    state = FactState.objects.get_or_create(collector=name, origin=origin)[0]
    if not is_due(state if state.fingerprint or state.failed_at else None, fingerprint, now):
        return False
    try:
        observation = collector.collect(origin, prefixes, state, now)
    except (RepositoryError, OSError) as error:
        logger.warning("%s of %s could not be read: %s", name, origin.name, error)
        return _keep_error(state, fingerprint, str(error), now)
    return _keep(state, fingerprint, observation, now)


def _keep(state: FactState, fingerprint: str, observation: Observation, now: datetime) -> bool:
    """Write what was seen, unless another worker wrote since `state` was read."""
    with transaction.atomic():
        current = FactState.objects.select_for_update().get(pk=state.pk)
        if (current.fingerprint, current.data) != (state.fingerprint, state.data):
            return False
        observation.store()
        current.fingerprint, current.commit, current.data = fingerprint, observation.commit, observation.data
        current.observed_at, current.failed_at, current.error = now, None, ""
        current.save()
    return True


def _keep_error(state: FactState, fingerprint: str, error: str, now: datetime) -> bool:
    """Write why it could not be seen; what was seen before stays. Whether that is news."""
    with transaction.atomic():
        current = FactState.objects.select_for_update().get(pk=state.pk)
        if (current.fingerprint, current.data) != (state.fingerprint, state.data):
            return False
        is_news = current.error != error[:2000]
        current.error, current.failed_at = error[:2000], now
        current.data = {**current.data, "tried": fingerprint}
        current.save()
    return is_news
