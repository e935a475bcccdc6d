"""Descriptor files of a working tree, read where they lie: for checking a change before it is committed.

Scans never read a working tree; they read commits (see catalog.git). Here somebody checks their own files, but a
checkout may hold what others wrote: symbolic links that lead out of it are not followed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from catalog.core.yaml_text import DEFAULT_LIMITS
from catalog.git.errors import RepositoryError
from catalog.git.repository import LocalRepository

MOST_BYTES = DEFAULT_LIMITS.file_bytes + 1  # one more than is accepted, so that a file too large is seen as such


@dataclass(frozen=True, slots=True)
class Checkout:
    """The working tree of a Git repository; ``root`` is resolved."""

    root: Path

    def path_of(self, file: Path) -> str:
        """The path of a file inside the repository."""
        return file.resolve().relative_to(self.root).as_posix()

    def read(self, path: str) -> bytes:
        """The bytes of a file, by its path inside the repository. Raises OSError saying why not."""
        return read_file(self.root / path, self.root)

    def list_files(self) -> Iterator[str]:
        """The path of every file inside the repository, committed or not; linked folders and `.git` are not entered."""
        return (file.relative_to(self.root).as_posix() for file in find_descriptors(self.root, lambda _: True))

    def branch(self) -> str:
        """The branch that a scan would read, empty if Git cannot tell."""
        try:
            head = LocalRepository.open(self.root).head()
        except RepositoryError:
            return ""
        return head.branch if head else ""

    def remote_url(self) -> str | None:
        """The address of the remote ``origin``, None if there is none or Git cannot tell."""
        try:
            return LocalRepository.open(self.root).remote_url() or None
        except RepositoryError:
            return None


def find_checkout(file: Path) -> Checkout | None:
    """The checkout that a file or folder lies in, None if it lies in none."""
    place = file.resolve()
    found = next((folder for folder in (place, *place.parents) if (folder / ".git").exists()), None)
    return Checkout(found) if found else None


def read_file(file: Path, root: Path | None = None) -> bytes:
    """The bytes of a regular file, not many more than are accepted. Raises OSError.

    With a ``root``, also where the file is, or lies behind, a symbolic link that leads out of it.
    """
    real = file.resolve(strict=True)
    if root is not None and not real.is_relative_to(root):
        raise PermissionError("it is a symbolic link that leads out of the checkout or folder")
    if not real.is_file():
        raise IsADirectoryError("it is not a file")
    with real.open("rb") as stream:
        return stream.read(MOST_BYTES)


def find_descriptors(folder: Path, is_descriptor: Callable[[str], bool]) -> Iterator[Path]:
    """Descriptor files under a folder in order of their paths; linked folders and ``.git`` are not entered."""
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != ".git")
        for name in sorted(names):
            file = Path(parent, name)
            if is_descriptor(file.relative_to(folder).as_posix()):
                yield file
