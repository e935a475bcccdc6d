"""The portal at 10,000 entities: server time of each page and of each list as CSV, over a real web process.

    python bench/portal_pages.py                         10,000 entities, SQLite in a temporary folder
    POSTGRES_URL=postgres://... python bench/portal_pages.py       on PostgreSQL as well, in a database of its own
    python bench/portal_pages.py --entities 1000 --times 40 --only services

The organisation is made by `gen_org.py` of ../shared/peers/backstage; a second repository declares 200 of its
components again, so that there are conflicts, and keeps 40 on-call schedules. All checks are run before anything is
measured. An administrator, who sees everything, asks for one page at a time. CPU counts the web process and the
database's processes, wall time is until the last byte.

To hold (DESIGN.md, the numbers): p95 of the server time of a page 150 ms, aim 60. Lists as CSV hold every row; they
are sent as they are read, so the memory of the web process must not grow with them: the last lines say by how much
the export of everything raised its peak.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.catalog_api_run import ROOT, Server, find_postmaster, make_database, make_repository, serve_ours
from bench.portal_pages_run import (
    AS_PERSON,
    add_second_repository,
    ask_in_turn,
    list_exports,
    list_pages,
    peak_megabytes,
)

PEER = ROOT.parent / "shared" / "peers" / "backstage"
MUST_MS, AIM_MS = 150, 60


def main() -> None:
    """Make the organisation, then measure each database in turn."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entities", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=20, help="how often each page is asked for")
    parser.add_argument("--only", default="", help="pages with this in their name")
    given = parser.parse_args()
    if not PEER.is_dir():
        sys.exit(f"{PEER} is missing: the organisation is made by its gen_org.py")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data = folder / "org"
        make = [sys.executable, str(PEER / "gen_org.py"), "--total", str(given.entities), "--out", str(data)]
        subprocess.run(make, check=True, stdout=subprocess.DEVNULL)
        manifest = json.loads((data / "manifest.json").read_text())
        make_repository(data, folder / "clones" / "org")
        add_second_repository(folder / "clones" / "second", manifest)
        with serve_ours("SQLite", folder / "clones", folder / "var-sqlite", script=AS_PERSON) as server:
            measure(server, manifest, given.times, given.only)
        if url := os.environ.get("POSTGRES_URL"):
            where = make_database(url), find_postmaster(url)
            with serve_ours(
                "PostgreSQL", folder / "clones", folder / "var-postgresql", *where, script=AS_PERSON
            ) as server:
                measure(server, manifest, given.times, given.only)


def measure(server: Server, manifest: dict[str, Any], times: int, only: str) -> None:
    """Print a line for each page, then for each export."""
    print(f"\n{server.name:<28} {'CPU ms':>8} {'p50 ms':>8} {'p95 ms':>8} {'kB':>8}   must {MUST_MS} ms, aim {AIM_MS}")
    medians = []
    for name, path in list_pages(manifest).items():
        if only in name:
            found = ask_in_turn(server, path, times)
            medians.append(found.p50)
            mark = "" if found.p95 <= AIM_MS else "over the aim" if found.p95 <= MUST_MS else "NOT HELD"
            print(f"{name:<28} {found.cpu:8.1f} {found.p50:8.1f} {found.p95:8.1f} {found.kilobytes:8.1f}   {mark}")
    if medians:
        print(f"{'middle of all pages':<28} {'':>8} {statistics.median(medians):8.1f}")
    before = peak_megabytes(server)
    for name, path in list_exports().items():
        if only in name:
            found = ask_in_turn(server, path, 3)
            rows = f"{found.lines - 1} rows, {found.cpu / max(found.lines - 1, 1):.3f} ms a row"
            print(f"{name:<28} {found.cpu:8.1f} {found.p50:8.1f} {found.p95:8.1f} {found.kilobytes:8.1f}   {rows}")
    print(f"peak memory of the web process: {before:.0f} MB after the pages, {peak_megabytes(server):.0f} MB after CSV")


if __name__ == "__main__":
    main()
