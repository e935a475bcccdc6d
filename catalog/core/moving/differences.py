"""What differs between two catalogs: entities that only one has, owners, relations. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from catalog.core.moving.entities import LOCATION, get_annotation, is_generated, list_relations, name_entity

OWNED_BY = "ownedBy"


class What(StrEnum):
    """In what an entity differs."""

    MISSING = "missing"
    ADDED = "added"
    OWNER = "owner"
    RELATIONS = "relations"


@dataclass(frozen=True, slots=True)
class Difference:
    """One entity that differs: what only theirs says, what only ours does, and the place of the entity."""

    what: What
    ref: str
    theirs: tuple[str, ...] = ()
    ours: tuple[str, ...] = ()
    place: str = ""

    def as_json(self) -> dict[str, Any]:
        """As a script reads it."""
        return {
            "what": self.what.value,
            "entityRef": self.ref,
            "theirs": list(self.theirs),
            "ours": list(self.ours),
            "place": self.place,
        }


def compare_catalogs(theirs: Iterable[Mapping[str, Any]], ours: Iterable[Mapping[str, Any]]) -> list[Difference]:
    """All differences in order of refs. Locations that catalogs make by themselves are left out on both sides."""
    there, here = _by_ref(theirs), _by_ref(ours)
    one_sided = there.keys() ^ here.keys()
    found: list[Difference] = []
    for ref in sorted(there.keys() | here.keys()):
        if ref not in here:
            found.append(Difference(What.MISSING, ref, place=get_annotation(there[ref], LOCATION)))
        elif ref not in there:
            found.append(Difference(What.ADDED, ref, place=get_annotation(here[ref], LOCATION)))
        else:
            found += _compare(ref, there[ref], here[ref], one_sided)
    return found


def _by_ref(entities: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    named = {name_entity(entity): entity for entity in entities if not is_generated(entity)}
    named.pop("", None)
    return named


def _compare(
    ref: str, there: Mapping[str, Any], here: Mapping[str, Any], one_sided: Collection[str]
) -> Iterator[Difference]:
    """The other ends of what an entity on one side declares are no difference of their own."""
    theirs, ours = list_relations(there), list_relations(here)
    place = get_annotation(there, LOCATION)
    owners = [tuple(sorted(target for type_, target in relations if type_ == OWNED_BY)) for relations in (theirs, ours)]
    if owners[0] != owners[1]:
        yield Difference(What.OWNER, ref, owners[0], owners[1], place)
    only = [
        tuple(
            sorted(f"{type_} {target}" for type_, target in relations if type_ != OWNED_BY and target not in one_sided)
        )
        for relations in (theirs - ours, ours - theirs)
    ]
    if any(only):
        yield Difference(What.RELATIONS, ref, only[0], only[1], place)
