"""Other names of entities: which ref is the former name of which. Pure; the rules of docs/adr/0008-former-names.md.

A descriptor may say so itself, in `bailiwick.dev/former-refs`. Where one ref went and one came in the same file at
the same commit, that looks like a rename, and a person is asked.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from catalog.core.refs import RefError, parse_ref

FORMER_REFS = "bailiwick.dev/former-refs"
MOST_FORMER_REFS = 20
LONGEST_REF = 500
_BETWEEN = re.compile(r"[\s,]+")


@dataclass(frozen=True, slots=True)
class Seen:
    """A ref that went, or came, and where: a file of an origin at a commit."""

    ref: str
    origin_id: int
    commit: str
    path: str

    @property
    def kind(self) -> str:
        """The kind, in lower case."""
        return self.ref.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Rename:
    """`old_ref` is another name of `new_ref`; a person said so, or the descriptor of the new one."""

    old_ref: str
    new_ref: str
    by_person: bool = False


def find_renames(gone: Iterable[Seen], come: Iterable[Seen]) -> list[tuple[Seen, Seen]]:
    """Pairs that look like one thing under a new name: alone of their kind to go and to come in a file at a commit.

    A file keeps its folder and its folder its code, so both have the same code root, unless a descriptor says that
    its code is elsewhere.
    """
    went, came = _group(gone), _group(come)
    pairs = ((went[place], came[place]) for place in sorted(went.keys() & came.keys()))
    return [(old[0], new[0]) for old, new in pairs if len(old) == len(new) == 1]


def _group(seen: Iterable[Seen]) -> dict[tuple[int, str, str, str], list[Seen]]:
    found: defaultdict[tuple[int, str, str, str], list[Seen]] = defaultdict(list)
    for each in seen:
        if each.path:
            found[each.origin_id, each.commit, each.path, each.kind].append(each)
    return found


def list_former_refs(entity: Mapping[str, Any]) -> list[str]:
    """The refs of former days that an entity's descriptor names, canonical and in its own kind; never its own ref.

    A bare name is in the namespace of the entity. What is no ref is left out, and what stands behind the first
    `MOST_FORMER_REFS`.
    """
    metadata = entity.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    annotations = metadata.get("annotations")
    text = annotations.get(FORMER_REFS) if isinstance(annotations, dict) else None
    kind, namespace = str(entity.get("kind", "")).lower(), str(metadata.get("namespace") or "default")
    own = f"{kind}:{namespace}/{metadata.get('name', '')}".lower()
    words = _BETWEEN.split(text.strip()) if isinstance(text, str) else []
    refs = (_read(word, kind, namespace) for word in words[:MOST_FORMER_REFS])
    return sorted({ref for ref in refs if ref and ref != own and ref.startswith(f"{kind}:")})


def _read(word: str, kind: str, namespace: str) -> str:
    try:
        ref = str(parse_ref(word, kind, namespace))
    except RefError:
        return ""
    return ref if len(ref) <= LONGEST_REF else ""


def settle_names(renames: Iterable[Rename], living: Collection[str]) -> dict[str, frozenset[str]]:
    """Former ref -> what it leads to now, through every rename between; several refs where it is ambiguous.

    A ref that is in use leads nowhere else. What a person said about a ref counts instead of what descriptors say.
    A circle, and a way that ends at nothing, lead nowhere.
    """
    said: defaultdict[str, set[Rename]] = defaultdict(set)
    for rename in renames:
        said[rename.old_ref].add(rename)
    steps = {old: {r.new_ref for r in found if r.by_person == _has_person(found)} for old, found in said.items()}
    found = {old: _follow(old, steps, living) for old in steps if old not in living}
    return {old: refs for old, refs in found.items() if refs}


def _has_person(renames: Iterable[Rename]) -> bool:
    return any(rename.by_person for rename in renames)


def _follow(ref: str, steps: Mapping[str, Collection[str]], living: Collection[str]) -> frozenset[str]:
    """The living refs at the ends of all ways from `ref`."""
    ends: set[str] = set()
    passed: set[str] = set()
    waiting = [ref]
    while waiting:
        here = waiting.pop()
        if here in living:
            ends.add(here)
        elif here not in passed:
            passed.add(here)
            waiting.extend(steps.get(here, ()))
    return frozenset(ends)
