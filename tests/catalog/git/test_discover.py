"""Finding clones below a folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from catalog.git import discover
from catalog.git.discover import FoundClone, UnreadFolder, find_clones
from tests.catalog.git.conftest import make_workshop


def names(root: Path, max_depth: int = discover.DEFAULT_DEPTH) -> list[str]:
    found = list(find_clones(root, max_depth))
    assert all(isinstance(clone, FoundClone) for clone in found), found
    return [clone.name for clone in found]


def test_working_trees_and_bare_ones_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b", "group/deep/c", "a"):
        make_workshop(tmp_path / name)
    make_workshop(tmp_path / "group/bare.git", "--bare")
    (tmp_path / "notes").mkdir()
    found = list(find_clones(tmp_path))
    assert [(clone.name, isinstance(clone, FoundClone) and clone.is_bare) for clone in found] == [
        ("a", False),
        ("b", False),
        ("group/bare.git", True),
        ("group/deep/c", False),
    ]


def test_root_itself_may_be_a_clone(tmp_path: Path) -> None:
    make_workshop(tmp_path / "one")
    assert names(tmp_path / "one") == ["."]


def test_clones_within_clones_are_not_found(tmp_path: Path) -> None:
    make_workshop(tmp_path / "outer")
    make_workshop(tmp_path / "outer/vendor/inner")
    assert names(tmp_path) == ["outer"]


def test_depth_is_counted_from_the_root(tmp_path: Path) -> None:
    make_workshop(tmp_path / "1/2/3")
    assert names(tmp_path, max_depth=3) == ["1/2/3"]
    assert names(tmp_path, max_depth=2) == []


def test_linked_work_tree_is_found(tmp_path: Path) -> None:
    main = make_workshop(tmp_path / "main")
    main.commit({"a": "1"})
    main.git("worktree", "add", "--quiet", str(tmp_path / "side"))
    assert names(tmp_path) == ["main", "side"]


def test_symlinked_folder_is_not_followed(tmp_path: Path) -> None:
    make_workshop(tmp_path / "outside/clone")
    (tmp_path / "root").mkdir()
    (tmp_path / "root/link").symlink_to(tmp_path / "outside")
    (tmp_path / "root/loop").symlink_to(tmp_path / "root")
    assert names(tmp_path / "root") == []


def test_root_may_be_a_symlink(tmp_path: Path) -> None:
    make_workshop(tmp_path / "real/clone")
    (tmp_path / "root").symlink_to(tmp_path / "real")
    assert names(tmp_path / "root") == ["clone"]


def test_symlinked_git_directory_is_reported(tmp_path: Path) -> None:
    make_workshop(tmp_path / "outside")
    (tmp_path / "root/odd").mkdir(parents=True)
    (tmp_path / "root/odd/.git").symlink_to(tmp_path / "outside/.git")
    (found,) = find_clones(tmp_path / "root")
    assert isinstance(found, UnreadFolder)
    assert "symlink" in found.reason


def test_broken_clone_is_reported_and_its_neighbour_found(tmp_path: Path) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken/.git").write_text(f"gitdir: {tmp_path / 'nowhere'}\n")
    make_workshop(tmp_path / "fine")
    broken, fine = find_clones(tmp_path)
    assert isinstance(broken, UnreadFolder)
    assert fine.name == "fine"


def test_folder_that_cannot_be_read_is_reported_and_its_neighbour_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Permissions do not bind the superuser, so the refusal is played."""
    make_workshop(tmp_path / "fine")
    (tmp_path / "locked").mkdir()
    real = os.scandir

    def scan(path: Path) -> os._ScandirIterator[str]:
        if Path(path).name == "locked":
            raise PermissionError(13, "Permission denied")
        return real(str(path))

    monkeypatch.setattr(os, "scandir", scan)
    fine, locked = find_clones(tmp_path)
    assert isinstance(fine, FoundClone)
    assert locked == UnreadFolder(tmp_path / "locked", "locked", "Permission denied")


def test_root_that_is_not_there_is_reported(tmp_path: Path) -> None:
    (found,) = find_clones(tmp_path / "gone")
    assert isinstance(found, UnreadFolder)
    assert "No such file" in found.reason


def test_name_that_is_not_utf8_is_reported(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"\xe9\xe8")).mkdir()
    (found,) = find_clones(tmp_path)
    assert isinstance(found, UnreadFolder)
    assert found.reason == "its name is not UTF-8"


def test_number_of_folders_is_bounded(tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / str(number)).mkdir()
    *_, last = find_clones(tmp_path, folder_limit=3)
    assert isinstance(last, UnreadFolder)
    assert last.reason == "more than 3 folders"
