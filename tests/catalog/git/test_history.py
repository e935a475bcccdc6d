"""The history of real repositories."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from catalog.core.history_log import CommitRecord, FileChange
from catalog.git.errors import GitError
from catalog.git.history import read_history
from catalog.git.repository import LocalRepository
from tests.catalog.git.conftest import Workshop


def read(workshop: Workshop, *not_tips: str, since: datetime | None = None) -> list[CommitRecord]:
    return list(read_history(workshop.open(), workshop.git("rev-parse", "HEAD"), since, not_tips))


def test_one_commit_whole(workshop: Workshop) -> None:
    sha = workshop.commit({"a": "1", "sub/b": "2"}, message="PAY-1: begin\n\nAnd why.")
    assert read(workshop) == [
        CommitRecord(
            sha=sha,
            parents=(),
            author_name="Ada Example",
            author_email="ada@example.org",
            authored_at=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
            committer_name="Cy Example",
            committer_email="cy@example.org",
            committed_at=datetime(2026, 1, 2, 3, 4, 6, tzinfo=UTC),
            message="PAY-1: begin\n\nAnd why.",
            changes=(FileChange("A", "a"), FileChange("A", "sub/b")),
            change_count=2,
        )
    ]


def test_merges_have_parents_and_no_changes(workshop: Workshop) -> None:
    base = workshop.commit({"a": "1"})
    workshop.git("checkout", "--quiet", "-b", "side")
    side = workshop.commit({"b": "1"})
    workshop.git("checkout", "--quiet", "main")
    main = workshop.commit({"c": "1"})
    workshop.git("merge", "--quiet", "--no-ff", "side", "-m", "merge")
    merge, *rest = read(workshop)
    assert (merge.parents, merge.is_merge, merge.changes) == ((main, side), True, ())
    assert {commit.sha: commit.paths for commit in rest} == {main: ("c",), side: ("b",), base: ("a",)}


def test_renames_are_a_removal_and_an_addition(workshop: Workshop) -> None:
    workshop.commit({"old": "content\n" * 50})
    workshop.git("mv", "old", "new")
    workshop.commit()
    assert read(workshop)[0].changes == (FileChange("A", "new"), FileChange("D", "old"))


def test_empty_commits_between_others_keep_their_place(workshop: Workshop) -> None:
    shas = [workshop.commit(), workshop.commit({"a": "1"}), workshop.commit(message="x"), workshop.commit({"b": "1"})]
    assert [(commit.sha, commit.paths) for commit in read(workshop)] == [
        (shas[3], ("b",)),
        (shas[2], ()),
        (shas[1], ("a",)),
        (shas[0], ()),
    ]


def test_odd_paths_and_messages(workshop: Workshop) -> None:
    names = (":100644 M", "one\ntwo", "0" * 40, " lead", "\x01")
    workshop.commit(dict.fromkeys(names, "1"), message=f"{'0' * 40}\n\n:100644 100644 M\n\n\n")
    (commit,) = read(workshop)
    assert sorted(commit.paths) == sorted(names)
    assert commit.message == f"{'0' * 40}\n\n:100644 100644 M"


def test_path_that_is_not_utf8_is_escaped(workshop: Workshop) -> None:
    workshop.commit_tree(f"100644 blob {workshop.blob(b'x')}\t".encode() + b"\xe9\xe8")
    assert read(workshop)[0].paths == ("\\xe9\\xe8",)


def test_other_encodings_become_text(workshop: Workshop) -> None:
    workshop.git("config", "i18n.commitEncoding", "ISO-8859-1")
    workshop.write({"message": "Gr\u00fc\u00dfe".encode("latin-1")})
    workshop.git("commit", "--quiet", "--allow-empty", "--file", "message")
    assert read(workshop)[0].message == "Gr\u00fc\u00dfe"


def test_mailmap_of_the_tip_is_applied_to_all_commits(workshop: Workshop) -> None:
    workshop.commit()
    workshop.commit({".mailmap": "Ada Lovelace <ada@work.example> <ada@example.org>\n"})
    people = {(commit.author_name, commit.author_email, commit.committer_name) for commit in read(workshop)}
    assert people == {("Ada Lovelace", "ada@work.example", "Cy Example")}


def test_mailmap_that_is_a_symlink_leads_nowhere(workshop: Workshop, tmp_path: Path) -> None:
    (tmp_path / "mailmap").write_text("Stolen Name <ada@example.org>\n")
    (workshop.path / ".mailmap").symlink_to(tmp_path / "mailmap")
    workshop.commit()
    assert read(workshop)[0].author_name == "Ada Example"


def test_only_what_is_new_since_the_old_tips(workshop: Workshop) -> None:
    old = workshop.commit()
    new = workshop.commit(message="new")
    assert [commit.sha for commit in read(workshop, old)] == [new]


def test_only_what_is_committed_since_a_day(workshop: Workshop) -> None:
    workshop.commit(committed="2025-01-01T00:00:00+0000")
    new = workshop.commit(committed="2026-01-01T00:00:00+0000")
    since = datetime(2025, 6, 1, tzinfo=UTC)
    assert [commit.sha for commit in read(workshop, since=since)] == [new]


def test_missing_object_in_the_middle_is_an_error_after_what_came_before(workshop: Workshop) -> None:
    shas = [workshop.commit({"a": str(number)}) for number in range(5)]
    tree = workshop.git("rev-parse", f"{shas[2]}^{{tree}}")
    (workshop.path / f".git/objects/{tree[:2]}/{tree[2:]}").unlink()
    taken: list[CommitRecord] = []
    with pytest.raises(GitError):
        taken.extend(read_history(workshop.open(), shas[-1]))
    assert len(taken) < 5


def test_missing_blobs_are_not_needed(workshop: Workshop) -> None:
    """A blobless clone has its whole history."""
    workshop.commit({"a": "1"})
    workshop.commit({"a": "2"})
    blob = workshop.git("rev-parse", "HEAD:a")
    (workshop.path / f".git/objects/{blob[:2]}/{blob[2:]}").unlink()
    assert [commit.paths for commit in read(workshop)] == [("a",), ("a",)]


def test_date_that_is_none_counts_as_1970(workshop: Workshop) -> None:
    tree = workshop.git("mktree")
    text = f"tree {tree}\nauthor A <a@b> 99999999999999999999 +0000\ncommitter A <a@b> never +0000\n\nx\n"
    sha = workshop.git("hash-object", "-t", "commit", "-w", "--literally", "--stdin", stdin=text.encode())
    (commit,) = read_history(workshop.open(), sha)
    assert commit.committed_at == datetime(1970, 1, 1, tzinfo=UTC)


def test_linked_work_tree_has_the_history_of_its_branch(workshop: Workshop, tmp_path: Path) -> None:
    base = workshop.commit()
    workshop.git("worktree", "add", "--quiet", str(tmp_path / "side"))
    assert [commit.sha for commit in read_history(LocalRepository.open(tmp_path / "side"), base)] == [base]


def test_old_tip_that_is_no_object_id_is_refused(workshop: Workshop) -> None:
    sha = workshop.commit()
    with pytest.raises(ValueError, match="not an object id"):
        list(read_history(workshop.open(), sha, not_tips=["--output=/tmp/x"]))
