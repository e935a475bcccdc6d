"""A whole installation in processes of its own, as a user runs it: its data folder, database, broker, worker."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import indent
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE_SECONDS = 120.0

#: Everything the catalog and the scores say, without ids and times.
STATE_SCRIPT = """
import json
from catalog.models import *
from scoring.models import Finding, Score, Unknown
from teams.models import Membership, Person, Team
names = {o.ref: o.name for o in Origin.objects.all()}
shown = lambda ref: names.get(ref, ref)
print("STATE" + json.dumps({
    "origins": sorted(Origin.objects.values_list("name", "tip", "scan_error")),
    "entities": sorted(Entity.objects.values_list(
        "ref", "body_json", "relations_json", "etag", "error", "removed_at")),
    "descriptors": sorted(Descriptor.objects.values_list(
        "origin__name", "path", "doc_index", "ref", "state", "error", "line")),
    "edges": sorted(Edge.objects.values_list("declared_by__path", "source_ref", "type", "target_ref")),
    "claims": sorted([shown(r), b, o, w, str(e)] for r, b, o, w, e in Claim.objects.filter(
        ended_at=None).values_list("subject_ref", "basis", "owner_text", "weight", "evidence__path")),
    "ended claims": Claim.objects.exclude(ended_at=None).count(),
    "ownership": sorted([shown(r), o, c] for r, o, c in
        Ownership.objects.filter(until=None).values_list("subject_ref", "owner_ref", "confidence")),
    "roots": sorted(CodeRoot.objects.values_list("entity_ref", "origin__name", "path_prefix", "basis")),
    "aliases": sorted(Alias.objects.values_list("scheme", "value", "entity_ref")),
    "log": sorted(ChangeLog.objects.values_list("subject_ref", "action")),
    "scans": sorted(Scan.objects.values_list("origin__name", "commit", "added", "broken")),
    "teams": sorted(Team.objects.values_list("ref", "title", "parent_ref")),
    "people": sorted(Person.objects.values_list("ref", "email")),
    "members": sorted(Membership.objects.filter(until=None).values_list("team__ref", "person__ref", "is_lead")),
    "findings": sorted([c, shown(s), k, st, t] for c, s, k, st, t in
        Finding.objects.values_list("check_id", "subject_ref", "key", "state", "sentence")),
    "unknown": sorted(Unknown.objects.values_list("check_id", "subject_ref", "reason")),
    "scores": sorted(Score.objects.values_list("subject_ref", "scorecard", "value", "completeness")),
}, default=str))
"""

WAITING_SCRIPT = """
from catalog.models import Origin, PendingChange, ScanJob
from scoring.models import ScoringRun
from scoring.selectors.facts import list_origins_to_look_at
from catalog.models.clock import database_now
from django.db.models import Q
due = ScanJob.objects.filter(due_at__isnull=False).count()
print("STATE" + str([due, PendingChange.objects.count(), len(list_origins_to_look_at(database_now())),
    ScoringRun.objects.filter(state__in=("waiting", "running")).count(),
    Origin.objects.exclude(tip="").count()]))
"""


@dataclass
class Installation:
    """`var` is its data folder; `environment` what differs from the defaults."""

    var: Path
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def full_environment(self) -> dict[str, str]:
        """What its processes run with; nothing of the test run's own settings."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("BAILIWICK_", "DATABASE_"))}
        return kept | {"BAILIWICK_VAR": str(self.var), "PORT": "8765"} | self.environment

    def manage(self, *arguments: str, stdin: str = "", check: bool = True) -> str:
        """Run one management command to its end; returns standard output."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.full_environment,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert not check or done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def ask(self, script: str) -> Any:
        """Run a script in its shell; returns the JSON after the word STATE."""
        return json.loads(self.manage("shell", "-v0", stdin=script).rpartition("STATE")[2])

    def state(self) -> Any:
        """All that it knows."""
        return self.ask(STATE_SCRIPT)

    @contextmanager
    def worker(self, *more: str) -> Iterator[subprocess.Popen[bytes]]:
        """A worker with beat, killed with its whole group at the end, however it is by then."""
        self.var.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "celery", "--app", "bailiwick", "worker", "--beat", "--queues", "scan,history"]
        command += ["--loglevel", "WARNING", "--without-gossip", "--without-mingle", "--concurrency", "2", *more]
        with (self.var / "worker.log").open("ab") as log:
            process = subprocess.Popen(
                command, cwd=ROOT, env=self.full_environment, stdout=log, stderr=log, start_new_session=True
            )
            try:
                yield process
            finally:
                kill_group(process)

    @contextmanager
    def web(self) -> Iterator[int]:
        """The web process as `serve` starts it, on a free port of this machine; killed at the end."""
        port = find_free_port()
        command = [sys.executable, "manage.py", "shell", "-v0", "-c", "from bailiwick.management.commands import serve"]
        command[-1] += "; print('STATE' + __import__('json').dumps(serve.web_command()))"
        environment = self.full_environment | {"PORT": str(port)}
        told = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
        with (self.var / "web.log").open("ab") as log:
            web = json.loads(told.stdout.rpartition("STATE")[2])
            process = subprocess.Popen(web, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True)
            try:
                wait_for_port(port, process)
                yield port
            finally:
                kill_group(process)

    def wait(self, script: str, is_done: Callable[[Any], bool], what: str) -> None:
        """Wait until what the script tells is done. Fails with the worker's log after `PATIENCE_SECONDS`.

        One process asks again and again: starting one for each look would take the time of those who are waited for.
        """
        command = [sys.executable, "-u", "manage.py", "shell", "-v0"]
        again = f"import time\nwhile True:\n{indent(script, '    ')}\n    time.sleep(0.2)\n"
        with subprocess.Popen(
            command, cwd=ROOT, env=self.full_environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(again)
            process.stdin.close()
            deadline = time.monotonic() + PATIENCE_SECONDS
            try:
                for line in process.stdout:
                    if is_done(json.loads(line.rpartition("STATE")[2])):
                        return
                    assert time.monotonic() < deadline, f"{what} did not happen: {self._read_log()}"
                pytest.fail(f"nobody could be asked about {what}: {self._read_log()}")
            finally:
                process.kill()

    def wait_until_idle(self) -> None:
        """Wait until nothing is due, pending or waiting, and something was scanned."""
        self.wait(WAITING_SCRIPT, lambda told: not any(told[:-1]) and told[-1] > 0, "the end of all work")

    def _read_log(self) -> str:
        log = self.var / "worker.log"
        return log.read_text()[-3000:] if log.exists() else "no log"


def find_free_port() -> int:
    """A port that nobody listens at now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_port(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until somebody listens. Fails where the process ends before."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, "it ended at once"
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise AssertionError(f"nobody listens at port {port}")


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill -9 the process and all it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
