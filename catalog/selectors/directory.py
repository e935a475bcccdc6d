"""The teams and people of the catalog and all their names, for binding what claims say."""

from __future__ import annotations

from collections import defaultdict

from catalog.core.handles import Directory
from catalog.models import Alias, Edge, Entity


def get_directory() -> Directory:
    """Everyone at this moment, whoever asks: binding is not showing. Three queries."""
    shown: dict[str, dict[str, str]] = {"group": {}, "user": {}}
    named = Entity.objects.filter(kind__in=("Group", "User"), removed_at=None)
    for ref, title, name in named.values_list("ref", "title", "name"):
        shown[ref.partition(":")[0]][ref] = title or name
    aliases: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for scheme, value, ref in Alias.objects.filter(valid_to=None).values_list("scheme", "value", "entity_ref"):
        aliases[scheme, value].add(ref)
    teams_of: defaultdict[str, set[str]] = defaultdict(set)
    for person, team in Edge.objects.filter(type="memberOf").values_list("source_ref", "target_ref"):
        if team in shown["group"]:
            teams_of[person].add(team)
    return Directory(
        teams=shown["group"],
        people=shown["user"],
        aliases={key: frozenset(refs) for key, refs in aliases.items()},
        teams_of={person: frozenset(refs) for person, refs in teams_of.items()},
    )
