"""How soon a change is seen: from a push, and from the request to look, until the catalog API shows it. Wall seconds.

    python bench/freshness.py                       30 repositories, SQLite, `serve` with one worker
    python bench/freshness.py --repositories 300 --rounds 20
    POSTGRES_URL=postgres://... python bench/freshness.py          on PostgreSQL instead, in a database of its own

A folder of clones is registered, each with an upstream. In each round somebody commits to one upstream; the clone
fetches it, as whoever keeps the folder does, and asks for a look, as a hook after the fetch does (`POST /refresh`).
"push" runs from before the push, "look" from when the commit lies in the clone, both until the text is served.

To hold (DESIGN.md, the numbers): look to visible within 2 s, push to visible 5 s; medians, one worker.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.catalog_api_run import ROOT, Server, make_database, wait_until

PORT = 8798
PATIENCE_SECONDS = 120.0
POLL_SECONDS = 0.02
GIT = ("git", "-c", "user.name=bench", "-c", "user.email=bench@example.org")
PREPARE = """
from catalog.actions.sources import add_source
from catalog.core.access import Scope
from catalog.models.clock import database_now
from portal.actions.accounts import ensure_first_administrator
from portal.actions.tokens import make_token
add_source(CLONES, "command", database_now())
_, text = make_token(ensure_first_administrator(), "bench", (Scope.READ, Scope.WRITE), None)
print("TOKEN" + text)
"""


def main() -> None:
    """Make the repositories, serve them, change one in each round, print the medians."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repositories", type=int, default=30)
    parser.add_argument("--rounds", type=int, default=10)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number in range(given.repositories):
            make_repository(folder, f"service-{number}")
        with serve(folder) as server:
            wait_until(server, given.repositories)
            changes = [change(server, folder, f"service-{n % given.repositories}", n) for n in range(given.rounds)]
    for what, seconds in zip(("push", "look"), zip(*changes, strict=True), strict=True):
        median, longest = statistics.median(seconds), max(seconds)
        print(f"{what} to visible: median {median:.2f} s, longest of {len(seconds)} {longest:.2f} s")


def make_repository(folder: Path, name: str) -> None:
    """A work tree, its bare upstream, and the clone in the folder that is registered."""
    work, upstream = folder / "work" / name, folder / "upstream" / name
    git("init", "-q", "-b", "main", str(work))
    describe(work, name, "as it was at first")
    git("clone", "-q", "--bare", str(work), str(upstream))
    git("remote", "add", "origin", str(upstream), cwd=work)
    git("clone", "-q", str(upstream), str(folder / "clones" / name))


def describe(work: Path, name: str, text: str) -> None:
    """Commit a descriptor with this description."""
    said = f"metadata:\n  name: {name}\n  description: {text}\n"
    spec = "spec: {type: service, lifecycle: production, owner: x}\n"
    (work / "catalog-info.yaml").write_text(f"apiVersion: backstage.io/v1alpha1\nkind: Component\n{said}{spec}")
    git("add", "-A", cwd=work)
    git("commit", "-qm", text, cwd=work)


def git(*arguments: str, cwd: Path | None = None) -> None:
    """Run Git or stop."""
    subprocess.run([*GIT, *arguments], cwd=cwd, check=True)


@contextmanager
def serve(folder: Path) -> Iterator[Server]:
    """The embedded mode: web and one worker, as users start it; the source is listed by the worker."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("BAILIWICK_", "DATABASE_"))}
    environment |= {"BAILIWICK_VAR": str(folder / "var"), "PORT": str(PORT), "BAILIWICK_WORKER_CONCURRENCY": "1"}
    if url := os.environ.get("POSTGRES_URL"):
        environment["DATABASE_URL"] = make_database(url)
    run = [sys.executable, "manage.py"]
    subprocess.run([*run, "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
    script = PREPARE.replace("CLONES", repr(str(folder / "clones")))
    done = subprocess.run(
        [*run, "shell", "-v0"], cwd=ROOT, env=environment, input=script, stdout=subprocess.PIPE, text=True, check=True
    )
    with subprocess.Popen([*run, "serve"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as process:
        server = Server("Bailiwick", f"http://127.0.0.1:{PORT}/api/catalog", {"supervisor": process.pid})
        server.headers["Authorization"] = f"Bearer {done.stdout.rpartition('TOKEN')[2].strip()}"
        try:
            yield server
        finally:
            process.send_signal(signal.SIGTERM)


def change(server: Server, folder: Path, name: str, number: int) -> tuple[float, float]:
    """Change one description; seconds from the push, and from the request to look, until it is served."""
    text = f"as it was changed in round {number}"
    describe(folder / "work" / name, name, text)
    pushed = time.monotonic()
    git("push", "-q", "origin", "main", cwd=folder / "work" / name)
    git("fetch", "-q", cwd=folder / "clones" / name)
    looked = time.monotonic()
    call(server, "/refresh", {"entityRef": f"component:default/{name}"})
    while call(server, f"/entities/by-name/component/default/{name}")["metadata"]["description"] != text:
        if time.monotonic() - looked > PATIENCE_SECONDS:
            sys.exit(f"{name} was not seen within {PATIENCE_SECONDS:g} seconds")
        time.sleep(POLL_SECONDS)
    seen = time.monotonic()
    return seen - pushed, seen - looked


def call(server: Server, path: str, body: dict[str, str] | None = None) -> dict[str, dict[str, str]]:
    """GET, or POST a body; the answer, empty where there is none."""
    content = json.dumps(body).encode() if body is not None else None
    headers = server.headers | {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{server.url}{path}", content, headers)  # noqa: S310
    with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310  # this machine
        return dict(json.loads(response.read() or b"{}"))


if __name__ == "__main__":
    main()
