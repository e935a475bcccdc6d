"""Reading many tables as of one moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from django.db import connection, transaction


@contextmanager
def reading() -> Iterator[None]:
    """One transaction in which every query sees the same moment, and nothing can be written.

    Repeatable read on PostgreSQL; on SQLite a deferred transaction, which waits for no writer and stops none. Inside
    another transaction that one's rules hold, and nothing is changed.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with _reading_on_sqlite():
            yield
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


@contextmanager
def _reading_on_sqlite() -> Iterator[None]:
    """The settings begin transactions with the write lock; this one begins without, and keeps a view once it read."""
    connection.ensure_connection()
    wrapper = cast("Any", connection)  # transaction_mode belongs to the SQLite wrapper alone
    mode, wrapper.transaction_mode = wrapper.transaction_mode, "DEFERRED"
    try:
        with transaction.atomic():
            wrapper.transaction_mode = mode
            wrapper.connection.execute("PRAGMA query_only = ON")
            try:
                yield
            finally:  # past Django, which refuses to run anything after an error in the transaction
                wrapper.connection.execute("PRAGMA query_only = OFF")
    finally:
        wrapper.transaction_mode = mode
