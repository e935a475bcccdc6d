"""Entities as they are sent, with the relations that this actor may see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from django.db import connection

from catalog.core.served.entity import merge_relations
from catalog.models.prepared import read_rows
from catalog.selectors.views import CatalogMovedError, View


class ServedText(NamedTuple):
    """One entity as JSON text; `etag` changes with it."""

    text: str
    etag: str


def get_by_ref(view: View, ref: str) -> ServedText | None:
    """The entity with this ref, in lower case; None if there is none to see. One query."""
    return _get(view, "ref = %s", ref)


def get_by_uid(view: View, uid: UUID) -> ServedText | None:
    """The entity with this uid; None if there is none to see. One query."""
    return _get(view, "uid = %s", uid.hex if connection.vendor == "sqlite" else uid)


def list_by_slots(view: View, slots: Sequence[int]) -> list[bytes]:
    """The texts of the entities in these slots, in this order; several may be one, with commas between them.

    Raises CatalogMovedError. One query, two where somebody sees guarded relations on SQLite.
    """
    if not slots:
        return []
    if connection.vendor == "sqlite":
        listed = orjson.dumps(slots).decode()
        joined = _join_on_sqlite(view, "JOIN", "own.slot = wanted.value", listed, len(slots))
        if joined is not None:
            return [joined]
    rows = read_rows(
        f"SELECT slot, {_AS_BYTES[connection.vendor]}, CASE WHEN guarded <> '' THEN guarded END, "  # noqa: S608
        f"CASE WHEN guarded <> '' THEN etag END, CASE WHEN slot = {_NUMBER[connection.vendor]} THEN {_TOKEN} END "
        f"FROM catalog_servedentity WHERE slot {_AMONG_NUMBERS[connection.vendor]}",
        [
            slots[0],
            _NUMBERS.join(map(str, slots)) if connection.vendor == "postgresql" else orjson.dumps(slots).decode(),
        ],
        as_bytes=True,
    )
    texts = {
        slot: _show(view, text.decode(), etag, guarded).encode() if guarded else text
        for slot, text, guarded, etag, _ in rows
    }
    if len(texts) != len(set(slots)) or view.token not in (token for *_, token in rows if token is not None):
        raise CatalogMovedError
    return [texts[slot] for slot in slots]


def list_in_order_of_refs(view: View, refs: Sequence[str]) -> list[bytes]:
    """The texts of the entities with these refs, in this order, null for what is not seen; several may be one, with
    commas between them.

    Raises CatalogMovedError. One query, two where somebody sees guarded relations on SQLite.
    """
    if connection.vendor == "sqlite" and refs:
        sees = "" if view.sources is None else f" AND own.source_key IN ({','.join(map(str, sorted(view.sources)))})"
        listed = orjson.dumps(refs).decode()
        joined = _join_on_sqlite(view, "LEFT JOIN", f"own.ref = wanted.value{sees}", listed, len(refs))
        if joined is not None:
            return [joined]
    found = list_by_refs(view, refs)
    return [found[ref][1].encode() if ref in found else b"null" for ref in refs]


def list_by_refs(view: View, refs: Iterable[str]) -> dict[str, tuple[int, str]]:
    """Slot and text of each of the refs that names an entity to see. Raises CatalogMovedError. One query."""
    wanted = sorted({ref for ref in refs if "\0" not in ref and _TEXTS not in ref})
    rows = read_rows(
        f"SELECT ref, slot, text, guarded, etag, source_key, {_TOKEN} FROM catalog_servedentity "  # noqa: S608
        f"WHERE ref {_AMONG_TEXTS[connection.vendor]}",
        [_TEXTS.join(wanted) if connection.vendor == "postgresql" else orjson.dumps(wanted).decode()],
    )
    if rows and rows[0][6] != view.token:
        raise CatalogMovedError
    return {
        ref: (slot, _show(view, text, etag, guarded))
        for ref, slot, text, guarded, etag, source_key, _ in rows
        if view.sees(source_key)
    }


def _join_on_sqlite(view: View, join: str, condition: str, listed: str, count: int) -> bytes | None:
    """All texts as one value: SQLite's driver gives way to other threads at every row, which costs more than the rows.

    What is wanted drives the join, so texts come in its order. None where guarded relations may have to be added.
    """
    [(joined, found, guarded, token)] = read_rows(
        f"SELECT CAST(group_concat(coalesce(own.text, 'null'), ',') AS BLOB), count(*), "  # noqa: S608
        f"sum(coalesce(own.guarded, '') <> ''), {_TOKEN} "
        f"FROM json_each(%s) AS wanted {'CROSS ' if join == 'JOIN' else ''}{join} catalog_servedentity AS own "
        f"{'WHERE' if join == 'JOIN' else 'ON'} {condition}",
        [listed],
    )
    if found != count or token != view.token:
        raise CatalogMovedError
    return None if guarded and view.sees_guarded else bytes(joined)


def list_chain(view: View, ref: str) -> list[tuple[str, str, str]]:
    """The entity, and the Locations that led to it, as (ref, ref of the Location that named its file, text).

    Nearest first; only what is seen. Raises CatalogMovedError. One query.
    """
    rows = read_rows(_CHAIN, [ref])
    if rows and rows[0][-1] != view.token:
        raise CatalogMovedError
    return [
        (own, parent, _show(view, text, etag, guarded))
        for own, parent, text, guarded, etag, source_key, _, _ in rows
        if view.sees(source_key)
    ]


#: What is read of a single entity.
ENTITY_COLUMNS = ("text", "etag", "guarded", "source_key")

# Lists travel as one text, which costs a driver less than a list of values does.
_NUMBERS, _TEXTS = ",", "\x1f"
_AMONG_NUMBERS = {
    "sqlite": "IN (SELECT value FROM json_each(%s))",
    "postgresql": "= ANY(string_to_array(%s, ',')::int[])",
}
_AMONG_TEXTS = {
    "sqlite": "IN (SELECT value FROM json_each(%s))",
    "postgresql": "= ANY(string_to_array(%s, chr(31)))",
}
_NUMBER = {"sqlite": "%s", "postgresql": "%s::int"}
_AS_BYTES = {"sqlite": "CAST(text AS BLOB)", "postgresql": "text"}
_TOKEN = "(SELECT token FROM catalog_servedversion)"  # noqa: S105 - of a version
_DEEPEST = 20
_CHAIN = f"""
    WITH RECURSIVE chain(ref, parent, depth) AS (
        SELECT ref, location_ref, 0 FROM catalog_descriptor WHERE ref = %s AND state = 'in_force'
        UNION
        SELECT up.ref, up.location_ref, chain.depth + 1 FROM chain
        JOIN catalog_descriptor up ON up.ref = chain.parent AND up.state = 'in_force'
        WHERE chain.parent <> '' AND chain.depth < {_DEEPEST}
    )
    SELECT chain.ref, chain.parent, own.text, own.guarded, own.etag, own.source_key, chain.depth, {_TOKEN}
    FROM chain JOIN catalog_servedentity own ON own.ref = chain.ref ORDER BY chain.depth
"""  # noqa: S608


def _get(view: View, condition: str, value: object) -> ServedText | None:
    columns = ", ".join(ENTITY_COLUMNS)
    rows = read_rows(f"SELECT {columns} FROM catalog_servedentity WHERE {condition}", [value])  # noqa: S608
    return show_entity(view, rows[0]) if rows else None


def show_entity(view: View, row: tuple[Any, ...]) -> ServedText | None:
    """The entity with these values of `ENTITY_COLUMNS`, as the view sees it; None if it is not there to see."""
    text, etag, guarded, source_key = row
    if text is None or not view.sees(source_key):
        return None
    return _merge(view, text, etag, guarded) if guarded else ServedText(text, etag)


def _show(view: View, text: str, etag: str, guarded: str) -> str:
    return _merge(view, text, etag, guarded).text if guarded else text


def _merge(view: View, text: str, etag: str, guarded: str) -> ServedText:
    """The entity with those of its guarded relations that are seen."""
    seen = [(type_, target) for guard, type_, target in orjson.loads(guarded) if view.sees(guard)]
    return ServedText(*merge_relations(text, etag, seen)) if seen else ServedText(text, etag)
