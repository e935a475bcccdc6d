"""Unknown fields that look like known ones: misspelt, in another number, or on the wrong kind or level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from catalog.core.descriptors.kinds import KINDS, Kind

_SHORT, _LONG = 4, 8  # names so short must be spelled right to be recognised; so long ones may have two slips

_SYNONYMS = {
    "team": "owner",
    "ownedby": "owner",
    "partof": "system",
    "requires": "dependsOn",
    "dependencies": "dependsOn",
    "implementsapis": "providesApis",
    "exposesapis": "providesApis",
    "usesapis": "consumesApis",
    "status": "lifecycle",
    "groups": "memberOf",
}
_OF_METADATA = ("name", "namespace", "title", "description", "labels", "annotations", "tags", "links")


class Intended(NamedTuple):
    """What was probably meant; ``remedy`` says what to write."""

    remedy: str


def find_intended(kind: Kind, name: str, present: Mapping[str, object]) -> Intended | None:
    """What an unknown spec field of this kind probably means, None if it looks like nothing known.

    A known field that is ``present`` besides is not proposed: then the unknown one is somebody's own extension.
    """
    known = kind.fields
    proposal = _nearest(name, known) or _known_synonym(name, known) or _field_of_relation(name, kind)
    if proposal is not None:
        return None if proposal in present else Intended(f"spec.{proposal}")
    if name in _OF_METADATA:
        return Intended(f"metadata.{name}")
    kinds = _kinds_with_ref(name)
    if kinds:
        return Intended(f"it on a {' or '.join(kinds)} instead, or drop it")
    ends = _other_ends(name, kind.name)
    written = [f"spec.{field} on a {' or '.join(kinds)}" for field, kinds in ends.items()]
    return Intended(f"{', or '.join(written)}, at the other end instead, or drop it") if written else None


def _known_synonym(name: str, known: Sequence[str]) -> str | None:
    meant = _SYNONYMS.get(_plain(name))
    return meant if meant in known else None


def _field_of_relation(name: str, kind: Kind) -> str | None:
    """The field from which a relation of this name follows: names of relations are often taken for fields."""
    return next((field.name for field in kind.refs if field.forward == name), None)


def _other_ends(name: str, kind: str) -> dict[str, list[str]]:
    """The fields, with their kinds, from which a relation of this name comes to an entity of this kind."""
    found: dict[str, list[str]] = {}
    for other in KINDS.values():
        for field in other.refs:
            if field.backward == name and field.default_kind == kind:
                found.setdefault(field.name, []).append(other.name)
    return found


@lru_cache(1024)
def _nearest(name: str, known: tuple[str, ...]) -> str | None:
    plain = _plain(name)
    for candidate in known:
        if _plain(candidate) in (plain, f"{plain}s") or f"{_plain(candidate)}s" == plain:
            return candidate
    allowed = 0 if len(plain) <= _SHORT else 1 if len(plain) < _LONG else 2
    near = [(distance(plain, _plain(candidate), allowed), candidate) for candidate in known]
    slips, best = min(near, default=(allowed + 1, ""))
    return best if slips <= allowed else None


def _plain(name: str) -> str:
    return name.lower().replace("-", "").replace("_", "")


@lru_cache(256)
def _kinds_with_ref(name: str) -> tuple[str, ...]:
    return tuple(kind.name for kind in KINDS.values() if any(field.name == name for field in kind.refs))


def distance(left: str, right: str, most: int) -> int:
    """Insertions, deletions and replacements between two words; anything above ``most`` is ``most + 1``."""
    if abs(len(left) - len(right)) > most:
        return most + 1
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        previous, row[0] = row[0], i
        for j, b in enumerate(right, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (a != b))
    return min(row[-1], most + 1)
