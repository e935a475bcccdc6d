"""The teams and people of the catalog and all their names, for binding what claims say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from catalog.core.handles import FORMER_REF, Directory
from catalog.models import Alias, Edge, Entity


def get_directory() -> Directory:
    """Everyone at this moment, whoever asks: binding is not showing. Merged records are one person. Three queries."""
    shown: dict[str, dict[str, str]] = {"group": {}, "user": {}}
    named = Entity.objects.filter(kind__in=("Group", "User"), removed_at=None)
    for ref, title, name in named.values_list("ref", "title", "name"):
        shown[ref.partition(":")[0]][ref] = title or name
    aliases: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for scheme, value, ref in Alias.objects.filter(valid_to=None).values_list("scheme", "value", "entity_ref"):
        aliases[scheme, value].add(ref)
    merged = _merge(shown["user"], aliases)
    teams_of: defaultdict[str, set[str]] = defaultdict(set)
    for person, team in Edge.objects.filter(type="memberOf").values_list("source_ref", "target_ref"):
        if team in shown["group"]:
            teams_of[merged.get(person, person)].add(team)
    return Directory(
        teams=shown["group"],
        people=shown["user"],
        aliases={key: frozenset(refs) for key, refs in aliases.items()},
        teams_of={person: frozenset(refs) for person, refs in teams_of.items()},
    )


def _merge(people: dict[str, str], aliases: Mapping[tuple[str, str], Collection[str]]) -> dict[str, str]:
    """Take merged records out of the people; returns those they are merged into, by ref.

    A User that is there and is at the same time a former name of another is merged into that one, which is there while
    one of its records is: an old name leads on only while nothing else has it.
    """
    merged = {ref: min(aliases[FORMER_REF, ref]) for ref in people if (FORMER_REF, ref) in aliases}
    for ref, kept in merged.items():
        name = people.pop(ref)
        people.setdefault(kept, name)
    return merged
