"""Aliases kept in step with the Groups and Users that declare them. A consumer of changes."""

from __future__ import annotations

from datetime import datetime

import orjson

from catalog.core.alias_rules import list_aliases
from catalog.core.handles import FORMER_REF
from catalog.models import AddedAlias, Alias, Entity
from catalog.models.bulk import among, insert_rows, update_rows


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
    declared = Alias.objects.filter(entity_ref__in=among(named), valid_to=None).exclude(scheme=FORMER_REF)
    current = {(a.scheme, a.value, a.entity_ref): a for a in declared}
    closed = [alias for key, alias in current.items() if key not in wanted]
    for alias in closed:
        alias.valid_to = now
    update_rows(closed, ("valid_to",))
    insert_rows(
        [
            Alias(scheme=scheme, value=value, entity_ref=ref, valid_from=now)
            for scheme, value, ref in sorted(wanted - current.keys())
        ]
    )
