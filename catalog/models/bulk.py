"""Writing and finding many rows with one statement, however many there are.

New rows go in the driver's own way (`bulk_copy`). Keys and changed values travel as one JSON parameter that the
database unfolds (`json_each` on SQLite, `json_to_recordset` on PostgreSQL). Django's own bulk calls split at SQLite's
limit of variables, so that their number of queries grows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any

import orjson
from django.db import connection, models
from django.db.models.expressions import RawSQL

from catalog.models.bulk_copy import ColumnField, copy_rows, execute_for_rows, to_sqlite

#: So many keys or changed rows go in one statement, of whose JSON there are several copies.
AT_ONCE = 4000
#: After so many rows PostgreSQL's planner is told of them; until autovacuum comes it plans for the table of before.
ANALYSE_FROM = 5000
#: A fifth of the sample that autovacuum will take: enough to tell a thousand rows from a hundred thousand.
ANALYSE = "SET LOCAL default_statistics_target = 20; ANALYZE {table}; SET LOCAL default_statistics_target TO DEFAULT"


def among(texts: Iterable[str]) -> RawSQL:
    """Use as `filter(ref__in=among(refs))`: one parameter for any number of texts."""
    return _unfold_values(list(texts), "text")


def among_ids(ids: Iterable[int]) -> RawSQL:
    """Use as `filter(pk__in=among_ids(ids))`: one parameter for any number of ids."""
    return _unfold_values(list(ids), "bigint")


def _unfold_values(values: list[Any], sql_type: str) -> RawSQL:
    if connection.vendor == "sqlite":
        return RawSQL("SELECT value FROM json_each(%s)", [orjson.dumps(values).decode()])  # bound
    return RawSQL(f"SELECT unnest(%s::{sql_type}[])", [values])  # noqa: S611  # one of two constants


def insert_rows(rows: Sequence[models.Model], *, ignore_conflicts: bool = False) -> None:
    """Insert all rows in the order given; with `ignore_conflicts` those whose unique key exists stay as they are."""
    if rows:
        fields = [field for field in _columns(type(rows[0])) if not field.primary_key]
        _insert(type(rows[0]), fields, _read_values(rows, fields), ignore_conflicts=ignore_conflicts)


def insert_values(
    model: type[models.Model],
    names: Sequence[str],
    values: Sequence[Sequence[Any]],
    *,
    ignore_conflicts: bool = False,
) -> None:
    """Insert rows given as values of the attributes called `names`; the other columns get the models' defaults.

    For rows by the hundred thousand: making a model of each costs more than storing it.
    """
    if not values:
        return
    given = [field for field in _columns(model) if field.attname in names]
    given.sort(key=lambda field: names.index(field.attname))
    others = [field for field in _columns(model) if field.attname not in names and not field.primary_key]
    if others:
        values = [(*row, *(field.get_default() for field in others)) for row in values]
    _insert(model, [*given, *others], values, ignore_conflicts=ignore_conflicts)


def _insert(
    model: type[models.Model], fields: Sequence[ColumnField], values: Sequence[Sequence[Any]], *, ignore_conflicts: bool
) -> None:
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(_quote(field) for field in fields)
    on_conflict = " ON CONFLICT DO NOTHING" if ignore_conflicts else ""
    if connection.vendor == "sqlite":
        marks = ", ".join(["%s"] * len(fields))
        execute_for_rows(f"INSERT INTO {table} ({names}) VALUES ({marks}){on_conflict}", fields, values)  # noqa: S608
        return
    if ignore_conflicts:  # COPY knows no conflicts
        _execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM {_unfolded(fields)}{on_conflict}", fields, values)  # noqa: S608
    else:
        copy_rows(table, fields, values)
    _analyse(table, len(values))


def _analyse(table: str, changed: int) -> None:
    """Tell PostgreSQL's planner of many rows: it would go on as if none had a value that all of them have now."""
    if changed >= ANALYSE_FROM:
        with connection.cursor() as cursor:
            cursor.execute(ANALYSE.format(table=table))


def update_rows(rows: Sequence[models.Model], names: Sequence[str]) -> None:
    """Write the attributes called `names` (a foreign key as `source_id`) of all rows, found by primary key."""
    if not rows:
        return
    by_name = {field.attname: field for field in _columns(type(rows[0]))}
    key = next(field for field in by_name.values() if field.primary_key)
    fields = [key, *(by_name[name] for name in names)]
    _update(type(rows[0]), fields, _read_values(rows, fields))
    if connection.vendor == "postgresql":
        _analyse(connection.ops.quote_name(type(rows[0])._meta.db_table), len(rows))


def update_values(model: type[models.Model], names: Sequence[str], values: Sequence[Sequence[Any]]) -> None:
    """Write the attributes called `names` of rows given as their id and then the values.

    For what is derived, by which nothing is looked up: the planner is not told.
    """
    if not values:
        return
    by_name = {field.attname: field for field in _columns(model)}
    fields = [by_name["id"], *(by_name[name] for name in names)]
    _update(model, fields, values)


def _update(model: type[models.Model], fields: Sequence[ColumnField], values: Sequence[Sequence[Any]]) -> None:
    """Of `fields` the first is the key."""
    key, *written = fields
    table = connection.ops.quote_name(model._meta.db_table)
    if connection.vendor == "sqlite":
        sets = ", ".join(f"{_quote(field)} = %s" for field in written)
        sql = f"UPDATE {table} SET {sets} WHERE {_quote(key)} = %s"  # noqa: S608
        execute_for_rows(sql, [*written, key], ((*row[1:], row[0]) for row in values))
        return
    sets = ", ".join(f"{_quote(field)} = unfolded.{_quote(field)}" for field in written)
    where = f"{table}.{_quote(key)} = unfolded.{_quote(key)}"
    sql = f"UPDATE {table} SET {sets} FROM {_unfolded(fields)} WHERE {where}"  # noqa: S608
    for start in range(0, len(values), AT_ONCE):
        _execute(sql, fields, values[start : start + AT_ONCE])


def find_values(
    model: type[models.Model], names: Sequence[str], keys: Sequence[Sequence[Any]], wanted: Sequence[str]
) -> list[tuple[Any, ...]]:
    """The columns of the attributes `wanted` of the rows whose attributes `names` have the values of one of `keys`."""
    if not keys:
        return []
    by_name = {field.attname: field for field in _columns(model)}
    fields = [by_name[name] for name in names]
    columns = ", ".join(f"found.{_quote(by_name[name])}" for name in wanted)
    same = " AND ".join(f"found.{_quote(field)} = unfolded.{_quote(field)}" for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    # on SQLite CROSS JOIN keeps the order: what is given is looked up, the table is not read through
    sql = f"SELECT {columns} FROM {_unfolded(fields)} CROSS JOIN {table} AS found WHERE {same}"  # noqa: S608
    return [
        row for start in range(0, len(keys), AT_ONCE) for row in _execute(sql, fields, keys[start : start + AT_ONCE])
    ]


def delete_rows(model: type[models.Model], ids: Iterable[int]) -> None:
    """Delete by primary key, without looking for what hangs on the rows: the database refuses if anything does."""
    listed = list(ids)
    if not listed:
        return
    table, key = connection.ops.quote_name(model._meta.db_table), among_ids(listed)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE id IN ({key.sql})", key.params)  # noqa: S608  # bound


def _columns(model: type[models.Model]) -> list[ColumnField]:
    return [field for field in model._meta.concrete_fields if not field.generated]


def _quote(field: ColumnField) -> str:
    return connection.ops.quote_name(str(field.column))


def _unfolded(fields: Sequence[ColumnField]) -> str:
    """A table expression called `unfolded` with one typed column per field, made from the one parameter."""
    if connection.vendor == "sqlite":
        columns = ", ".join(f"value ->> {index} AS {_quote(field)}" for index, field in enumerate(fields))
        return f"(SELECT {columns} FROM json_each(%s)) AS unfolded"  # noqa: S608
    typed = ", ".join(f"{_quote(field)} {_sql_type(field)}" for field in fields)
    return f"json_to_recordset(%s::json) AS unfolded({typed})"


def _sql_type(field: ColumnField) -> str:
    return str(field.rel_db_type(connection) if field.primary_key else field.db_type(connection))


def _read_values(rows: Sequence[models.Model], fields: Sequence[ColumnField]) -> list[tuple[Any, ...]]:
    """The values of the rows; a field that must have one and has none gets its default."""
    read = attrgetter(*(field.attname for field in fields))
    values = [read(row) if len(fields) > 1 else (read(row),) for row in rows]
    lacking = [index for index, field in enumerate(fields) if not field.null and any(v[index] is None for v in values)]
    if not lacking:
        return values
    return [
        tuple(fields[i].get_default() if i in lacking and value is None else value for i, value in enumerate(row))
        for row in values
    ]


def _execute(sql: str, fields: Sequence[ColumnField], values: Sequence[Sequence[Any]]) -> list[tuple[Any, ...]]:
    if connection.vendor == "sqlite":
        unfolded: list[Any] = list(to_sqlite(fields, values))
    else:
        names = [str(field.column) for field in fields]
        unfolded = [dict(zip(names, row, strict=True)) for row in values]
    with connection.cursor() as cursor:
        cursor.execute(sql, [orjson.dumps(unfolded).decode()])
        return list(cursor.fetchall()) if cursor.description else []
