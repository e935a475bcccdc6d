"""Real repositories, made by plain Git as people make them."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from catalog.git.repository import Head, LocalRepository
from catalog.git.tree import TreeFile

_IDENTITY = {
    "GIT_AUTHOR_NAME": "Ada Example",
    "GIT_AUTHOR_EMAIL": "ada@example.org",
    "GIT_COMMITTER_NAME": "Cy Example",
    "GIT_COMMITTER_EMAIL": "cy@example.org",
    "GIT_AUTHOR_DATE": "2026-01-02T03:04:05+0000",
    "GIT_COMMITTER_DATE": "2026-01-02T03:04:06+0000",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_NOSYSTEM": "1",
}


@dataclass
class Workshop:
    """One repository and the ways in which people change it."""

    path: Path

    def git(self, *arguments: str, stdin: bytes = b"", environment: dict[str, str] | None = None) -> str:
        done = subprocess.run(
            ["git", "-c", "protocol.file.allow=always", *arguments],
            cwd=self.path,
            env={**os.environ, **_IDENTITY, **(environment or {})},
            input=stdin,
            capture_output=True,
            check=True,
        )
        return done.stdout.decode("utf-8", "surrogateescape").strip()

    def write(self, files: dict[str, str | bytes]) -> None:
        for name, content in files.items():
            file = self.path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content.encode() if isinstance(content, str) else content)

    def commit(self, files: dict[str, str | bytes] | None = None, message: str = "change", committed: str = "") -> str:
        self.write(files or {})
        dated = {"GIT_COMMITTER_DATE": committed} if committed else {}
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message, environment=dated)
        return self.git("rev-parse", "HEAD")

    def commit_tree(self, *entries: str | bytes) -> str:
        """A commit of exactly these ``ls-tree`` lines, which a working tree might refuse."""
        lines = b"".join((line.encode() if isinstance(line, str) else line) + b"\0" for line in entries)
        tree = self.git("mktree", "-z", "--missing", stdin=lines)
        sha = self.git("commit-tree", tree, "-m", "crafted")
        self.git("update-ref", "refs/heads/main", sha)
        return sha

    def blob(self, content: bytes) -> str:
        return self.git("hash-object", "-w", "--stdin", stdin=content)

    def open(self) -> LocalRepository:
        return LocalRepository.open(self.path)

    def list_tip(self) -> list[TreeFile]:
        repository = self.open()
        return list(repository.list_files(existing(repository.head()).commit))


def existing(head: Head | None) -> Head:
    assert head is not None
    return head


def make_workshop(path: Path, *options: str) -> Workshop:
    path.mkdir(parents=True)
    workshop = Workshop(path)
    workshop.git("init", "--quiet", "--template=", "--initial-branch=main", *options)
    return workshop


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return make_workshop(tmp_path / "workshop")
