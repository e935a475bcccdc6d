"""What changed files would do to a live catalog: entities added, changed, removed, in conflict, left dangling. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from catalog.core.changes import diff_entities
from catalog.core.code_urls import parse_code_url
from catalog.core.descriptors import Document
from catalog.core.moving.entities import (
    LOCATION,
    SOURCE_LOCATION,
    as_declared,
    get_annotation,
    is_generated,
    list_named,
    list_relations,
    name_entity,
)
from catalog.core.remotes import RemoteAddress, parse_remote
from catalog.core.validation.problems import CheckedFile

#: Relations whose target an entity names itself, wherever a catalog's own processors found it; others are usually
#: the same ones seen from the other end.
_DECLARED = frozenset({"ownedBy", "dependsOn", "partOf", "consumesApi", "providesApi", "childOf", "memberOf"})


class Effect(StrEnum):
    """What happens to an entity."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    CONFLICT = "conflict"
    DANGLING = "dangling"


@dataclass(frozen=True, slots=True)
class LiveChange:
    """One effect on one entity of the live catalog.

    `file` and `line` are empty and 0 where no checked file is to be shown. `place` is where the live catalog has it
    from. `fields`: dotted path -> [live, in the file]. `targets` are the removed refs that a dangling entity names.
    """

    effect: Effect
    ref: str
    file: str = ""
    line: int = 0
    place: str = ""
    fields: Mapping[str, list[Any]] = field(default_factory=dict)
    targets: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As a script reads it."""
        return {
            "change": self.effect.value,
            "entityRef": self.ref,
            "file": self.file or None,
            "line": self.line or None,
            "place": self.place or None,
            "fields": dict(self.fields),
            "targets": list(self.targets),
        }


@dataclass(frozen=True, slots=True)
class Scope:
    """What the checked files stand for: these folders and files (empty: everything) of the repository of that address.

    `name` is that of its folder, which is all there is of a repository without an address. `address` is the URL under
    which its files are, where they are served from no host of code.
    """

    repository: RemoteAddress | None
    name: str
    paths: tuple[str, ...]
    address: str = ""

    def holds(self, place: str) -> str | None:
        """The path inside the repository of a place such as `url:https://...`; None if it lies in another one."""
        type_, _, target = place.partition(":")
        if type_ == "url":
            code = parse_code_url(target)
            if code is not None and code.repository == self.repository:
                return code.path
            is_beneath = self.address and target.startswith(f"{self.address}/")
            return target.removeprefix(f"{self.address}/") if is_beneath else None
        if type_ == "git":
            remote, _, rest = target.partition("#")
            is_same = self.repository is not None and parse_remote(remote) == self.repository
            return rest.partition(":")[2] if is_same else None
        _, found, path = f"/{target}".partition(f"/{self.name}/")
        return path if type_ == "file" and found else None

    def covers(self, path: str) -> bool:
        """Whether the checked files would hold what is at that path."""
        return any(not each or path == each or path.startswith(f"{each}/") for each in self.paths)


def judge_change(
    files: Sequence[CheckedFile], live: Iterable[Mapping[str, Any]], scopes: Sequence[Scope]
) -> list[LiveChange]:
    """All effects, by effect and ref. Files with a broken document remove nothing: a bad file loses nothing."""
    known = {name_entity(entity): entity for entity in live if not is_generated(entity)}
    known.pop("", None)
    declared = _find_in_force(files, known, scopes)
    changes = [change for ref, (file, d) in declared.items() for change in _judge(ref, file, d, known.get(ref), scopes)]
    broken = {file.parsed.path for file in files if any(d.is_broken for d in file.parsed.documents)}
    gone = [ref for ref, entity in known.items() if ref not in declared and _is_gone(entity, scopes, broken)]
    changes += [LiveChange(Effect.REMOVED, ref, place=get_annotation(known[ref], LOCATION)) for ref in gone]
    kept = {change.ref for change in changes if change.effect is Effect.CONFLICT} | (known.keys() - declared.keys())
    changes += _find_left_dangling({ref: known[ref] for ref in kept - set(gone)}, set(gone))
    order = list(Effect)
    return sorted(changes, key=lambda change: (order.index(change.effect), change.ref))


def _find_in_force(
    files: Sequence[CheckedFile], known: Mapping[str, Mapping[str, Any]], scopes: Sequence[Scope]
) -> dict[str, tuple[CheckedFile, Document]]:
    """What declares each ref: of several the one that is live already, else the first by path and document."""
    in_order = sorted(
        ((file, d) for file in files for d in file.parsed.documents if d.entity is not None),
        key=lambda each: (each[1].path, each[1].index),
    )
    found: dict[str, tuple[CheckedFile, Document]] = {}
    for file, document in in_order:
        ref = str(document.ref)
        place = get_annotation(known[ref], LOCATION) if ref in known else ""
        is_live = any(scope.holds(place) == document.path for scope in scopes)
        if ref not in found or (is_live and found[ref][1].path != document.path):
            found[ref] = file, document
    return found


def _judge(
    ref: str, file: CheckedFile, document: Document, live: Mapping[str, Any] | None, scopes: Sequence[Scope]
) -> Iterator[LiveChange]:
    if live is None:
        yield LiveChange(Effect.ADDED, ref, file.name, document.line)
        return
    place = get_annotation(live, LOCATION)
    if place and all(scope.holds(place) is None for scope in scopes):
        yield LiveChange(Effect.CONFLICT, ref, file.name, document.line, place)
        return
    entity = document.entity or {}
    says_source = bool(get_annotation(entity, SOURCE_LOCATION))
    fields = diff_entities(as_declared(live, may_say_source=says_source), as_declared(entity))
    if fields:
        yield LiveChange(Effect.CHANGED, ref, file.name, document.line, place, fields)


def _is_gone(entity: Mapping[str, Any], scopes: Sequence[Scope], broken: set[str]) -> bool:
    place = get_annotation(entity, LOCATION)
    paths = [(scope, scope.holds(place)) for scope in scopes]
    return any(path is not None and scope.covers(path) and path not in broken for scope, path in paths)


def _find_left_dangling(others: Mapping[str, Mapping[str, Any]], gone: set[str]) -> Iterator[LiveChange]:
    for ref, entity in others.items():
        named = list_named(entity) | {target for type_, target in list_relations(entity) if type_ in _DECLARED}
        if named & gone:
            targets = tuple(sorted(named & gone))
            yield LiveChange(Effect.DANGLING, ref, place=get_annotation(entity, LOCATION), targets=targets)
