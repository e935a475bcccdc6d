"""Files that somebody names on a command line: files, folders to search, patterns, and standard input."""

from __future__ import annotations

import glob
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from catalog.sources.checkout import MOST_BYTES, find_descriptors, read_file

STDIN = "-"


class GivenPathError(Exception):
    """A path that leads nowhere; the message says which."""


class GivenFile(NamedTuple):
    """A file, the name to show (as given, or the given folder and the path under it), and what it was found in."""

    file: Path
    name: str
    group: str


def expand_paths(paths: Iterable[str]) -> list[str]:
    """The paths that exist as they are, and what the others match as patterns: shells leave those in quotes alone.

    Raises GivenPathError.
    """
    return [name for given in paths for name in _expand(given)]


def _expand(given: str) -> list[str]:
    if given == STDIN or Path(given).exists():
        return [given]
    if not glob.has_magic(given):
        raise GivenPathError(f"there is no {given}")
    matching = sorted(glob.glob(given, recursive=True))  # noqa: PTH207 - Path.glob takes no absolute pattern
    if not matching:
        raise GivenPathError(f"nothing matches {given}")
    return matching


def find_given_files(
    paths: Iterable[str], is_descriptor: Callable[[str], bool], say_empty: Callable[[str], None]
) -> Iterator[GivenFile]:
    """Each file once; `say_empty` hears of every folder without a descriptor."""
    seen: set[Path] = set()
    for name in paths:
        found = list(_find_in(name, is_descriptor))
        if not found:
            say_empty(name)
        for each in found:
            if each.file.absolute() not in seen:
                seen.add(each.file.absolute())
                yield each


def _find_in(name: str, is_descriptor: Callable[[str], bool]) -> Iterator[GivenFile]:
    place = Path(name)
    if name == STDIN or not place.is_dir():
        yield GivenFile(place, name, name)
        return
    for file in find_descriptors(place, is_descriptor):
        yield GivenFile(file, str(file), name)


def read_given(found: GivenFile, root: Path | None) -> bytes:
    """The bytes, not many more than are accepted. Raises OSError saying why not.

    A symbolic link is not followed out of ``root``, the checkout; without one, not out of the folder that was given.
    """
    if found.name == STDIN:
        return sys.stdin.buffer.read(MOST_BYTES)
    group = Path(found.group)
    return read_file(found.file, root or (group.resolve() if group.is_dir() else None))
