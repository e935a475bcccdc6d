"""Aliases kept in step with the Groups and Users that declare them. A consumer of changes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

import orjson
from django.db.models import Q

from catalog.core.addresses import PERSONAL_SCHEMES
from catalog.core.alias_rules import list_aliases
from catalog.core.handles import FORMER_REF
from catalog.models import AddedAlias, Alias, Entity
from catalog.models.bulk import among, insert_rows, update_rows
from catalog.selectors.merges import get_merged_refs


def point_aliases(refs: Collection[str]) -> None:
    """Let the addresses and logins of the people among `refs` lead to those they are merged into, or to themselves."""
    merged = get_merged_refs()
    own = Q(entity_ref__in=among(refs), record_ref="") | Q(record_ref__in=among(refs))
    moved = []
    for alias in Alias.objects.filter(own, scheme__in=PERSONAL_SCHEMES):
        was = alias.entity_ref, alias.record_ref
        point = _point(alias.record_ref or alias.entity_ref, merged)
        alias.entity_ref, alias.record_ref = point["entity_ref"], point["record_ref"]
        if was != (alias.entity_ref, alias.record_ref):
            moved.append(alias)
    update_rows(moved, ("entity_ref", "record_ref"))


def _point(ref: str, merged: Mapping[str, str]) -> dict[str, str]:
    return {"entity_ref": merged.get(ref, ref), "record_ref": ref if ref in merged else ""}


def sync_aliases(refs: list[str], now: datetime) -> None:
    """Open and close aliases of the groups and users among `refs`; what someone was called before stays on record.

    What a person added holds beside what the files say, while its Group or User is there. Former refs are not declared
    here: `rename_sync` sees to them.
    """
    named = [ref for ref in refs if ref.startswith(("group:", "user:"))]
    if not named:
        return
    wanted: set[tuple[str, str, str]] = set()
    living: set[str] = set()
    for ref, body in Entity.objects.filter(ref__in=among(named), removed_at=None).values_list("ref", "body_json"):
        wanted |= {(scheme, value, ref) for scheme, value in list_aliases(orjson.loads(body))}
        living.add(ref)
    added = AddedAlias.objects.filter(entity_ref__in=among(named), ended_at=None)
    wanted |= {row for row in added.values_list("scheme", "value", "entity_ref") if row[2] in living}
    own = Q(entity_ref__in=among(named), record_ref="") | Q(record_ref__in=among(named))
    declared = Alias.objects.filter(own, valid_to=None).exclude(scheme=FORMER_REF)
    current = {(a.scheme, a.value, a.record_ref or a.entity_ref): a for a in declared}
    merged = get_merged_refs()
    closed = [alias for key, alias in current.items() if key not in wanted]
    for alias in closed:
        alias.valid_to = now
    update_rows(closed, ("valid_to",))
    insert_rows(
        [
            Alias(scheme=scheme, value=value, valid_from=now, **_point(ref, merged))
            for scheme, value, ref in sorted(wanted - current.keys())
        ]
    )
