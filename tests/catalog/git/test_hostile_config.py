"""A scanned repository's own configuration starts no program, reads no foreign file and bends no answer."""

from __future__ import annotations

import contextlib
import subprocess
from pathlib import Path

import pytest

from catalog.git.blobs import BlobProblem
from catalog.git.errors import GitError
from catalog.git.history import read_history
from catalog.git.repository import LocalRepository
from catalog.git.runner import run_git
from tests.catalog.git.conftest import Workshop, existing, make_workshop

PROGRAM_SETTINGS = (
    "core.fsmonitor",
    "core.sshCommand",
    "core.gitProxy",
    "core.pager",
    "core.editor",
    "core.askPass",
    "core.alternateRefsCommand",
    "credential.helper",
    "diff.external",
    "diff.trap.command",
    "diff.trap.textconv",
    "filter.trap.clean",
    "filter.trap.smudge",
    "filter.trap.process",
    "gpg.program",
    "gpg.openpgp.program",
    "gpg.x509.program",
    "gpg.ssh.program",
    "interactive.diffFilter",
    "pager.log",
    "remote.origin.uploadpack",
    "remote.origin.receivepack",
    "uploadpack.packObjectsHook",
    "merge.trap.driver",
)
HOOKS = ("post-index-change", "reference-transaction", "post-checkout", "pre-auto-gc", "fsmonitor-watchman")
BUILTINS = ("cat-file", "config", "for-each-ref", "log", "ls-tree", "merge-base", "rev-parse", "symbolic-ref")

SIGNED = """tree {tree}
author Ada Example <ada@example.org> 1767323045 +0000
committer Ada Example <ada@example.org> 1767323045 +0000
gpgsig -----BEGIN PGP SIGNATURE-----
 Version: 1
 iQEzBAABCAAdFiEE
 -----END PGP SIGNATURE-----

signed
"""


@pytest.fixture
def trap(tmp_path: Path) -> Path:
    """A program that leaves a trace when it is started."""
    program = tmp_path / "trap"
    program.write_text(f'#!/bin/sh\necho "$0 $*" >> {tmp_path}/sprung\nexit 0\n')
    program.chmod(0o755)
    return program


@pytest.fixture
def hostile(workshop: Workshop, trap: Path) -> Workshop:
    """A repository that has every setting, alias, attribute and hook we know of pointing at the trap."""
    workshop.commit({"catalog-info.yaml": "kind: Component\n", ".gitattributes": "* diff=trap filter=trap\n"})
    tree = workshop.git("rev-parse", "HEAD^{tree}")
    signed = workshop.git("hash-object", "-t", "commit", "-w", "--stdin", stdin=SIGNED.format(tree=tree).encode())
    workshop.git("update-ref", "refs/heads/main", signed)
    for name in PROGRAM_SETTINGS:
        workshop.git("config", name, str(trap))
    for name in BUILTINS:
        workshop.git("config", f"alias.{name}", f"!{trap}")
    workshop.git("config", "log.showSignature", "true")
    workshop.git("config", "core.hooksPath", str(trap.parent / "hooks"))
    for folder in (trap.parent / "hooks", workshop.path / ".git/hooks"):
        folder.mkdir()
        for hook in HOOKS:
            (folder / hook).symlink_to(trap)
    included = trap.parent / "included"
    included.write_text(f'[gpg]\n\tprogram = {trap}\n[remote "origin"]\n\turl = included\n')
    workshop.git("config", "include.path", str(included))
    return workshop


def read_everything(repository: LocalRepository) -> None:
    """Every way in which a repository is read."""
    head = existing(repository.head())
    repository.remote_url()
    files = list(repository.list_files(head.commit))
    repository.find_file(head.commit, "catalog-info.yaml")
    repository.read_blobs(files)
    repository.is_ancestor(head.commit, head.commit)
    list(read_history(repository, head.commit))


def test_trap_springs_under_plain_git(hostile: Workshop, tmp_path: Path) -> None:
    """Without this the tests below could pass for want of a trap."""
    hostile.git("log", "-1")
    assert (tmp_path / "sprung").exists()


def test_nothing_is_started(hostile: Workshop, tmp_path: Path) -> None:
    read_everything(hostile.open())
    assert not (tmp_path / "sprung").exists()


def test_nothing_is_started_in_a_bare_repository(hostile: Workshop, tmp_path: Path) -> None:
    bare = tmp_path / "bare.git"
    (hostile.path / ".git").rename(bare)
    read_everything(LocalRepository.open(bare))
    assert not (tmp_path / "sprung").exists()


def test_missing_object_of_a_partial_clone_is_not_fetched(hostile: Workshop, trap: Path, tmp_path: Path) -> None:
    hostile.git("config", "core.repositoryformatversion", "1")
    hostile.git("config", "extensions.partialClone", "origin")
    hostile.git("config", "remote.origin.promisor", "true")
    hostile.git("config", "protocol.ext.allow", "always")
    hostile.git("config", "remote.origin.url", f"ext::{trap}")
    blob = hostile.git("rev-parse", "HEAD:catalog-info.yaml")
    (hostile.path / f".git/objects/{blob[:2]}/{blob[2:]}").unlink()
    with pytest.raises(subprocess.CalledProcessError):
        hostile.git("cat-file", "blob", blob)
    assert (tmp_path / "sprung").exists(), "plain Git fetches"
    (tmp_path / "sprung").unlink()

    repository = hostile.open()
    read_everything(repository)
    files = list(repository.list_files(existing(repository.head()).commit))
    assert repository.read_blobs(files)[blob].problem is BlobProblem.MISSING
    assert not (tmp_path / "sprung").exists()


def test_included_configuration_does_not_name_the_remote(hostile: Workshop) -> None:
    hostile.git("config", "remote.origin.url", "https://github.com/example/own.git")
    assert hostile.open().remote_url() == "https://github.com/example/own.git"


def test_rewriting_of_urls_is_not_applied(hostile: Workshop) -> None:
    hostile.git("config", "remote.origin.url", "https://github.com/example/own.git")
    hostile.git("config", "url.https://evil.example/.insteadOf", "https://github.com/")
    assert hostile.open().remote_url() == "https://github.com/example/own.git"


def test_foreign_mailmap_is_not_read(workshop: Workshop, tmp_path: Path) -> None:
    workshop.commit({"a": "1"})
    (tmp_path / "mailmap").write_text("Stolen Name <ada@example.org>\n")
    workshop.git("config", "mailmap.file", str(tmp_path / "mailmap"))
    assert "Stolen" in workshop.git("log", "--format=%aN"), "plain Git reads it"
    (commit,) = read_history(workshop.open(), workshop.git("rev-parse", "HEAD"))
    assert commit.author_name == "Ada Example"


def test_settings_that_bend_a_log_do_not_bend_history(workshop: Workshop, tmp_path: Path) -> None:
    workshop.commit({"a": "1\n2\n3\n", "sub/b": "1"})
    (workshop.path / "a").rename(workshop.path / "z")
    workshop.commit()
    expected = list(read_history(workshop.open(), workshop.git("rev-parse", "HEAD")))
    for name, value in {
        "log.showRoot": "false",
        "log.follow": "true",
        "log.diffMerges": "on",
        "diff.renames": "copies",
        "diff.relative": "true",
        "diff.orderFile": str(tmp_path / "nothing"),
        "diff.algorithm": "nonsense",
        "format.pretty": "oneline",
        "i18n.logOutputEncoding": "UTF-16",
        "core.worktree": "/etc",
        "core.quotePath": "true",
    }.items():
        workshop.git("config", name, value)
    assert list(read_history(workshop.open(), expected[0].sha)) == expected
    assert [[change.status for change in commit.changes] for commit in expected] == [["D", "A"], ["A", "A"]]


def test_replacement_objects_do_not_replace(workshop: Workshop) -> None:
    first = workshop.commit({"a": "true"})
    second = workshop.commit({"a": "false"})
    workshop.git("replace", first, second)
    repository = workshop.open()
    (file,) = repository.list_files(first)
    assert repository.read_blobs([file])[file.blob].content == b"true"


def test_damaged_config_is_one_error(workshop: Workshop) -> None:
    workshop.commit()
    (workshop.path / ".git/config").write_text("[core\n")
    with pytest.raises(GitError):
        workshop.open().head()


def test_linked_work_tree_reads_no_worktree_config(workshop: Workshop, trap: Path, tmp_path: Path) -> None:
    workshop.commit({"a": "1"})
    workshop.git("config", "extensions.worktreeConfig", "true")
    workshop.git("worktree", "add", "--quiet", "-b", "side", str(tmp_path / "side"))
    Workshop(tmp_path / "side").git("config", "--worktree", "core.fsmonitor", str(trap))
    read_everything(LocalRepository.open(tmp_path / "side"))
    assert not (tmp_path / "sprung").exists()


def test_plain_repository_is_read_all_the_same(tmp_path: Path) -> None:
    """The guards must not keep an honest repository from being read."""
    honest = make_workshop(tmp_path / "honest")
    honest.commit({"catalog-info.yaml": "kind: Component\n"})
    read_everything(honest.open())


@pytest.mark.parametrize("arguments", [("log", "-1"), ("fetch", "origin"), ("ls-files", "--others")])
def test_runner_outranks_configuration_where_it_is_read(
    hostile: Workshop, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    """Should a command ever run on the repository's own Git directory, nothing is started either."""
    hostile.git("config", "remote.origin.url", str(hostile.path))
    with contextlib.suppress(GitError):
        run_git(hostile.path / ".git", *arguments, work_tree=hostile.path)
    assert not (tmp_path / "sprung").exists()


@pytest.mark.parametrize("arguments", [("log", "-1"), ("fetch", "origin"), ("ls-files", "--others")])
def test_the_same_commands_spring_the_trap_under_plain_git(
    hostile: Workshop, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    hostile.git("config", "remote.origin.url", str(hostile.path))
    with contextlib.suppress(subprocess.CalledProcessError):
        hostile.git(*arguments)
    assert (tmp_path / "sprung").exists()


@pytest.mark.parametrize(
    "url", ["ext::{trap}", "ssh://host.invalid/x", "{trap}", "file://{repository}", "git://h.invalid/x"]
)
def test_no_transport_is_allowed_unless_asked_for(hostile: Workshop, trap: Path, tmp_path: Path, url: str) -> None:
    address = url.format(trap=trap, repository=hostile.path)
    with pytest.raises(GitError):
        run_git(hostile.path / ".git", "ls-remote", address)
    assert not (tmp_path / "sprung").exists()


def test_transport_that_is_asked_for_is_allowed(workshop: Workshop) -> None:
    sha = workshop.commit()
    output = run_git(workshop.path / ".git", "ls-remote", f"file://{workshop.path}", protocols=("file",))
    assert output.startswith(sha.encode())
