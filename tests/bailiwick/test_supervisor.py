"""The supervisor, in a process of its own with children that note when they start."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bailiwick.installation import ROOT, kill_group

PATIENCE_SECONDS = 120  # a process starts slowly on a busy machine
SCRIPT = """
import sys
from bailiwick.supervisor import Supervisor
note = "import sys, time; print(sys.argv[1], file=open(sys.argv[2], 'a'))"
stay = note + "; time.sleep(600)"
Supervisor(
    {
        "stays": [sys.executable, "-c", stay, "stays", sys.argv[1]],
        "dies": [sys.executable, "-c", note, "dies", sys.argv[1]],
    },
    print,
).run()
print("stopped", flush=True)
"""


@pytest.mark.slow
def test_what_dies_is_started_again_and_one_signal_stops_all(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.touch()
    command = [sys.executable, "-u", "-c", SCRIPT, str(notes)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True)
    try:
        wait(lambda: notes.read_text().count("dies") >= 2, "a second start")
        assert notes.read_text().count("stays") == 1
        children = children_of(process.pid)
        assert children
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=PATIENCE_SECONDS)
    finally:
        kill_group(process)  # type: ignore[arg-type]  # text or bytes makes no difference to killing
    assert process.returncode == 0
    assert "dies ended with status 0" in output
    assert output.rstrip().endswith("stopped")
    assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent was killed")
def test_children_end_when_the_supervisor_is_killed(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.touch()
    command = [sys.executable, "-u", "-c", SCRIPT, str(notes)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        wait(lambda: "stays" in notes.read_text(), "the start")
        children = children_of(process.pid)
    finally:
        process.kill()
        process.wait()
    assert children
    wait(lambda: not any(map(is_running, children)), "the end of the children")


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] != "Z"
    except OSError:
        return False


def children_of(pid: int) -> list[int]:
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [int(line) for line in listed.stdout.split() if int(line) != os.getpid()]


def wait(is_done: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_done():
        assert time.monotonic() < deadline, what
        time.sleep(0.1)
