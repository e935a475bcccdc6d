"""Leases: work that must not be done twice at once is leased by name, and the row decides.

A lease is short and renewed for as long as its holder lives, so that a dead holder blocks the others for a minute.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection
from django.db.models import Q

from catalog.models import Lease
from catalog.models.clock import database_now

LEASE = timedelta(seconds=60)
RENEWALS_PER_LEASE = 3


@contextmanager
def hold_lease(name: str) -> Iterator[bool]:
    """Try to hold the lease called `name` for as long as the block runs; gives whether it was free."""
    now = database_now()
    holder = uuid.uuid4().hex
    Lease.objects.get_or_create(name=name)
    free = Q(holder="") | Q(expires_at__lte=now)
    taken = Lease.objects.filter(free, name=name).update(holder=holder, expires_at=now + LEASE)
    if not taken:
        yield False
        return
    ours = Lease.objects.filter(name=name, holder=holder)
    try:
        with renewing(lambda: bool(ours.update(expires_at=database_now() + LEASE))):
            yield True
    finally:
        ours.update(holder="", expires_at=None)


@contextmanager
def renewing(
    renew: Callable[[], bool], every_seconds: float = LEASE.total_seconds() / RENEWALS_PER_LEASE
) -> Iterator[None]:
    """Call `renew` in the background for as long as the block runs, or until it returns False: the lease is lost."""
    ended = threading.Event()

    def keep_renewing() -> None:
        while not ended.wait(every_seconds):
            try:
                if not renew():
                    return
            finally:
                connection.close()

    thread = threading.Thread(target=keep_renewing, name="lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
