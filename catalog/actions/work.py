"""Working everything that is due in this process, without a broker: for commands and for tests."""

from __future__ import annotations

import os
import socket
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from catalog.actions.jobs import lease_job, recover_jobs
from catalog.actions.pending import deliver_changes
from catalog.actions.scan import work_job
from catalog.models import Origin, ScanJob
from catalog.models.clock import database_now

#: (done, in all, name of what was looked at last)
Progress = Callable[[int, int, str], None]

WAIT_SECONDS = 0.5
#: What was read may name files elsewhere (a Group its Team API), which are read in the next round.
MOST_ROUNDS = 3


@dataclass(slots=True)
class Worked:
    """How many looks ended in which state (`unchanged`, `changed`), and the last error of each origin that failed."""

    states: Counter[str] = field(default_factory=Counter)
    errors: dict[str, str] = field(default_factory=dict)


def name_worker() -> str:
    """Host and process, for people who look at leases."""
    return f"{socket.gethostname()}:{os.getpid()}"


def work_due_jobs(progress: Progress) -> Worked:
    """Work all jobs that are due, then deliver what changed, and look again at what that asked for.

    Other workers may take part: what they hold is waited for. A job that fails is tried again until it succeeds or
    stands in quarantine.
    """
    worked = Worked()
    for _ in range(MOST_ROUNDS):
        _work_round(worked, progress)
        deliver_all()
        if not _count_waiting():
            break
    return worked


def _work_round(worked: Worked, progress: Progress) -> None:
    total = _count_waiting()
    while True:
        job = lease_job(name_worker(), database_now())
        if job is None:
            if not _count_waiting():
                break
            time.sleep(WAIT_SECONDS)
            recover_jobs(database_now())
            continue
        outcome = work_job(job)
        name = Origin.objects.values_list("name", flat=True).get(pk=outcome.origin_id)
        if outcome.state == "failed":
            worked.errors[name] = outcome.error
        else:
            worked.errors.pop(name, None)
            worked.states[outcome.state] += 1
        progress(max(0, total - _count_waiting()), total, name)


def deliver_all() -> None:
    """Deliver what is pending; if somebody else is at it, wait until they are done."""
    while deliver_changes(database_now()) is None:
        time.sleep(WAIT_SECONDS)


def _count_waiting() -> int:
    return ScanJob.objects.filter(due_at__isnull=False, quarantined_at=None).count()
