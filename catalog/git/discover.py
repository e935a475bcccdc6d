"""Clones below a folder, found by looking at names: no Git is started and no symlink is followed."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from catalog.git.errors import NotARepositoryError
from catalog.git.locate import locate_git_dir, looks_like_git_dir

DEFAULT_DEPTH = 4
FOLDER_LIMIT = 100_000


@dataclass(frozen=True)
class FoundClone:
    """A repository. ``name`` is its path below the root, ``.`` for the root itself."""

    path: Path
    name: str
    is_bare: bool


@dataclass(frozen=True)
class UnreadFolder:
    """A folder that could hold clones and was not looked into; ``reason`` says why."""

    path: Path
    name: str
    reason: str


def find_clones(
    root: Path, max_depth: int = DEFAULT_DEPTH, folder_limit: int = FOLDER_LIMIT
) -> Iterator[FoundClone | UnreadFolder]:
    """Clones at ``root`` and up to ``max_depth`` levels below, in the order of their names, and what was not read.

    Does not descend into clones, so submodules and vendored clones are not found. Raises nothing.
    """
    root = root.resolve()
    folders: list[tuple[Path, int]] = [(root, 0)]
    looked_at = 0
    while folders:
        folder, depth = folders.pop()
        looked_at += 1
        if looked_at > folder_limit:
            yield UnreadFolder(folder, _name(folder, root), f"more than {folder_limit} folders")
            return
        found = _judge(folder, root)
        if found is not None:
            yield found
        elif depth < max_depth:
            below = _list_folders(folder, root)
            if isinstance(below, UnreadFolder):
                yield below
            else:
                folders.extend((path, depth + 1) for path in reversed(below))


def _judge(folder: Path, root: Path) -> FoundClone | UnreadFolder | None:
    name = _name(folder, root)
    if name.encode("utf-8", "surrogateescape").decode("utf-8", "ignore") != name:
        return UnreadFolder(folder, name, "its name is not UTF-8")
    try:
        if not os.path.lexists(folder / ".git") and not looks_like_git_dir(folder):
            return None
        return FoundClone(folder, name, locate_git_dir(folder).is_bare)
    except (NotARepositoryError, OSError) as error:
        return UnreadFolder(folder, name, str(error))


def _list_folders(folder: Path, root: Path) -> list[Path] | UnreadFolder:
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if entry.is_dir(follow_symlinks=False))
    except OSError as error:
        return UnreadFolder(folder, _name(folder, root), error.strerror or str(error))
    return [folder / name for name in names]


def _name(folder: Path, root: Path) -> str:
    return str(folder.relative_to(root))
