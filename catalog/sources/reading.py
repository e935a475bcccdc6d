"""Reading one repository at one commit, without a checkout: descriptors and CODEOWNERS as bytes, then parsed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from catalog.core.codeowner_summary import summarise_codeowners
from catalog.core.codeowners import find_codeowners, parse_codeowners
from catalog.core.descriptor_patterns import compile_patterns
from catalog.core.descriptors import DEFAULT_OPTIONS, ParseOptions, ReadUrl
from catalog.core.descriptors.rules import describe_rules
from catalog.core.locations import Place
from catalog.core.reading import READER_VERSION, OriginReading
from catalog.core.remotes import parse_remote
from catalog.git.repository import Head, LocalRepository
from catalog.git.tree import TreeFile
from catalog.sources.files import FileReader
from catalog.sources.following import follow_descriptors
from catalog.sources.kept import describe_kept_files, read_kept_files


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How repositories are read: which paths hold descriptors, and the kind and path of files `named` from outside.

    `hosts` are those from which placeholders may include files; `rules` say what counts as a descriptor.
    """

    patterns: tuple[str, ...]
    named: tuple[tuple[str, str], ...] = ()
    hosts: tuple[str, ...] = ()
    rules: ParseOptions = DEFAULT_OPTIONS


@dataclass(frozen=True, slots=True)
class Look:
    """What is known of a repository before anything is read. `key` changes when reading it again could differ."""

    repository: LocalRepository
    head: Head | None
    key: str


def look_at(path: Path, options: ReadOptions) -> Look:
    """Open the repository and find its tip. Raises catalog.git.errors.RepositoryError."""
    repository = LocalRepository.open(path)
    head = repository.head()
    named = "".join(f" {each}" for each in (options.named, options.hosts, describe_rules(options.rules)) if each)
    wanted = hashlib.sha256(f"{options.patterns} {describe_kept_files()}{named}".encode()).hexdigest()[:12]
    return Look(repository, head, f"{head.commit if head else 'empty'}:{READER_VERSION}:{wanted}")


def read_look(look: Look, options: ReadOptions, read_url: ReadUrl | None = None) -> OriginReading:
    """Read what `look` found; `read_url` serves placeholders that lead to other hosts.

    Raises catalog.git.errors.RepositoryError; nothing else, whatever the files contain.
    """
    repository, head = look.repository, look.head
    if head is None:
        return OriginReading("", "", None, repository.remote_url(), ())
    files = list(repository.list_files(head.commit))
    paths = frozenset(file.path for file in files)
    remote_url = repository.remote_url()
    reader = FileReader(repository, files, remote_url, replace(options.rules, read_url=read_url))
    is_descriptor = compile_patterns(options.patterns)
    place = Place(parse_remote(remote_url), head.branch, paths)
    followed = follow_descriptors(reader, sorted(filter(is_descriptor, paths)), place)
    return OriginReading(
        commit=head.commit,
        branch=head.branch,
        committed_at=head.committed_at,
        remote_url=remote_url,
        documents=tuple(followed.documents),
        codeowners=_read_codeowners(reader, files, {path.rpartition("/")[0] for path in followed.paths}),
        has_skeleton=followed.has_skeleton,
        kept_files=read_kept_files(reader, paths, options.named),
    )


def _read_codeowners(reader: FileReader, files: Iterable[TreeFile], roots: set[str]) -> dict[str, Any]:
    paths = [file.path for file in files if not file.problem]
    found = find_codeowners(set(paths))
    content = reader.read(found.path) if found else ""
    if found is None or isinstance(content, str):
        return {}
    codeowners = parse_codeowners(content.decode("utf-8", "replace"), found.dialect)
    return summarise_codeowners(found.path, codeowners, paths, roots)
