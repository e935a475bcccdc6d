"""Reads that nearly every request makes, written out as SQL: PostgreSQL plans each of them once for a connection.

Planning costs it more than finding one row. Django's own cursors send values inside the text, which is another text
each time; here they travel apart (`prepare_threshold` in the settings says from which time on a plan is kept).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from psycopg import Cursor
from psycopg.pq import Format


def read_rows(sql: str, given: Sequence[Any] = (), *, as_bytes: bool = False) -> list[tuple[Any, ...]]:
    """All rows. `as_bytes`: PostgreSQL sends values as it stores them, which spares it writing out large ones as text.

    Counted and logged like any query of Django's.
    """
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(sql, given)
            return list(cursor.fetchall())
    connection.ensure_connection()
    binding: Any = _BindingCursor(connection.connection)
    binding.format = Format.BINARY if as_bytes else Format.TEXT
    make = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    with make(binding) as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchall())


class _BindingCursor(Cursor[Any]):
    """A cursor whose values travel apart, and which remembers its query, as Django's log of queries wants it."""

    def _convert_query(self, *given: Any) -> Any:
        self._query = super()._convert_query(*given)
        return self._query
