"""Reading one repository: which commit, which files, what they say."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from catalog.git.blobs import BlobProblem
from catalog.git.errors import GitError, NotARepositoryError, TreeTooLargeError
from catalog.git.repository import Head, LocalRepository
from tests.catalog.git.conftest import Workshop, existing, make_workshop

AT = datetime(2026, 1, 2, 3, 4, 6, tzinfo=UTC)


def clone(workshop: Workshop, path: Path, *options: str) -> Workshop:
    workshop.git("clone", "--quiet", *options, f"file://{workshop.path}", str(path))
    return Workshop(path)


def test_head_of_a_working_tree(workshop: Workshop) -> None:
    assert workshop.commit({"a": "1"}) == existing(workshop.open().head()).commit
    assert workshop.open().head() == Head(workshop.git("rev-parse", "HEAD"), "main", AT)


def test_head_of_the_remote_comes_before_local_work(workshop: Workshop, tmp_path: Path) -> None:
    pushed = workshop.commit({"a": "1"})
    copy = clone(workshop, tmp_path / "copy")
    copy.git("checkout", "--quiet", "-b", "feature/x")
    copy.commit({"a": "local"})
    assert copy.open().head() == Head(pushed, "main", AT)


def test_dangling_remote_head_falls_back_to_head(workshop: Workshop) -> None:
    sha = workshop.commit({"a": "1"})
    workshop.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/gone")
    assert existing(workshop.open().head()).commit == sha


def test_detached_head_has_no_branch(workshop: Workshop) -> None:
    sha = workshop.commit({"a": "1"})
    workshop.git("checkout", "--quiet", "--detach")
    assert workshop.open().head() == Head(sha, "", AT)


def test_empty_repository_has_no_head(workshop: Workshop) -> None:
    assert workshop.open().head() is None


def test_head_of_a_bare_repository(workshop: Workshop, tmp_path: Path) -> None:
    sha = workshop.commit({"a": "1"})
    bare = clone(workshop, tmp_path / "bare.git", "--bare").open()
    assert bare.place.is_bare
    assert bare.head() == Head(sha, "main", AT)


def test_head_of_a_linked_work_tree_is_its_own(workshop: Workshop, tmp_path: Path) -> None:
    workshop.commit({"a": "1"})
    workshop.git("worktree", "add", "--quiet", "-b", "side", str(tmp_path / "side"))
    side = Workshop(tmp_path / "side")
    sha = side.commit({"a": "2"})
    assert side.open().head() == Head(sha, "side", AT)
    assert [file.path for file in side.list_tip()] == ["a"]


def test_objects_named_by_sha256_are_read(tmp_path: Path) -> None:
    workshop = make_workshop(tmp_path / "long", "--object-format=sha256")
    sha = workshop.commit({"a": "1"})
    assert len(sha) == 64
    (file,) = workshop.list_tip()
    assert workshop.open().read_blobs([file])[file.blob].content == b"1"


def test_borrowed_objects_are_read(workshop: Workshop, tmp_path: Path) -> None:
    workshop.commit({"a": "1"})
    workshop.git("clone", "--quiet", "--shared", str(workshop.path), str(tmp_path / "shared"))
    assert [file.path for file in Workshop(tmp_path / "shared").list_tip()] == ["a"]


def test_shallow_clone_says_so(workshop: Workshop, tmp_path: Path) -> None:
    workshop.commit()
    workshop.commit()
    assert clone(workshop, tmp_path / "copy", "--depth=1").open().is_shallow
    assert not workshop.open().is_shallow


def test_head_whose_commit_is_missing_is_an_error_and_not_empty(workshop: Workshop) -> None:
    sha = workshop.commit()
    (workshop.path / f".git/objects/{sha[:2]}/{sha[2:]}").unlink()
    with pytest.raises(GitError):
        workshop.open().head()


@pytest.mark.parametrize("content", ["", "not a pointer\n", "gitdir: /nonexistent/x\n", "gitdir: \n", "\0"])
def test_broken_git_file_is_no_repository(tmp_path: Path, content: str) -> None:
    (tmp_path / ".git").write_text(content)
    with pytest.raises(NotARepositoryError):
        LocalRepository.open(tmp_path)


def test_symlinked_git_directory_is_not_followed(workshop: Workshop, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other/.git").symlink_to(workshop.path / ".git")
    with pytest.raises(NotARepositoryError, match="symlink"):
        LocalRepository.open(tmp_path / "other")


def test_folder_that_is_no_repository(tmp_path: Path) -> None:
    with pytest.raises(NotARepositoryError):
        LocalRepository.open(tmp_path)


@pytest.mark.parametrize(
    ("configured", "shown"),
    [
        ("https://bob:hunter2@github.com/example/x.git", "https://github.com/example/x.git"),
        ("https://github.com/example/x.git", "https://github.com/example/x.git"),
        ("git@github.com:example/x.git", "git@github.com:example/x.git"),
        ("ssh://git@gitlab.com/example/x", "ssh://gitlab.com/example/x"),
    ],
)
def test_remote_url_has_no_password(workshop: Workshop, configured: str, shown: str) -> None:
    workshop.git("config", "remote.origin.url", configured)
    assert workshop.open().remote_url() == shown


def test_remote_url_is_empty_without_origin(workshop: Workshop) -> None:
    assert workshop.open().remote_url() == ""


def test_only_wanted_files_are_listed(workshop: Workshop) -> None:
    sha = workshop.commit({"a.txt": "1", "sub/b.yaml": "2"})
    files = workshop.open().list_files(sha, is_wanted=lambda path: path.endswith(".yaml"))
    assert [file.path for file in files] == ["sub/b.yaml"]


def test_executable_files_are_read(workshop: Workshop) -> None:
    workshop.write({"run": "1"})
    (workshop.path / "run").chmod(0o755)
    workshop.commit()
    (file,) = workshop.list_tip()
    assert (file.mode, file.problem) == ("100755", "")


def test_symlink_is_named_and_not_read(workshop: Workshop) -> None:
    (workshop.path / "catalog-info.yaml").symlink_to("/etc/passwd")
    workshop.commit({"README": "x"})
    _, link = workshop.list_tip()
    assert link.path == "catalog-info.yaml"
    assert link.problem == "is a symlink: not read"
    assert workshop.open().read_blobs([link]) == {}


def test_submodule_is_named_and_not_read(workshop: Workshop) -> None:
    workshop.commit_tree(f"160000 commit {'1' * 40}\tvendor")
    (entry,) = workshop.list_tip()
    assert entry.problem == "is a submodule: not read"


def test_path_with_newline_and_tab_stays_one_path(workshop: Workshop) -> None:
    blob = workshop.blob(b"x")
    workshop.commit_tree(f"100644 blob {blob}\tone\ntwo\tthree")
    (file,) = workshop.list_tip()
    assert (file.path, file.shown_path, file.problem) == ("one\ntwo\tthree", "one\\ntwo\\tthree", "")
    assert workshop.open().read_blobs([file])[file.blob].content == b"x"


def test_path_that_is_not_utf8_is_named_and_not_read(workshop: Workshop) -> None:
    blob = workshop.blob(b"x")
    workshop.commit_tree(f"100644 blob {blob}\t".encode() + b"\xe9\xe8.yaml")
    (file,) = workshop.list_tip()
    assert file.problem == "has a name that is not UTF-8: not read"
    assert file.shown_path == "\\xe9\\xe8.yaml"
    file.shown_path.encode("utf-8")


def test_path_in_other_scripts_is_fine(workshop: Workshop) -> None:
    workshop.commit({"café/目录.yaml": "x"})
    (file,) = workshop.list_tip()
    assert (file.shown_path, file.problem) == ("café/目录.yaml", "")


def test_path_that_leads_elsewhere_is_named_and_not_read(workshop: Workshop) -> None:
    inner = workshop.git("mktree", stdin=f"100644 blob {workshop.blob(b'x')}\tcatalog-info.yaml\n".encode())
    tree = b"40000 ..\0" + bytes.fromhex(inner)
    outer = workshop.git("hash-object", "-t", "tree", "-w", "--literally", "--stdin", stdin=tree)
    sha = workshop.git("commit-tree", outer, "-m", "crafted")
    (file,) = workshop.open().list_files(sha)
    assert (file.path, file.problem) == ("../catalog-info.yaml", "has a name that leads elsewhere: not read")


def test_tree_of_ten_billion_paths_is_refused(workshop: Workshop) -> None:
    tree = workshop.git("mktree", stdin=f"100644 blob {workshop.blob(b'x')}\tf\n".encode())
    for _ in range(10):
        lines = "".join(f"040000 tree {tree}\td{index}\n" for index in range(10))
        tree = workshop.git("mktree", stdin=lines.encode())
    sha = workshop.git("commit-tree", tree, "-m", "bomb")
    with pytest.raises(TreeTooLargeError, match="more than 1000 files"):
        list(workshop.open().list_files(sha, is_wanted=str.isspace, limit=1000))


def test_tree_at_the_limit_is_listed(workshop: Workshop) -> None:
    sha = workshop.commit({"a": "", "b": ""})
    assert len(list(workshop.open().list_files(sha, limit=2))) == 2


@pytest.mark.parametrize("path", ["a", "sub/b c.yaml", ":(glob)**", "-x", "sub/*"])
def test_file_is_found_at_exactly_its_path(workshop: Workshop, path: str) -> None:
    blob = workshop.blob(b"x")
    workshop.write({"a": "1", "sub/b c.yaml": "2"})
    workshop.git("add", "--all")
    workshop.git("update-index", "--add", "--cacheinfo", f"100644,{blob},{path}")
    sha = workshop.git("commit-tree", workshop.git("write-tree"), "-m", "x")
    found = workshop.open().find_file(sha, path)
    assert found is not None
    assert (found.path, found.blob) == (path, blob)


@pytest.mark.parametrize("path", ["", ".", "/", "/a", "a/", "../a", "sub", "sub/", "sub/*", "nothing", "a\0", "./a"])
def test_no_file_at_other_paths(workshop: Workshop, path: str) -> None:
    sha = workshop.commit({"a": "1", "sub/b": "2"})
    assert workshop.open().find_file(sha, path) is None


def test_what_is_no_object_id_is_refused(workshop: Workshop) -> None:
    with pytest.raises(ValueError, match="not an object id"):
        list(workshop.open().list_files("--all"))


def test_blob_larger_than_allowed_is_named_and_its_neighbour_read(workshop: Workshop) -> None:
    workshop.commit({"big": "x" * 1001, "small": "x" * 1000})
    big, small = workshop.list_tip()
    blobs = workshop.open().read_blobs([big, small], blob_bytes=1000)
    assert (blobs[big.blob].problem, blobs[big.blob].size) == (BlobProblem.TOO_LARGE, 1001)
    assert blobs[small.blob].content == b"x" * 1000


def test_blobs_together_are_bounded(workshop: Workshop) -> None:
    workshop.commit({"a": "x" * 600, "b": "y" * 600, "c": "z" * 400})
    files = workshop.list_tip()
    blobs = workshop.open().read_blobs(files, total_bytes=1000)
    assert [blobs[file.blob].problem for file in files] == [None, BlobProblem.OVER_TOTAL, None]


def test_many_small_blobs_fit_where_their_contents_do(workshop: Workshop) -> None:
    workshop.commit({str(number): str(number) for number in range(100)})
    blobs = workshop.open().read_blobs(workshop.list_tip(), total_bytes=190)
    assert all(blob.problem is None for blob in blobs.values())


def test_missing_blob_is_named_and_its_neighbour_read(workshop: Workshop) -> None:
    blob = workshop.blob(b"here")
    workshop.commit_tree(f"100644 blob {blob}\ta", f"100644 blob {'1' * 40}\tb")
    a, b = workshop.list_tip()
    blobs = workshop.open().read_blobs([a, b])
    assert blobs[a.blob].content == b"here"
    assert blobs[b.blob].problem is BlobProblem.MISSING


def test_directory_behind_a_files_mode_is_named(workshop: Workshop) -> None:
    workshop.commit({"a": "1"})
    tree = workshop.git("rev-parse", "HEAD^{tree}")
    crafted = b"100644 file\0" + bytes.fromhex(tree)
    outer = workshop.git("hash-object", "-t", "tree", "-w", "--literally", "--stdin", stdin=crafted)
    sha = workshop.git("commit-tree", outer, "-m", "crafted")
    (file,) = workshop.open().list_files(sha)
    assert workshop.open().read_blobs([file])[file.blob].problem is BlobProblem.NOT_A_FILE


def test_damaged_blob_is_named_and_its_neighbours_read(workshop: Workshop) -> None:
    workshop.commit({"a": "first", "b": os.urandom(5000), "c": "last"})
    a, b, c = workshop.list_tip()
    damaged = workshop.path / f".git/objects/{b.blob[:2]}/{b.blob[2:]}"
    damaged.chmod(0o644)
    damaged.write_bytes(damaged.read_bytes()[:100] + b"\0" * 100)
    blobs = workshop.open().read_blobs([a, b, c])
    assert [blobs[file.blob].content for file in (a, c)] == [b"first", b"last"]
    assert blobs[b.blob].problem is BlobProblem.BROKEN


def test_same_content_twice_is_read_once(workshop: Workshop) -> None:
    workshop.commit({"a": "same", "b": "same"})
    files = workshop.list_tip()
    assert len(workshop.open().read_blobs(files)) == 1


def test_no_files_need_no_git(workshop: Workshop) -> None:
    assert workshop.open().read_blobs([]) == {}


def test_binary_content_arrives_as_it_is(workshop: Workshop) -> None:
    content = bytes(range(256)) * 3 + b"\n\n"
    workshop.commit({"a": content})
    (file,) = workshop.list_tip()
    assert workshop.open().read_blobs([file])[file.blob].content == content


def test_ancestry(workshop: Workshop) -> None:
    first = workshop.commit()
    second = workshop.commit(message="second")
    repository = workshop.open()
    assert repository.is_ancestor(first, second)
    assert repository.is_ancestor(first, first)
    assert not repository.is_ancestor(second, first)


def test_commit_that_is_gone_is_no_ancestor(workshop: Workshop) -> None:
    assert not workshop.open().is_ancestor("1" * 40, workshop.commit())
