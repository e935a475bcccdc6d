"""One Git process: limits hold, failures are told, nothing is left running."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from catalog.git.errors import GitError, GitOutputTooLargeError, GitTimeoutError, make_excerpt
from catalog.git.runner import run_git, stream_git
from catalog.git.settings import MIB, GitLimits, GitSettings
from tests.catalog.git.conftest import Workshop


def write_program(path: Path, script: str) -> GitSettings:
    """Settings under which "Git" is this shell script."""
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return GitSettings(program=str(path))


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def wait_until_gone(pid: int) -> bool:
    for _ in range(200):
        if not is_running(pid):
            return True
        time.sleep(0.01)
    return False


def test_output_is_returned(workshop: Workshop) -> None:
    sha = workshop.commit({"a": "1"})
    assert run_git(workshop.path / ".git", "rev-parse", "HEAD") == f"{sha}\n".encode()


def test_relative_git_dir_is_taken_from_the_callers_folder(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    sha = workshop.commit()
    monkeypatch.chdir(workshop.path)
    assert run_git(Path(".git"), "rev-parse", "HEAD") == f"{sha}\n".encode()


def test_large_input_and_output_do_not_wait_for_each_other(workshop: Workshop) -> None:
    blob = workshop.blob(b"x" * 1000)
    asked = f"{blob}\n".encode() * 20_000
    output = run_git(workshop.path / ".git", "cat-file", "--batch-check", stdin=asked)
    assert output.count(b"\n") == 20_000


def test_failure_names_command_status_and_message(workshop: Workshop) -> None:
    with pytest.raises(GitError) as caught:
        run_git(workshop.path / ".git", "cat-file", "blob", "0" * 40)
    assert caught.value.command == ("cat-file", "blob", "0" * 40)
    assert caught.value.exit_status == 128
    assert "fatal" in caught.value.stderr


def test_program_that_does_not_exist_is_a_git_error(tmp_path: Path) -> None:
    with pytest.raises(GitError) as caught:
        run_git(tmp_path, "version", settings=GitSettings(program="/nonexistent/git"))
    assert caught.value.exit_status == 127


def test_stream_raises_in_place_of_ending_when_git_fails_late(tmp_path: Path) -> None:
    half = write_program(tmp_path / "half", "echo first half; exit 3")
    taken: list[bytes] = []
    with (
        pytest.raises(GitError) as caught,
        stream_git(tmp_path, "log", settings=half) as chunks,
    ):
        taken.extend(chunks)
    assert taken == [b"first half\n"]
    assert caught.value.exit_status == 3


def test_death_by_signal_is_a_git_error(tmp_path: Path) -> None:
    killed = write_program(tmp_path / "killed", "kill -9 $$")
    with pytest.raises(GitError) as caught:
        run_git(tmp_path, "log", settings=killed)
    assert caught.value.exit_status == -9


def test_timeout_kills_the_whole_process_group(tmp_path: Path) -> None:
    slow = write_program(tmp_path / "slow", f"sleep 60 & echo $! > {tmp_path}/child; sleep 60")
    with pytest.raises(GitTimeoutError):
        run_git(tmp_path, "log", settings=slow, limits=GitLimits(seconds=0.5))
    assert wait_until_gone(int((tmp_path / "child").read_text()))


def test_timeout_counts_while_git_keeps_talking(tmp_path: Path) -> None:
    chatty = write_program(tmp_path / "chatty", "while :; do echo more; done")
    with pytest.raises(GitTimeoutError):
        run_git(tmp_path, "log", settings=chatty, limits=GitLimits(seconds=0.3, output_bytes=10**12))


def test_reader_that_leaves_early_leaves_no_process(tmp_path: Path) -> None:
    endless = write_program(tmp_path / "endless", "while :; do echo $$; done")
    with stream_git(tmp_path, "log", settings=endless) as chunks:
        pid = int(next(chunks).split()[0])
    assert wait_until_gone(pid)


def test_output_is_bounded(tmp_path: Path) -> None:
    endless = write_program(tmp_path / "endless", "while :; do echo more; done")
    with pytest.raises(GitOutputTooLargeError):
        run_git(tmp_path, "log", settings=endless, limits=GitLimits(output_bytes=100_000))


def test_files_written_are_bounded(workshop: Workshop) -> None:
    with pytest.raises(GitError):
        run_git(
            workshop.path / ".git",
            *("hash-object", "-w", "--stdin"),
            stdin=os.urandom(2 * MIB),
            limits=GitLimits(file_bytes=MIB),
        )


def test_limits_reach_the_process(tmp_path: Path) -> None:
    shown = write_program(tmp_path / "shown", "ulimit -f; ulimit -v; ulimit -n; ulimit -t; ulimit -c")
    limits = GitLimits(seconds=10, file_bytes=MIB, memory_bytes=2048 * MIB, open_files=99)
    assert run_git(tmp_path, "log", settings=shown, limits=limits).split() == [
        b"2048",
        b"2097152",
        b"99",
        b"40",
        b"0",
    ]


def test_environment_of_this_process_does_not_reach_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_SSH_COMMAND", "touch stolen")
    monkeypatch.setenv("SECRET_KEY", "hunter2")
    shown = write_program(tmp_path / "shown", "env")
    environment = run_git(tmp_path, "log", settings=shown).decode()
    assert "hunter2" not in environment
    assert "GIT_SSH_COMMAND=/bin/false" in environment
    assert "GIT_ALLOW_PROTOCOL=\n" in environment


def test_proxy_and_certificates_come_from_settings(tmp_path: Path) -> None:
    shown = write_program(tmp_path / "shown", "env")
    settings = GitSettings(
        program=shown.program, ca_bundle=Path("/etc/ca.pem"), https_proxy="http://proxy.example:3128"
    )
    environment = run_git(tmp_path, "log", settings=settings, protocols=("https",)).decode()
    assert "GIT_SSL_CAINFO=/etc/ca.pem" in environment
    assert "https_proxy=http://proxy.example:3128" in environment
    assert "GIT_ALLOW_PROTOCOL=https\n" in environment


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (b"fatal: https://bob:hunter2@host/x not found", "fatal: https://host/x not found"),
        (b"fatal: https://bob:p@ss@host/x", "fatal: https://host/x"),
        (b"fatal: https://host/@scope/x", "fatal: https://host/@scope/x"),
        (b"a\x1b[31mb\x00\xff", "a [31mb �"),
    ],
)
def test_messages_hold_no_passwords_and_no_control_characters(written: bytes, shown: str) -> None:
    assert make_excerpt(written) == shown


def test_command_in_the_error_holds_no_password(workshop: Workshop) -> None:
    with pytest.raises(GitError) as caught:
        run_git(workshop.path / ".git", "ls-remote", "https://bob:hunter2@host.invalid/x")
    assert "hunter2" not in f"{caught.value} {caught.value.command}"
