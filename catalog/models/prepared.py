"""Reads that nearly every request makes, written out as SQL: PostgreSQL plans each of them once for a connection.

Planning costs it more than finding one row. Django's own cursors send values inside the text, which is another text
each time; here they travel apart. What is asked goes to libpq in one call: a cursor of the driver's, made for one
question, costs the web process several times what the question does.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from types import SimpleNamespace
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection
from psycopg import Connection, OperationalError, adapters
from psycopg.adapt import AdaptersMap, PyFormat, Transformer
from psycopg.errors import lookup
from psycopg.pq import DiagnosticField, ExecStatus, Format, TransactionStatus
from psycopg.pq.abc import PGresult
from psycopg.types.string import ByteaBinaryLoader

Rows = list[tuple[Any, ...]]


def read_rows(sql: str, given: Sequence[Any] = (), *, as_bytes: bool = False) -> Rows:
    """All rows. `as_bytes`: columns of type `text` come in UTF-8, as the database stores them, and nothing is decoded.

    Counted and logged like any query of Django's.
    """
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(sql, given)
            return list(cursor.fetchall())
    connection.ensure_connection()
    asking = _Asking(connection.connection, as_bytes=as_bytes)
    if connection.queries_logged or connection.execute_wrappers:
        make = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
        wrapped: Any = make(asking)  # type: ignore[arg-type]  # it has what Django needs of a cursor
        wrapped.execute(sql, given)
    else:
        connection.validate_no_broken_transaction()
        with connection.wrap_database_errors:
            asking.execute(sql, given)
    return asking.rows


class _Asking:
    """One question: as much of a cursor as Django's log of queries needs."""

    def __init__(self, conn: Connection[Any], *, as_bytes: bool) -> None:
        self._conn = conn
        self._as_bytes = as_bytes
        self._query: Any = None
        self.rows: Rows = []

    def execute(self, sql: str, given: Sequence[Any]) -> None:
        """Ask, and keep the rows. Raises what the driver raises."""
        conn, values = self._conn, Transformer(self._conn)
        if not conn.autocommit and conn.pgconn.transaction_status == TransactionStatus.IDLE:
            conn.execute("")  # the driver begins a transaction with the first statement that it sends itself
        sent: Any = values.dump_sequence(given, [PyFormat.AUTO] * len(given))  # with None, which libpq takes
        with conn.lock:
            name = self._prepare(sql, values.types or ())
            form = Format.BINARY if self._as_bytes else Format.TEXT
            result = conn.pgconn.exec_prepared(name, sent, values.formats, form)
        _check(result, conn)
        loads = Transformer(_TEXT_AS_BYTES) if self._as_bytes else values
        loads.set_pgresult(result)
        self.rows = loads.load_rows(0, result.ntuples, tuple)

    def _prepare(self, sql: str, types: tuple[int, ...]) -> bytes:
        """The name of the statement at this connection, which gets to know it if it does not yet."""
        known = _statements.setdefault(self._conn, {})
        text = _with_numbers(sql)
        self._query = SimpleNamespace(query=text)
        name = known.get((text, types))
        if name is None:
            name = b"bailiwick_%d" % len(known)
            _check(self._conn.pgconn.prepare(name, text, types), self._conn)
            known[text, types] = name
        return name


_TEXT_AS_BYTES = AdaptersMap(adapters)
_TEXT_AS_BYTES.register_loader("text", ByteaBinaryLoader)

#: The statements that each connection knows, by text and types of values.
_statements: WeakKeyDictionary[Connection[Any], dict[tuple[bytes, tuple[int, ...]], bytes]] = WeakKeyDictionary()


@lru_cache(maxsize=256)
def _with_numbers(sql: str) -> bytes:
    """The places of values as PostgreSQL itself writes them: `$1`, `$2`."""
    first, *rest = sql.split("%s")
    return "".join([first, *(f"${number}{part}" for number, part in enumerate(rest, 1))]).encode()


def _check(result: PGresult, conn: Connection[Any]) -> None:
    """Return if there is an answer. Raises the error of the driver that PostgreSQL's code stands for."""
    if result.status in (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK):
        return
    code, message = result.error_field(DiagnosticField.SQLSTATE), result.get_error_message(conn.info.encoding)
    raise (lookup(code.decode()) if code else OperationalError)(message)
