"""Repositories of our own: made without hooks, filled by fast-import, checked out on demand."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog.git.build import create_repository, import_history, reset_work_tree, set_config
from catalog.git.repository import LocalRepository
from tests.catalog.git.conftest import existing

STREAM = b"""commit refs/heads/main
author Ada Example <ada@example.org> 1767323045 +0000
committer Ada Example <ada@example.org> 1767323045 +0000
data 5
first
M 100644 inline folder/a b.txt
data 5
hello
M 120000 inline link
data 11
/etc/passwd
done
"""


def test_imported_history_is_read_back(tmp_path: Path) -> None:
    git_dir = create_repository(tmp_path / "new")
    import_history(git_dir, STREAM)
    repository = LocalRepository.open(tmp_path / "new")
    head = existing(repository.head())
    assert (head.branch, head.committed_at.isoformat()) == ("main", "2026-01-02T03:04:05+00:00")
    assert [file.path for file in repository.list_files(head.commit)] == ["folder/a b.txt", "link"]


def test_bare_repository_with_a_branch_of_its_own(tmp_path: Path) -> None:
    git_dir = create_repository(tmp_path / "new.git", branch="trunk", bare=True)
    import_history(git_dir, STREAM.replace(b"heads/main", b"heads/trunk"))
    repository = LocalRepository.open(tmp_path / "new.git")
    assert repository.place.is_bare
    assert existing(repository.head()).branch == "trunk"


def test_new_repository_has_no_hooks(tmp_path: Path) -> None:
    assert not (create_repository(tmp_path / "new") / "hooks").exists()


def test_checkout_turns_symlinks_into_files(tmp_path: Path) -> None:
    import_history(create_repository(tmp_path / "new"), STREAM)
    reset_work_tree(tmp_path / "new")
    assert (tmp_path / "new/folder/a b.txt").read_text() == "hello"
    assert not (tmp_path / "new/link").is_symlink()


def test_option_is_no_revision(tmp_path: Path) -> None:
    import_history(create_repository(tmp_path / "new"), STREAM)
    with pytest.raises(ValueError, match="not a revision"):
        reset_work_tree(tmp_path / "new", revision="--soft")


def test_config_is_written(tmp_path: Path) -> None:
    set_config(create_repository(tmp_path / "new"), "remote.origin.url", "https://github.com/example/new.git")
    assert LocalRepository.open(tmp_path / "new").remote_url() == "https://github.com/example/new.git"
