"""A file of a repository at a commit, for people to look at. Only what a page may show: small, text, inside."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.core.erased_reading import erase_from_file
from catalog.git.errors import RepositoryError
from catalog.git.repository import LocalRepository
from catalog.models import Origin
from catalog.selectors.commits import NotShownError, open_at
from catalog.selectors.erasures import load_eraser

FILE_BYTES = 1024 * 1024
LINES_SHOWN = 2000
LINE_CHARACTERS = 2000
_LIKE_BINARY = b"\0"


@dataclass(frozen=True, slots=True)
class FileAtCommit:
    """The lines from `first_line` on (counted from 1); `is_cut` where the file has more lines than are shown."""

    path: str
    commit: str
    first_line: int
    lines: tuple[str, ...]
    line_count: int

    @property
    def is_cut(self) -> bool:
        """Whether lines are left out at the beginning or the end."""
        return len(self.lines) < self.line_count

    @property
    def numbered(self) -> list[tuple[int, str]]:
        """The lines with their numbers."""
        return list(enumerate(self.lines, self.first_line))


def get_file(origin: Origin, commit: str, path: str, around_line: int = 1) -> FileAtCommit | None:
    """The file at exactly this path and commit, or None if there is none. Check that the origin is visible.

    Raises NotShownError for what is there and not shown: a symlink, a binary or a large file, and for a
    repository that cannot be read.
    """
    repository = open_at(origin, commit)
    if repository is None:
        return None
    try:
        content = _read_content(repository, commit, path)
    except RepositoryError as error:
        raise NotShownError(f"The file cannot be read: {error}.") from error
    return None if content is None else _cut(_erase(content), commit, path, around_line)


def _erase(content: bytes) -> bytes:
    """The file without the names of people who were erased: Git has them still, a page does not show them."""
    eraser = load_eraser()
    return content if eraser is None else erase_from_file(content.decode("utf-8", "replace"), eraser).encode()


def _read_content(repository: LocalRepository, commit: str, path: str) -> bytes | None:
    file = repository.find_file(commit, path)
    if file is None:
        return None
    if file.problem:
        raise NotShownError(f"{file.shown_path} {file.problem}.")
    blob = repository.read_blobs([file], blob_bytes=FILE_BYTES)[file.blob]
    if blob.content is None:
        raise NotShownError(f"{file.shown_path} {blob.problem}.")
    if _LIKE_BINARY in blob.content:
        raise NotShownError(f"{file.shown_path} is not a text file: not shown.")
    return blob.content


def _cut(content: bytes, commit: str, path: str, around_line: int) -> FileAtCommit:
    """The lines around one of them; all of them where they are few."""
    lines = content.decode("utf-8", "replace").removesuffix("\n").split("\n")
    first = max(0, min(around_line - LINES_SHOWN // 2, len(lines) - LINES_SHOWN))
    shown = tuple(_show(line.removesuffix("\r")) for line in lines[first : first + LINES_SHOWN])
    return FileAtCommit(path, commit, first + 1, shown, len(lines))


def _show(line: str) -> str:
    """The line with what cannot be seen, such as characters that turn the direction of text, written as escapes."""
    visible = line if line.isprintable() else "".join(c if c.isprintable() or c == "\t" else _escape(c) for c in line)
    return visible if len(visible) <= LINE_CHARACTERS else f"{visible[:LINE_CHARACTERS]} …"


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
