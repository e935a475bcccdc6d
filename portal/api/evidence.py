"""Evidence as the API tells it: as it is stored, but for what lies where the asker may not look."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from catalog.core.access import Actor
from catalog.models import Origin
from catalog.models.bulk import among_ids
from catalog.selectors.subjects import list_hidden_refs
from portal.api.shapes import JsonObject

Data = Mapping[str, Any]
_ROWS = ("people", "numbers")


def show_evidence(actor: Actor, pieces: Sequence[Iterable[Data]]) -> list[list[JsonObject]]:
    """The evidence of several findings or claims, in their order. Two queries, none for administrators.

    A piece in a hidden repository is `{"kind": ..., "is_withheld": true}`; rows about hidden entities are left out.
    """
    each = [list(piece) for piece in pieces]
    if actor.is_administrator:
        return [[dict(data) for data in piece] for piece in each]
    flat = [data for piece in each for data in piece]
    wanted = {found for data in flat if (found := _origin_id(data)) is not None}
    seen = set(Origin.objects.visible_to(actor).filter(pk__in=among_ids(wanted)).values_list("pk", flat=True))
    hidden = list_hidden_refs(actor, [ref for data in flat for ref in _refs(data)])
    return [[_show(data, seen, hidden) for data in piece] for piece in each]


def _show(data: Data, seen: Collection[int], hidden: set[str]) -> JsonObject:
    origin_id = _origin_id(data)
    if origin_id is not None and origin_id not in seen:
        return {"kind": data.get("kind", "file"), "is_withheld": True}
    shown = dict(data)
    for name in _ROWS:
        if name in data:
            shown[name] = [row for row in data[name] if row.get("ref") not in hidden]
    if "edges" in data:
        shown["edges"] = [row for row in data["edges"] if hidden.isdisjoint((row["source"], row["target"]))]
    return shown


def _origin_id(data: Data) -> int | None:
    """Findings write `origin_id`, claims `origin`."""
    value = data.get("origin_id", data.get("origin"))
    return value if isinstance(value, int) else None


def _refs(data: Data) -> Iterable[str]:
    for row in data.get("edges", ()):
        yield from (row["source"], row["target"])
    for name in _ROWS:
        yield from (row.get("ref", "") for row in data.get(name, ()))
