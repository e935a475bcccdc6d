"""Where the targets of a Location lead within the repository that holds it. Pure.

Source: Backstage's descriptor format (`spec.target`, `spec.targets`, `spec.presence`) and its integrations' reading of
relative targets (one that begins with a slash starts at the root of the repository) and of `*`, `**` and `{a,b}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from catalog.core.code_urls import normalize_path, parse_code_url
from catalog.core.descriptor_patterns import compile_patterns
from catalog.core.descriptors.model import DescriptorWarning, Document, LocationTarget
from catalog.core.remotes import RemoteAddress

TARGET_MISSING = "target-missing"
TARGET_REMEDY = "name an existing file, or set spec.presence to optional"

_MOST_PATTERNS = 64
_BRACES = re.compile(r"\{([^{},/]*(?:,[^{},/]*)+)\}")
_WILD = re.compile(r"\*|" + _BRACES.pattern)


@dataclass(frozen=True, slots=True)
class Place:
    """The repository that holds a Location: its address where it has one, the branch that was read, its files."""

    repository: RemoteAddress | None
    branch: str
    files: frozenset[str]


@dataclass(frozen=True, slots=True)
class ResolvedTarget:
    """The files that one target names, in order; or why it names none here, in words that a warning is made of.

    `is_elsewhere`: it leads to another place, which is no fault. Otherwise a `problem` is one only if presence is
    required, which is the default.
    """

    target: str
    paths: tuple[str, ...] = ()
    problem: str = ""
    is_elsewhere: bool = False


def follow_targets(document: Document, place: Place) -> tuple[list[str], list[DescriptorWarning]]:
    """The other files that an accepted Location names, and a warning for each target that names none though it must."""
    if document.error is not None:
        return [], []
    resolved = resolve_targets(document.path, document.locations, place)
    paths = [path for target in resolved for path in target.paths if path != document.path]
    return paths, [
        warn_of_target(document, number, target.problem)
        for number, target in enumerate(resolved)
        if target.problem and not target.is_elsewhere
    ]


def warn_of_target(document: Document, number: int, problem: str) -> DescriptorWarning:
    """The warning about the target with this number among the document's `locations`, at its own line."""
    lines, has_one = document.lines, "spec.target" in document.lines
    listed = f"spec.targets.{number - has_one}"
    line = lines.get("spec.target" if has_one and not number else listed, document.line)
    return DescriptorWarning(TARGET_MISSING, problem, TARGET_REMEDY, line)


def resolve_targets(path: str, targets: Iterable[LocationTarget], place: Place) -> list[ResolvedTarget]:
    """The files that targets of the Location at `path` name; an absent optional one has neither path nor problem."""
    return [_resolve(path, target, place) for target in targets]


def _resolve(path: str, target: LocationTarget, place: Place) -> ResolvedTarget:
    written = target.target
    if "://" in written:
        address = parse_code_url(_keep_stars(written), place.branch)
        if address is None or address.repository != place.repository:
            return ResolvedTarget(written, problem=f"{written} is not in this repository", is_elsewhere=True)
        wanted: str | None = address.path
    else:
        folder = "" if written.startswith("/") else path.rpartition("/")[0]
        wanted = normalize_path(f"{folder}/{written}")
    if not wanted:
        return ResolvedTarget(written, problem=f"the target {written} leads out of the repository")
    found = _find(wanted, place.files)
    if found or target.presence == "optional":
        return ResolvedTarget(written, found)
    return ResolvedTarget(written, problem=f"the target {written} names no file of this repository")


def _find(wanted: str, files: frozenset[str]) -> tuple[str, ...]:
    if not _WILD.search(wanted):
        return (wanted,) if wanted in files else ()
    patterns = _expand(wanted)
    matches = compile_patterns(patterns)
    dotted = {name for pattern in patterns for name in pattern.split("/") if name.startswith(".")}
    return tuple(sorted(file for file in files if matches(file) and _has_only(file, dotted)))


def _has_only(file: str, dotted: set[str]) -> bool:
    """Whether wildcards matched no hidden name: those have to be written out, as in a shell."""
    return "/." not in f"/{file}" or all(not name.startswith(".") or name in dotted for name in file.split("/"))


def _expand(pattern: str) -> list[str]:
    """The patterns that `{a,b}` stands for; braces beyond a bound, or nested ones, stand for themselves."""
    patterns = [pattern]
    while len(patterns) <= _MOST_PATTERNS and (found := _BRACES.search(patterns[0])):
        words = found[1].split(",")
        patterns = [p.replace(found[0], word, 1) for p in patterns for word in words]
    return [normal for p in patterns if (normal := normalize_path(p))]


def _keep_stars(url: str) -> str:
    """Encode what would not survive as part of an address, but neither stars nor what is encoded already."""
    return quote(url, safe="%/:?&=#@!$'()*+,;~[]")
