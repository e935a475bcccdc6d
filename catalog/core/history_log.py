"""The output of ``git log --raw -z`` as records, from a stream of chunks.

Git ends each header, each change and each path with NUL. A header starts with an object id, a change with a colon
(after a newline where it follows a header), and exactly one path follows each change because renames are off.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from catalog.core.nul_records import BrokenRecordsError, split_records

# One line each; names and addresses cannot contain a newline, the message is the rest.
LOG_FORMAT = "tformat:%H%n%P%n%aN%n%aE%n%at%n%cN%n%cE%n%ct%n%B"
CHANGES_KEPT = 10_000
LONGEST_RECORD_BYTES = 16 * 1024 * 1024
MESSAGE_CHARACTERS = 20_000

_HEADER_LINES = 8


class MalformedHistoryError(ValueError):
    """The stream is not what ``git log`` with ``LOG_FORMAT`` writes."""


class FileChange(NamedTuple):
    """``status`` is Git's letter: A added, M modified, D deleted, T type changed."""

    status: str
    path: str


class CommitRecord(NamedTuple):
    r"""One commit. Names and addresses are those that ``.mailmap`` gives; dates are in UTC.

    ``changes`` is empty for a merge and holds at most ``CHANGES_KEPT``; ``change_count`` counts them all.
    Bytes that are not UTF-8 are shown as ``\xNN`` in paths and replaced elsewhere. A date that is none is 1970.
    """

    sha: str
    parents: tuple[str, ...]
    author_name: str
    author_email: str
    authored_at: datetime
    committer_name: str
    committer_email: str
    committed_at: datetime
    message: str
    changes: tuple[FileChange, ...]
    change_count: int

    @property
    def subject(self) -> str:
        """The first line of the message."""
        return self.message.partition("\n")[0]

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of ``changes``."""
        return tuple(change.path for change in self.changes)

    @property
    def is_merge(self) -> bool:
        """Whether it has more than one parent."""
        return len(self.parents) > 1


def parse_history(chunks: Iterable[bytes]) -> Iterator[CommitRecord]:
    """Yields the commits in the order of the stream. Raises ``MalformedHistoryError``."""
    try:
        yield from _parse_records(split_records(chunks, LONGEST_RECORD_BYTES))
    except BrokenRecordsError as error:
        raise MalformedHistoryError(str(error)) from error


def _parse_records(records: Iterator[bytes]) -> Iterator[CommitRecord]:
    header = b""
    changes: list[FileChange] = []
    change_count = 0
    for record in records:
        if record[:1] == b":" or record[:2] == b"\n:":
            path = next(records, None)
            if path is None or not header:
                raise MalformedHistoryError("a change without its path or its commit")
            change_count += 1
            if change_count <= CHANGES_KEPT:
                changes.append(FileChange(chr(record[-1]), path.decode("utf-8", "backslashreplace")))
            continue
        if header:
            yield _make_record(header, changes, change_count)
        header, changes, change_count = record, [], 0
        if not header:
            raise MalformedHistoryError("an empty header")
    if header:
        yield _make_record(header, changes, change_count)


def _make_record(header: bytes, changes: list[FileChange], change_count: int) -> CommitRecord:
    lines = header.decode("utf-8", "replace").split("\n", _HEADER_LINES)
    if len(lines) <= _HEADER_LINES:
        raise MalformedHistoryError("a header with lines missing")
    sha, parents, author, author_email, authored, committer, committer_email, committed, message = lines
    return CommitRecord(
        sha,
        tuple(parents.split()),
        author,
        author_email,
        _to_time(authored),
        committer,
        committer_email,
        _to_time(committed),
        message.strip("\n")[:MESSAGE_CHARACTERS],
        tuple(changes),
        change_count,
    )


def _to_time(seconds: str) -> datetime:
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)
