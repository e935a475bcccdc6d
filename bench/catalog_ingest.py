"""From an empty database to everything visible with relations: CPU and wall seconds, memory; then an idle pass.

    python bench/catalog_ingest.py                       10,000 entities, SQLite in a temporary folder
    python bench/catalog_ingest.py --entities 1000 10000 30000
    POSTGRES_URL=postgres://... python bench/catalog_ingest.py     on PostgreSQL as well, in a database of its own
    python bench/catalog_ingest.py --times 3             each side so often: the least CPU, and how far the others are
    python bench/catalog_ingest.py --peer FOLDER         beside Backstage's catalog, set up in FOLDER as its README says

The organisation is made by `gen_org.py` of ../shared/peers/backstage: one repository whose Location names all files.
CPU counts this process, its children (Git) and, on PostgreSQL, all processes of that server: let it serve nobody else.
Idle is the least of five passes, of which a busy machine disturbs some.

To hold (DESIGN.md, the numbers) at 10,000 entities: 14 CPU seconds, 250 MB; aim 7. Flat cost per entity. An idle pass
takes 20 ms per origin and writes nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

import django
import psycopg

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.catalog_api_run import ROOT, find_postmaster

PEER = ROOT.parent / "shared" / "peers" / "backstage"
SEEDS = {1000: "s1", 10000: "s10", 30000: "s30"}
IDLE_PASSES = 5


def main() -> None:
    """Make the organisations, measure each in a process of its own, print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entities", type=int, nargs="+", default=[10_000])
    parser.add_argument("--times", type=int, default=1, help="how often each side of ours is measured")
    parser.add_argument(
        "--peer", type=Path, help="where Backstage's catalog is set up; it is measured on the same files"
    )
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        print(json.dumps(measure(given.measure)))
        return
    if not PEER.is_dir():
        sys.exit(f"{PEER} is missing: the organisation is made by its gen_org.py")
    print(
        f"{'entities':>9} {'on':<12} {'CPU s':>7} {'most':>6} {'ms/entity':>10} {'wall s':>7} {'MB':>5} {'idle ms':>8}"
    )
    for entities in given.entities:
        with tempfile.TemporaryDirectory() as folder:
            compare(entities, Path(folder), given.peer, given.times)


def compare(entities: int, folder: Path, peer: Path | None, times: int) -> None:
    """One size on every side, one after the other."""
    data = folder / SEEDS.get(entities, "org")
    make = [sys.executable, str(PEER / "gen_org.py"), "--total", str(entities), "--out", str(data)]
    subprocess.run(make, check=True, stdout=subprocess.DEVNULL)
    make_repository(data, folder / "clones" / "org")
    ours = [show(entities, "SQLite", [run(folder, {}) for _ in range(times)])]
    if url := os.environ.get("POSTGRES_URL"):
        runs = [run(folder, {"DATABASE_URL": make_database(url)}) for _ in range(times)]
        ours.append(show(entities, "PostgreSQL", runs))
    if peer is not None:
        theirs = show(entities, "Backstage", [run_peer(peer, folder, data)])
        print(f"{'':>9} ratio        " + ", ".join(f"{theirs / one:.1f}x less CPU" for one in ours))


def run_peer(peer: Path, folder: Path, data: Path) -> dict[str, Any]:
    """Backstage's catalog on the same files, from an empty database until everything is stitched."""
    folder.chmod(0o755)
    is_there = subprocess.run(
        ["./pg.sh", "psql", "-d", "postgres", "-c", ""], cwd=peer, check=False, capture_output=True
    )
    if is_there.returncode:
        subprocess.run(["./pg.sh", "start"], cwd=peer, check=True, stdout=subprocess.DEVNULL)
    measure_peer = [sys.executable, str(peer / "measure_ingest.py"), str(data)]
    try:
        done = subprocess.run(measure_peer, cwd=peer, check=True, stdout=subprocess.PIPE, text=True)
    finally:
        subprocess.run(["./bs.sh", "stop"], cwd=peer, check=False)
    read = json.loads(done.stdout.strip().splitlines()[-1])
    cpu = read["node_cpu_s"] + read["pg_cpu_s"]
    return {"entities": read["want"], "cpu": cpu, "wall": read["done_s"], "mb": read["node_peak_rss_mb"]}


def make_repository(data: Path, clone: Path) -> None:
    """A clone whose root descriptor is the Location of all files."""
    shutil.copytree(data, clone)
    (clone / "all.yaml").rename(clone / "catalog-info.yaml")
    for arguments in (
        ["init", "-q"],
        ["add", "-A"],
        ["-c", "user.name=b", "-c", "user.email=b@example.org", "commit", "-qm", "x"],
    ):
        subprocess.run(["git", *arguments], cwd=clone, check=True, stdout=subprocess.DEVNULL)


def make_database(url: str) -> str:
    """An empty database beside the one of `url`."""
    name = "bailiwick_bench"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name}")
    return url.rpartition("/")[0] + f"/{name}"


def run(folder: Path, environment: dict[str, str]) -> dict[str, Any]:
    """Migrate, then measure in a fresh process."""
    var = tempfile.mkdtemp(dir=folder)
    full = os.environ | {"BAILIWICK_VAR": var, "DJANGO_SETTINGS_MODULE": "bailiwick.settings"} | environment
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=full, check=True)
    command = [sys.executable, __file__, "--measure", str(folder / "clones")]
    done = subprocess.run(command, cwd=ROOT, env=full, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def measure(clones: Path) -> dict[str, Any]:
    """List, scan and deliver everything in this process; then once more with nothing new."""
    django.setup()
    jobs, work = import_module("catalog.actions.jobs"), import_module("catalog.actions.work")
    sources, models = import_module("catalog.actions.sources"), import_module("catalog.models")
    now = import_module("catalog.models.clock").database_now
    source = sources.add_source(str(clones), "command", now())
    began, wall = cpu_seconds(), time.monotonic()
    sources.list_source(source.pk, now())
    work.work_due_jobs(lambda *_: None)
    spent, waited = cpu_seconds() - began, time.monotonic() - wall
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    idle = []
    for _ in range(IDLE_PASSES):
        jobs.request_scans(models.Origin.objects.values_list("pk", flat=True), now())
        began = cpu_seconds()
        work.work_due_jobs(lambda *_: None)
        idle.append(1000 * (cpu_seconds() - began))
    entities = models.Entity.objects.filter(removed_at=None).count()
    return {"entities": entities, "cpu": spent, "wall": waited, "mb": peak, "idle": min(idle)}


def cpu_seconds() -> float:
    """User and system time of this process, its children, and PostgreSQL's processes if that is the database."""
    used = [resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)]
    url = os.environ.get("DATABASE_URL", "")
    server = server_seconds(find_postmaster_once(url)) if url.startswith("postgres") else 0.0
    return sum(one.ru_utime + one.ru_stime for one in used) + server


find_postmaster_once = lru_cache(find_postmaster)


def server_seconds(postmaster: int) -> float:
    """CPU of a PostgreSQL server: its first process, those it started, and those of them that ended."""
    total = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if stat.parent.name == str(postmaster):
            total += sum(map(int, fields[11:15]))
        elif fields[1] == str(postmaster):
            total += sum(map(int, fields[11:13]))
    return total / os.sysconf("SC_CLK_TCK")


def show(entities: int, where: str, runs: list[dict[str, Any]]) -> float:
    """One row, of the run that took least; returns its CPU seconds."""
    read = min(runs, key=lambda one: float(one["cpu"]))
    cpu, most = float(read["cpu"]), max(float(one["cpu"]) for one in runs)
    each, idle = 1000 * cpu / read["entities"], f"{read['idle']:.0f}" if "idle" in read else ""
    rest = f"{read['wall']:>7.1f} {read['mb']:>5.0f} {idle:>8}"
    print(f"{entities:>9} {where:<12} {cpu:>7.1f} {most:>6.1f} {each:>10.2f} {rest}", flush=True)
    return cpu


if __name__ == "__main__":
    main()
