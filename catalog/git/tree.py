"""The files of one commit, as a stream with a bound: a repository of 212 kB can list 10^10 paths."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from catalog.core.nul_records import BrokenRecordsError, split_records
from catalog.git.errors import TreeTooLargeError

READABLE_MODES = frozenset({"100644", "100755"})
LONGEST_ENTRY_BYTES = 64 * 1024

_UNREAD_MODES = {"120000": "is a symlink", "160000": "is a submodule"}


@dataclass(frozen=True)
class TreeFile:
    """One entry of a commit's tree. ``path`` has ``/`` between its parts; ``blob`` is the object's id.

    Bytes of the path that are not UTF-8 are kept as surrogates; ``shown_path`` is fit for people and databases.
    There is no size: Git would have to open every object for it. ``read_blobs`` knows it.
    """

    path: str
    mode: str
    blob: str

    @property
    def shown_path(self) -> str:
        """The path with everything that is not printable Unicode escaped."""
        raw = self.path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
        return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in raw)

    @property
    def problem(self) -> str:
        """Why the content is not read, as the rest of a sentence that starts with the path; empty if it is."""
        if self.mode not in READABLE_MODES:
            return f"{_UNREAD_MODES.get(self.mode, f'has the mode {self.mode}')}: not read"
        if not _is_utf8(self.path):
            return "has a name that is not UTF-8: not read"
        if any(part in ("", ".", "..") for part in self.path.split("/")):
            return "has a name that leads elsewhere: not read"
        return ""


def parse_tree(
    chunks: Iterable[bytes], limit: int, is_wanted: Callable[[str], bool] | None = None
) -> Iterator[TreeFile]:
    """The wanted files of ``git ls-tree -r -z`` output. ``limit`` counts every path, wanted or not.

    Raises ``TreeTooLargeError`` beyond it.
    """
    try:
        for count, record in enumerate(split_records(chunks, LONGEST_ENTRY_BYTES)):
            if count >= limit:
                raise TreeTooLargeError(f"the commit has more than {limit} files")
            details, _, raw_path = record.partition(b"\t")
            path = raw_path.decode("utf-8", "surrogateescape")
            if is_wanted is None or is_wanted(path):
                mode, _, blob = details.decode("ascii").split(" ")
                yield TreeFile(path, mode, blob)
    except BrokenRecordsError as error:
        raise TreeTooLargeError(f"the list of the commit's files is malformed: {error}") from error


def _is_utf8(path: str) -> bool:
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
