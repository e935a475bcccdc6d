"""Reading one repository on this machine without a checkout.

References are read through the repository's own Git directory, objects through ``ObjectStore``.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from catalog.git.blobs import BLOB_BYTES, TOTAL_BYTES, Blob, read_blobs
from catalog.git.errors import GitError, hide_user_info
from catalog.git.locate import GitPlace, locate_git_dir
from catalog.git.object_store import ObjectStore, check_object_id
from catalog.git.runner import run_git
from catalog.git.settings import DEFAULT_SETTINGS, LISTING_LIMITS, GitLimits, GitSettings
from catalog.git.tree import TreeFile, parse_tree

PATH_LIMIT = 500_000

_REMOTE_HEAD = "refs/remotes/origin/HEAD"
_REF_LIMITS = GitLimits(seconds=15)
_ANSWER_BYTES = 200  # more than Git says about one object besides its content


@dataclass(frozen=True)
class Head:
    """The commit that is looked at. ``branch`` is empty when HEAD names no branch."""

    commit: str
    branch: str
    committed_at: datetime


@dataclass(frozen=True)
class LocalRepository:
    """A working tree, a linked work tree or a bare repository in a folder that an administrator named."""

    path: Path
    place: GitPlace
    settings: GitSettings = DEFAULT_SETTINGS

    @classmethod
    def open(cls, path: Path, settings: GitSettings = DEFAULT_SETTINGS) -> "LocalRepository":
        """The repository at ``path``. Raises ``NotARepositoryError``. Starts no Git yet."""
        return cls(path, locate_git_dir(path), settings)

    @property
    def objects(self) -> ObjectStore:
        """Its objects, for those who read more than files."""
        return ObjectStore(self.place.common_dir, self.settings)

    @property
    def is_shallow(self) -> bool:
        """Whether its history is cut off: its oldest commits then seem to add all the files there were."""
        return (self.place.common_dir / "shallow").is_file()

    def head(self) -> Head | None:
        """``origin/HEAD``, else ``HEAD``; ``None`` for a repository without commits. Raises ``GitError``."""
        return self._remote_head() or self._own_head()

    def remote_url(self) -> str:
        """The address of ``origin`` as configured, without user and password; empty if there is none."""
        config = str((self.place.common_dir / "config").absolute())
        url = self._ask("config", "--file", config, "--no-includes", "--get", "remote.origin.url")
        return hide_user_info(url)

    def list_files(
        self, commit: str, is_wanted: Callable[[str], bool] | None = None, limit: int = PATH_LIMIT
    ) -> Iterator[TreeFile]:
        """The wanted files of ``commit`` in tree order, symlinks and submodules included as what they are.

        Raises ``TreeTooLargeError`` when the commit has more than ``limit`` paths, wanted or not, and ``GitError``.
        """
        listing = ("ls-tree", "-r", "-z", "--full-tree", commit)
        with self.objects.stream(commit, *listing, limits=LISTING_LIMITS) as chunks:
            yield from parse_tree(chunks, limit, is_wanted)

    def find_file(self, commit: str, path: str) -> TreeFile | None:
        """The file at exactly ``path`` in ``commit``. Raises ``GitError``."""
        parts = path.split("/")
        if "\0" in path or ".." in parts or path != str(PurePosixPath(path)) or parts[0] in ("", "."):
            return None
        output = self.objects.run(commit, "ls-tree", "-z", "--full-tree", commit, "--", path)
        found = (file for file in parse_tree([output], PATH_LIMIT) if file.path == path)
        return next((file for file in found if file.mode != "040000"), None)

    def read_blobs(
        self, files: Iterable[TreeFile], blob_bytes: int = BLOB_BYTES, total_bytes: int = TOTAL_BYTES
    ) -> dict[str, Blob]:
        """The contents of ``files`` by object id, each a content or a named problem.

        Files that have a ``problem`` of their own are left out. Raises ``GitError`` if Git fails as a whole.
        """
        ids = [file.blob for file in files if not file.problem]
        limits = GitLimits(output_bytes=total_bytes + _ANSWER_BYTES * len(ids))

        def cat_file(argument: str, stdin: bytes) -> AbstractContextManager[Iterator[bytes]]:
            return self.objects.stream(ids[0], "cat-file", argument, "--buffer", stdin=stdin, limits=limits)

        return read_blobs(cat_file, ids, blob_bytes, total_bytes)

    def is_ancestor(self, old: str, new: str) -> bool:
        """Whether ``old`` is in the history of ``new``; a commit that is gone is in no history."""
        try:
            self.objects.run(new, "cat-file", "-e", f"{check_object_id(old)}^{{commit}}")
        except GitError as error:
            if error.exit_status is None:
                raise
            return False
        return self._is_true(new, "merge-base", "--is-ancestor", old, new)

    def _is_true(self, commit: str, *arguments: str) -> bool:
        try:
            self.objects.run(commit, *arguments)
        except GitError as error:
            if error.exit_status != 1:
                raise
            return False
        return True

    def _remote_head(self) -> Head | None:
        commit, time, symref = self._read_ref(_REMOTE_HEAD)
        return Head(commit, symref.removeprefix("refs/remotes/origin/"), time) if commit else None

    def _own_head(self) -> Head | None:
        ref = self._ask("symbolic-ref", "--quiet", "HEAD")
        if ref:
            commit, time, _ = self._read_ref(ref)
            return Head(commit, ref.removeprefix("refs/heads/"), time) if commit else None
        return self._detached_head()

    def _read_ref(self, ref: str) -> tuple[str, datetime, str]:
        """The commit of a full reference name, its time, and what reference it stands for; empty without a commit."""
        fields = "%(objectname) %(committerdate:unix) %(symref)"
        line = self._ask("for-each-ref", f"--format={fields}", ref)
        if not line:
            return "", _to_time(""), ""
        commit, seconds, symref = line.split(" ", 2)
        return check_object_id(commit), _to_time(seconds), symref

    def _detached_head(self) -> Head | None:
        commit = self._ask("rev-parse", "--verify", "--quiet", "HEAD")
        if not commit:
            return None
        seconds = self.objects.run(commit, "log", "-1", "--no-show-signature", "--format=%ct", commit, "--")
        return Head(commit, "", _to_time(seconds.decode("ascii").strip()))

    def _ask(self, *arguments: str) -> str:
        """One line about references or config; empty when Git says "there is none" (status 1)."""
        try:
            raw = run_git(self.place.git_dir, *arguments, limits=_REF_LIMITS, settings=self.settings)
        except GitError as error:
            if error.exit_status != 1:
                raise
            return ""
        return raw.decode("utf-8", "replace").rstrip("\n")


def _to_time(seconds: str) -> datetime:
    """Seconds since 1970 as Git prints them; what is no date counts as 1970, as it does for Git."""
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)
