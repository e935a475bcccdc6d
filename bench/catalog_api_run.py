"""The servers that `catalog_api.py` compares: Bailiwick's web process and Backstage's catalog, on the same files."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

ROOT = Path(__file__).resolve().parent.parent
PATIENCE_SECONDS = 1800.0
SCAN = """
import json
from catalog.actions.sources import add_source, list_source
from catalog.actions.work import work_due_jobs
from catalog.models.clock import database_now
from portal.actions.accounts import ensure_first_administrator
source = add_source(CLONES, "command", database_now())
list_source(source.pk, database_now(), by_person=True)
work_due_jobs(lambda *_: None)
administrator = ensure_first_administrator()
"""
AS_SCRIPT = """
from catalog.core.access import Scope
from portal.actions.tokens import make_token
_, text = make_token(administrator, "bench", (Scope.READ,), None)
print("HEADERS" + json.dumps({"Authorization": f"Bearer {text}"}))
"""


@dataclass
class Server:
    """Where a catalog API is, whose CPU counts, and what to send along."""

    name: str
    url: str
    pids: dict[str, int]
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> tuple[str, int]:
        """Host and port."""
        parts = urlsplit(self.url)
        return str(parts.hostname), int(parts.port or 80)


@contextmanager
def serve_ours(
    name: str, clones: Path, var: Path, database_url: str = "", postmaster: int = 0, *, script: str = AS_SCRIPT
) -> Iterator[Server]:
    """Scan the clones into an empty database and start one web process as `serve` does.

    `script` is run after the scan and prints what to send along with each request.
    """
    port = 8799
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("BAILIWICK_", "DATABASE_"))}
    environment |= {"BAILIWICK_VAR": str(var), "PORT": str(port), "BAILIWICK_DESCRIPTOR_PATTERNS": "all.yaml"}
    environment |= {"DATABASE_URL": database_url} if database_url else {}
    run = [sys.executable, "manage.py"]
    subprocess.run([*run, "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
    scan = SCAN.replace("CLONES", repr(str(clones)))
    done = subprocess.run(
        [*run, "shell", "-v0"], cwd=ROOT, env=environment, input=scan + script, stdout=subprocess.PIPE, text=True,
        check=True,
    )  # fmt: skip
    if database_url:
        with psycopg.connect(database_url, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")  # as autovacuum does in its time
    granian = [str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "--port", str(port), "--no-ws"]
    granian += ["--workers", "1", "--blocking-threads", "4", "--log-level", "warning", "bailiwick.wsgi:application"]
    with subprocess.Popen(granian, cwd=ROOT, env=environment, start_new_session=True) as process:
        try:
            server = Server(name, f"http://127.0.0.1:{port}/api/catalog", {"web": process.pid})
            server.headers.update(json.loads(done.stdout.rpartition("HEADERS")[2]))
            if postmaster:
                server.pids["database"] = postmaster
            wait_until(server, 0)
            yield server
        finally:
            os.killpg(process.pid, signal.SIGTERM)


@contextmanager
def serve_peer(peer: Path, data: Path, expected: int, settle_seconds: float = 15) -> Iterator[Server]:
    """Start Backstage's catalog, set up in `peer` as its README says, on the same files, and wait until it has them."""
    environment = os.environ | {"PEER_INST": "bench", "PEER_PORT": "7037", "PEER_PREFIX": "bench_plugin_"}
    subprocess.run(["./bs.sh", "reset-start", str(data)], cwd=peer, env=environment, check=True)
    try:
        node = int((peer / "bs.bench.pid").read_text())
        postmaster = int((peer / "var/pgdata/postmaster.pid").read_text().split()[0])
        server = Server("Backstage", "http://127.0.0.1:7037/api/catalog", {"node": node, "database": postmaster})
        wait_until(server, expected)
        time.sleep(settle_seconds)  # until the last relations are stitched and the process rests
        yield server
    finally:
        subprocess.run(["./bs.sh", "stop"], cwd=peer, env=environment, check=False)


def wait_until(server: Server, expected: int) -> None:
    """Wait until the server answers and shows at least so many entities. Ends the bench where it will not."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    request = urllib.request.Request(f"{server.url}/entities/by-query?limit=0", headers=server.headers)  # noqa: S310
    while time.monotonic() < deadline:
        if ended := [name for name, pid in server.pids.items() if not is_running(pid)]:
            sys.exit(f"{server.name} has ended ({', '.join(ended)}): its log says why")
        try:
            with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310  # this machine
                if json.load(response)["totalItems"] >= expected:
                    return
        except OSError:
            pass
        time.sleep(0.5)
    sys.exit(f"{server.name} did not show {expected} entities within {PATIENCE_SECONDS:g} seconds")


def is_running(pid: int) -> bool:
    """Whether the process is there and has not ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def make_repository(data: Path, clone: Path) -> None:
    """The files of an organisation as one Git repository."""
    shutil.copytree(data, clone, ignore=shutil.ignore_patterns("manifest.json"))
    git = ["git", "-c", "user.name=bench", "-c", "user.email=bench@example.org"]
    for command in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-q", "-m", "all"]):
        subprocess.run([*git, *command], cwd=clone, check=True)


def make_database(url: str) -> str:
    """An empty database of its own at a PostgreSQL server; returns its URL."""
    base = url.rpartition("/")[0]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS bailiwick_api_bench WITH (FORCE)")
        connection.execute("CREATE DATABASE bailiwick_api_bench")
    return f"{base}/bailiwick_api_bench"


def find_postmaster(url: str) -> int:
    """The process id of a PostgreSQL server on this machine."""
    with psycopg.connect(url) as connection:
        backend = connection.info.backend_pid
        return int(Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()[1])
