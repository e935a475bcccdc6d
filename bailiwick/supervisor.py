"""One supervisor for the embedded mode: starts web and worker, restarts what dies, stops all on Ctrl-C."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

RESTART_AFTER_SECONDS = 1.0
LONGEST_RESTART_SECONDS = 30.0
STOP_WITHIN_SECONDS = 15.0
POLL_SECONDS = 0.25
#: said at every start to whoever runs it as root, as in a container of one's own
QUIETER = {"PYTHONWARNINGS": "ignore:You're running the worker"}

_PR_SET_PDEATHSIG = 1  # prctl(2), Linux
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(slots=True)
class Child:
    """One process that is kept alive. `failures` in a row double the time until it is started again."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    failures: int = 0
    start_at: float = 0.0
    started_at: float = field(default=0.0)


class Supervisor:
    """Keeps children alive until it is told to stop."""

    def __init__(self, commands: Mapping[str, Sequence[str]], say: Callable[[str], None]) -> None:
        self._children = [Child(name, command) for name, command in commands.items()]
        self._say = say
        self._is_stopping = False

    def run(self) -> None:
        """Start everything and keep it alive until SIGINT or SIGTERM; then stop everything in order."""
        signal.signal(signal.SIGINT, self._stop)
        signal.signal(signal.SIGTERM, self._stop)
        try:
            while not self._is_stopping:
                for child in self._children:
                    self._tend(child, time.monotonic())
                time.sleep(POLL_SECONDS)
        finally:
            self._end_all()

    def _stop(self, *_: object) -> None:
        self._is_stopping = True

    def _tend(self, child: Child, now: float) -> None:
        if child.process is None:
            if now >= child.start_at:
                # a session of its own: Ctrl-C reaches the supervisor alone, which stops the children in order
                child.process = subprocess.Popen(  # noqa: S603  # our own commands
                    child.command,
                    start_new_session=True,
                    env=os.environ | QUIETER,
                    preexec_fn=_end_with_parent,  # noqa: PLW1509  # there is one thread
                )
                child.started_at = now
            return
        status = child.process.poll()
        if status is None:
            return
        child.failures = 0 if now - child.started_at > LONGEST_RESTART_SECONDS else child.failures + 1
        wait = min(RESTART_AFTER_SECONDS * 2 ** (child.failures - 1 if child.failures else 0), LONGEST_RESTART_SECONDS)
        self._say(f"{child.name} ended with status {status}; starting it again in {wait:.0f} s")
        child.process, child.start_at = None, now + wait

    def _end_all(self) -> None:
        running = [child.process for child in reversed(self._children) if child.process is not None]
        for process in running:
            process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_WITHIN_SECONDS
        for process in running:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _end_with_parent() -> None:
    """Ask the kernel, where it can, to stop this process when the supervisor is killed and cannot do so itself."""
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
