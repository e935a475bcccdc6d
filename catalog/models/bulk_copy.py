"""How each database takes many new rows: in the driver's own way, row by row, so that no second copy of them is made.

COPY on PostgreSQL, a statement prepared once on SQLite. Only `catalog.models.bulk` calls this.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, TypeAlias

import orjson
from django.db import connection, models, transaction

ColumnField: TypeAlias = "models.Field[Any, Any]"
Values: TypeAlias = Sequence[Any]


def copy_rows(table: str, fields: Sequence[ColumnField], rows: Iterable[Values]) -> None:
    """Insert rows into PostgreSQL's `table` (quoted) by COPY."""
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    command = f"COPY {table} ({columns}) FROM STDIN"
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(command) as copy:
        for row in _converted(fields, rows, _TO_POSTGRESQL):
            copy.write_row(row)


def execute_for_rows(sql: str, fields: Sequence[ColumnField], rows: Iterable[Values]) -> None:
    """Execute a statement with one placeholder per field for each row, on SQLite; all of them or none."""
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.executemany(sql, list(_converted(fields, rows, _TO_SQLITE)))


def to_sqlite(fields: Sequence[ColumnField], rows: Iterable[Values]) -> Iterator[Values]:
    """The values as SQLite stores them: JSON as text, times as Django writes them, identifiers without hyphens."""
    return _converted(fields, rows, _TO_SQLITE)


def _write_json(value: Any) -> str:
    return orjson.dumps(value).decode()


def _write_time(value: datetime) -> str:
    return str(value.astimezone(UTC).replace(tzinfo=None))


Converters: TypeAlias = dict[type[ColumnField], Callable[[Any], Any]]
_TO_POSTGRESQL: Converters = {models.JSONField: _write_json}
_TO_SQLITE: Converters = {
    models.JSONField: _write_json,
    models.DateTimeField: _write_time,
    models.UUIDField: lambda value: value.hex,
}


def _converted(fields: Sequence[ColumnField], rows: Iterable[Values], converters: Converters) -> Iterator[Values]:
    wanted = [(index, converters[type(field)]) for index, field in enumerate(fields) if type(field) in converters]
    if not wanted:
        yield from rows
        return
    known: dict[datetime, Any] = {}  # the same few times come again and again
    for given in rows:
        row = list(given)
        for index, convert in wanted:
            value = row[index]
            if isinstance(value, datetime):
                if value not in known:
                    known[value] = convert(value)
                row[index] = known[value]
            elif value is not None:
                row[index] = convert(value)
        yield row
