"""The one place that starts Git processes.

``run_git`` returns all output, ``stream_git`` hands it out in chunks. Both end the whole process group when a
limit is exceeded, and both look at the exit status: a reader that only sees end-of-file takes half a history
for a whole one.
"""

import os
import selectors
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from catalog.git.environment import build_environment, build_options
from catalog.git.errors import GitError, GitOutputTooLargeError, GitTimeoutError, make_excerpt
from catalog.git.settings import DEFAULT_SETTINGS, READ_LIMITS, GitLimits, GitSettings

CHUNK_BYTES = 256 * 1024
STDERR_BYTES = 16 * 1024

# A shell sets the limits and then becomes Git: unlike `preexec_fn` that is safe in a process with threads.
# A limit that cannot be set (one already lower, a system without it) is left as it is.
# The limit on CPU time ends a Git whose parent was killed; the wall clock ends all others.
_LIMIT_SCRIPT = (
    'ulimit -c 0; ulimit -f "$1" 2>/dev/null; ulimit -v "$2" 2>/dev/null; ulimit -n "$3" 2>/dev/null; '
    'ulimit -t "$4" 2>/dev/null; shift 4; exec "$@"'
)
_FILE_BLOCK_BYTES = 512
_CPU_SECONDS_PER_SECOND = 4


def run_git(
    git_dir: Path,
    *arguments: str,
    stdin: bytes = b"",
    limits: GitLimits = READ_LIMITS,
    settings: GitSettings = DEFAULT_SETTINGS,
    work_tree: Path | None = None,
    protocols: tuple[str, ...] = (),
    environment: Mapping[str, str] | None = None,
) -> bytes:
    """Standard output of ``git ARGUMENTS`` on the repository at ``git_dir``.

    ``git_dir`` is the ``.git`` directory or the bare repository itself: Git never searches for one.
    ``work_tree`` is given only by those who write files. ``protocols`` are the transports allowed, by default
    none. Raises ``GitError`` for any exit status but 0, ``GitTimeoutError`` and ``GitOutputTooLargeError``.
    """
    streamed = stream_git(
        git_dir,
        *arguments,
        stdin=stdin,
        limits=limits,
        settings=settings,
        work_tree=work_tree,
        protocols=protocols,
        environment=environment,
    )
    with streamed as chunks:
        return b"".join(chunks)


@contextmanager
def stream_git(
    git_dir: Path,
    *arguments: str,
    stdin: bytes = b"",
    limits: GitLimits = READ_LIMITS,
    settings: GitSettings = DEFAULT_SETTINGS,
    work_tree: Path | None = None,
    protocols: tuple[str, ...] = (),
    environment: Mapping[str, str] | None = None,
) -> Iterator[Iterator[bytes]]:
    """Like ``run_git``, as a context manager over chunks of standard output.

    The iterator raises in place of ending when Git failed, so that nobody mistakes an early end for the end.
    Leaving the context before that kills Git, which is no error.
    """
    git_dir = git_dir.absolute()
    work_tree = work_tree and work_tree.absolute()
    place = [f"--git-dir={git_dir}"] + ([f"--work-tree={work_tree}"] if work_tree else [])
    command = [settings.program, "--no-pager", *place, *build_options(protocols, git_dir), *arguments]
    process = subprocess.Popen(  # noqa: S603 - no shell sees the arguments: the script only passes them on
        ["/bin/sh", "-c", _LIMIT_SCRIPT, "sh", *_limit_words(limits), *command],
        env=build_environment(settings, protocols, environment or {}),
        cwd=work_tree or "/",
        stdin=subprocess.PIPE if stdin else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,
        start_new_session=True,
    )
    conversation = _Conversation(process, arguments, stdin, limits)
    try:
        yield conversation.chunks()
    finally:
        conversation.end()


def _limit_words(limits: GitLimits) -> list[str]:
    return [
        str(-(-limits.file_bytes // _FILE_BLOCK_BYTES)),
        str(limits.memory_bytes // 1024),
        str(limits.open_files),
        str(max(1, int(limits.seconds * _CPU_SECONDS_PER_SECOND))),
    ]


@dataclass
class _Conversation:
    """Feeds one process and reads it, without ever waiting for only one of its three pipes."""

    process: subprocess.Popen[bytes]
    command: tuple[str, ...]
    stdin: bytes
    limits: GitLimits
    deadline: float = 0.0
    stderr: bytes = b""
    bytes_read: int = 0

    def __post_init__(self) -> None:
        self.deadline = time.monotonic() + self.limits.seconds

    def chunks(self) -> Iterator[bytes]:
        """Standard output as it comes; raises in the end unless the exit status is 0."""
        unsent = memoryview(self.stdin)
        with selectors.DefaultSelector() as selector:
            self._register(selector)
            while selector.get_map():
                for key, _ in self._select(selector):
                    pipe: IO[bytes] = key.fileobj  # type: ignore[assignment]
                    if pipe is self.process.stdin:
                        unsent = self._feed(selector, pipe, unsent)
                    elif data := self._read(selector, pipe):
                        yield data
        self._check_exit()

    def end(self) -> None:
        """Kills the process group if the process still runs, and closes the pipes."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            if pipe is not None:
                pipe.close()
        self.process.wait()

    def _register(self, selector: selectors.BaseSelector) -> None:
        for pipe in (self.process.stdout, self.process.stderr):
            selector.register(_existing(pipe), selectors.EVENT_READ)
        if self.process.stdin is not None:
            os.set_blocking(self.process.stdin.fileno(), False)
            selector.register(self.process.stdin, selectors.EVENT_WRITE)

    def _select(self, selector: selectors.BaseSelector) -> list[tuple[selectors.SelectorKey, int]]:
        ready = selector.select(max(0.0, self.deadline - time.monotonic()))
        if not ready or time.monotonic() > self.deadline:
            raise GitTimeoutError(self.command, None, make_excerpt(self.stderr))
        return ready

    def _feed(self, selector: selectors.BaseSelector, pipe: IO[bytes], unsent: memoryview) -> memoryview:
        try:
            unsent = unsent[os.write(pipe.fileno(), unsent[:CHUNK_BYTES]) :]
        except BlockingIOError:
            return unsent
        except BrokenPipeError:  # it has its reasons, and its exit status will tell them
            unsent = unsent[:0]
        if not unsent:
            selector.unregister(pipe)
            pipe.close()
        return unsent

    def _read(self, selector: selectors.BaseSelector, pipe: IO[bytes]) -> bytes:
        data = os.read(pipe.fileno(), CHUNK_BYTES)
        if not data:
            selector.unregister(pipe)
        elif pipe is self.process.stderr:
            self.stderr = (self.stderr + data)[-STDERR_BYTES:]
            return b""
        self.bytes_read += len(data)
        if self.bytes_read > self.limits.output_bytes:
            raise GitOutputTooLargeError(self.command, None, make_excerpt(self.stderr))
        return data

    def _check_exit(self) -> None:
        try:
            status = self.process.wait(timeout=max(0.0, self.deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            raise GitTimeoutError(self.command, None, make_excerpt(self.stderr)) from None
        if status != 0:
            raise GitError(self.command, status, make_excerpt(self.stderr))


def _existing(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise TypeError("the process was started without this pipe")
    return pipe
