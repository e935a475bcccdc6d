"""Contents of files by object id, in few processes and within a bound.

``git cat-file --batch`` dies as a whole on one object it cannot read, and has no limit on size. So every object
is asked for by ``--batch-check`` first; only those that are there and small enough are then read, and if Git
dies on one all the same, that one is named and the reading goes on behind it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum

from catalog.git.errors import GitError, GitOutputTooLargeError, GitTimeoutError
from catalog.git.settings import MIB

BLOB_BYTES = 4 * MIB
TOTAL_BYTES = 256 * MIB
BROKEN_LIMIT = 20

# Starts `git cat-file` with one argument and standard input, and streams what it says.
CatFile = Callable[[str, bytes], AbstractContextManager[Iterator[bytes]]]


class BlobProblem(StrEnum):
    """Why there is no content, as the rest of a sentence that starts with the path."""

    MISSING = "is missing from the object store: not read"
    TOO_LARGE = "is larger than allowed: not read"
    OVER_TOTAL = "comes after more files than are read at once: not read"
    NOT_A_FILE = "is not a file: not read"
    BROKEN = "is damaged in the object store: not read"


@dataclass(frozen=True)
class Blob:
    """The content of a file, or the problem that kept it from being read. ``size`` in bytes where known."""

    blob: str
    content: bytes | None
    problem: BlobProblem | None = None
    size: int | None = None


def read_blobs(
    cat_file: CatFile, ids: Iterable[str], blob_bytes: int = BLOB_BYTES, total_bytes: int = TOTAL_BYTES
) -> dict[str, Blob]:
    """Every object id of ``ids`` with its content or its problem.

    Raises ``GitError`` if Git fails as a whole, or on more than ``BROKEN_LIMIT`` objects.
    """
    asked = list(dict.fromkeys(ids))
    if not asked:
        return {}
    blobs = _check(cat_file, asked, blob_bytes, total_bytes)
    unread = [blob.blob for blob in blobs.values() if blob.problem is None]
    for _ in range(BROKEN_LIMIT):
        if not unread:
            return blobs
        unread = _read_until_broken(cat_file, unread, blobs)
    raise GitError(("cat-file",), None, f"more than {BROKEN_LIMIT} damaged objects")


def _check(cat_file: CatFile, asked: Sequence[str], blob_bytes: int, total_bytes: int) -> dict[str, Blob]:
    with cat_file("--batch-check", _lines(asked)) as chunks:
        answers = b"".join(chunks).decode("ascii").splitlines()
    blobs = {}
    left = total_bytes
    for identity, answer in zip(asked, answers, strict=True):
        blob = _judge(identity, answer.split(" ")[1:], blob_bytes, left)
        left -= 0 if blob.problem else blob.size or 0
        blobs[identity] = blob
    return blobs


def _judge(identity: str, answer: list[str], blob_bytes: int, left: int) -> Blob:
    match answer:
        case ["blob", digits]:
            size = int(digits)
            if size > blob_bytes:
                return Blob(identity, None, BlobProblem.TOO_LARGE, size)
            return Blob(identity, None, BlobProblem.OVER_TOTAL if size > left else None, size)
        case [_, _]:
            return Blob(identity, None, BlobProblem.NOT_A_FILE)
        case _:
            return Blob(identity, None, BlobProblem.MISSING)


def _read_until_broken(cat_file: CatFile, unread: list[str], blobs: dict[str, Blob]) -> list[str]:
    """Reads what it can; returns the ids behind the one Git died on, which is marked as broken."""
    done = 0
    try:
        with cat_file("--batch", _lines(unread)) as chunks:
            source = _Source(chunks)
            for identity in unread:
                content = _read_one(source)
                blobs[identity] = Blob(identity, content, None, len(content))
                done += 1
            source.finish()
    except (GitTimeoutError, GitOutputTooLargeError):
        raise
    except GitError:
        if done == len(unread):
            raise
        blobs[unread[done]] = Blob(unread[done], None, BlobProblem.BROKEN)
        return unread[done + 1 :]
    return []


def _read_one(source: "_Source") -> bytes:
    size = int(source.take_line().rpartition(b" ")[2])
    return source.take(size + 1)[:-1]


def _lines(ids: Iterable[str]) -> bytes:
    return "".join(f"{identity}\n" for identity in ids).encode("ascii")


class _Source:
    """Takes lines and exact numbers of bytes out of chunks."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._held = bytearray()

    def take(self, count: int) -> bytes:
        while len(self._held) < count:
            self._more()
        taken = bytes(self._held[:count])
        del self._held[:count]
        return taken

    def take_line(self) -> bytes:
        while (end := self._held.find(b"\n")) < 0:
            self._more()
        return self.take(end + 1)[:-1]

    def finish(self) -> None:
        for _ in self._chunks:
            pass

    def _more(self) -> None:
        try:
            self._held += next(self._chunks)
        except StopIteration:
            raise GitError(("cat-file",), 0, "the answer is cut off") from None
