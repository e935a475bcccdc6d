"""Reading a repository's objects without ever looking at its configuration.

A repository's own ``config`` can name programs to start, files to read and ways to print a log. For reading objects
none of it is needed: Git gets an empty Git directory of ours, and the repository only as its object store. Its
object store may borrow from others (``objects/info/alternates``), as ``git clone --shared`` makes it.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from catalog.git.runner import run_git, stream_git
from catalog.git.settings import READ_LIMITS, GitLimits, GitSettings

_BLANK = Path(__file__).parent / "blank"
_HASH_NAMES = {40: "sha1", 64: "sha256"}
_OBJECT_ID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


@dataclass(frozen=True)
class ObjectStore:
    """The objects under ``common_dir``. Every call names an object id, whose length tells the hash function."""

    common_dir: Path
    settings: GitSettings

    def run(self, identity: str, *arguments: str, limits: GitLimits = READ_LIMITS) -> bytes:
        """``run_git`` on these objects."""
        return run_git(
            _blank_for(identity),
            *arguments,
            limits=limits,
            settings=self.settings,
            environment=self._environment({}),
        )

    def stream(
        self,
        identity: str,
        *arguments: str,
        stdin: bytes = b"",
        limits: GitLimits = READ_LIMITS,
        config: Mapping[str, str] | None = None,
    ) -> AbstractContextManager[Iterator[bytes]]:
        """``stream_git`` on these objects; ``config`` is added to ours."""
        return stream_git(
            _blank_for(identity),
            *arguments,
            stdin=stdin,
            limits=limits,
            settings=self.settings,
            environment=self._environment(config or {}),
        )

    def _environment(self, config: Mapping[str, str]) -> dict[str, str]:
        environment = {
            "GIT_OBJECT_DIRECTORY": str((self.common_dir / "objects").absolute()),
            "GIT_SHALLOW_FILE": str((self.common_dir / "shallow").absolute()),
            "GIT_CONFIG_COUNT": str(len(config)),
        }
        for index, (name, value) in enumerate(config.items()):
            environment[f"GIT_CONFIG_KEY_{index}"] = name
            environment[f"GIT_CONFIG_VALUE_{index}"] = value
        return environment


def check_object_id(text: str) -> str:
    """``text`` itself if it is a full object id in lower case. Raises ``ValueError``."""
    if not _OBJECT_ID.fullmatch(text):
        raise ValueError(f"not an object id: {text!r}")
    return text


def _blank_for(identity: str) -> Path:
    return _BLANK / _HASH_NAMES[len(check_object_id(identity))]
