"""Files of a working tree are read where they lie, and never from outside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog.core.descriptor_patterns import compile_patterns
from catalog.core.yaml_text import DEFAULT_LIMITS
from catalog.sources.checkout import Checkout, find_checkout, find_descriptors, read_file
from tests.repositories import Clones

IS_DESCRIPTOR = compile_patterns(["catalog-info.yaml", "**/catalog-info.yaml"])


def test_the_checkout_of_a_file_is_the_nearest_repository_above(tmp_path: Path) -> None:
    (tmp_path / "outer/.git").mkdir(parents=True)
    (tmp_path / "outer/inner/deep").mkdir(parents=True)
    (tmp_path / "outer/inner/.git").write_text("gitdir: elsewhere")
    assert find_checkout(tmp_path / "outer/inner/deep") == Checkout(tmp_path / "outer/inner")
    assert find_checkout(tmp_path / "outer") == Checkout(tmp_path / "outer")


def test_a_file_has_its_path_inside_the_repository(tmp_path: Path) -> None:
    assert Checkout(tmp_path).path_of(tmp_path / "a/../b/c.yaml") == "b/c.yaml"


def test_links_that_lead_out_are_refused_and_those_that_stay_are_followed(tmp_path: Path) -> None:
    root = tmp_path / "checkout"
    root.mkdir()
    (tmp_path / "secret").write_bytes(b"s")
    (root / "inside").write_bytes(b"i")
    (root / "out").symlink_to(tmp_path / "secret")
    (root / "stays").symlink_to("inside")
    (root / "folder").symlink_to(tmp_path)
    checkout = Checkout(root)
    assert checkout.read("stays") == b"i"
    for path in ("out", "folder/secret", "../secret", "gone", ".", "out/x"):
        with pytest.raises(OSError):  # noqa: PT011 - whichever sort: each says why
            checkout.read(path)


def test_no_more_is_read_than_shows_that_a_file_is_too_large(tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(b"x" * (DEFAULT_LIMITS.file_bytes * 2))
    assert len(read_file(tmp_path / "large")) == DEFAULT_LIMITS.file_bytes + 1


def test_descriptors_are_found_in_order_and_linked_folders_not_entered(tmp_path: Path) -> None:
    for path in (
        "z/catalog-info.yaml",
        "catalog-info.yaml",
        "a/b/catalog-info.yaml",
        ".git/catalog-info.yaml",
        "a/other.yaml",
    ):
        (tmp_path / "root" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "root" / path).write_text("kind: X")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/catalog-info.yaml").write_text("kind: X")
    (tmp_path / "root/link").symlink_to(tmp_path / "elsewhere")
    found = [
        path.relative_to(tmp_path / "root").as_posix() for path in find_descriptors(tmp_path / "root", IS_DESCRIPTOR)
    ]
    assert found == ["catalog-info.yaml", "a/b/catalog-info.yaml", "z/catalog-info.yaml"]


def test_the_remote_is_that_of_the_clone(clones: Clones, tmp_path: Path) -> None:
    clones.commit("ledger", {"a": "b"})
    assert Checkout(clones.root / "ledger").remote_url() is None
    clones.git("ledger", "remote", "add", "origin", "https://github.com/acme/ledger.git")
    assert Checkout(clones.root / "ledger").remote_url() == "https://github.com/acme/ledger.git"
    (tmp_path / "empty/.git").mkdir(parents=True)
    assert Checkout(tmp_path / "empty").remote_url() is None
