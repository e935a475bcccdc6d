"""The catalog API under load: CPU milliseconds a request, ours and Backstage's on the same files.

    python bench/catalog_api.py                          ours alone, 10,000 entities, SQLite in a temporary folder
    POSTGRES_URL=postgres://... python bench/catalog_api.py        on PostgreSQL as well, in a database of its own
    python bench/catalog_api.py --peer FOLDER            beside Backstage's catalog, set up in FOLDER as its README says
    python bench/catalog_api.py --entities 1000 10000 30000
    python bench/catalog_api.py --entities 1000 --seconds 5 --only facets

The organisation is made by `gen_org.py` of ../shared/peers/backstage. CPU counts the web process and the database's
processes; the load itself is this program and does not count. Each row is measured in five rounds, and the best counts.
Ours checks a token with each request, the peer none.
Before anything is measured, all sides are asked the same questions: what they answer must agree.

To hold (DESIGN.md, the numbers) at 10,000 entities: see MUST and AIM below, in CPU milliseconds a request.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.catalog_api_run import (
    ROOT,
    Server,
    find_postmaster,
    make_database,
    make_repository,
    serve_ours,
    serve_peer,
)
from bench.http_load_run import Ask, Figures, Target, run_load

PEER = ROOT.parent / "shared" / "peers" / "backstage"
COMPONENTS = "filter=kind%3Dcomponent"
TERMS = ("payment", "service", "order", "gateway", "worker", "catalog", "engine", "api")
NAMES = "fullTextFilterFields=metadata.name,metadata.title"
MUST = {
    "by name": 0.61, "by-query, 20": 3, "by-query, 20 ordered": 4, "full text, ordered": 5, "facets: kind": 2,
    "facets: three": 8, "100 by refs": 2.6, "ancestry": 1.8, "all components": 40,
}  # fmt: skip
AIM = {
    "by name": 0.45, "by-query, 20": 2, "by-query, 20 ordered": 3, "full text, ordered": 3, "facets: kind": 1,
    "facets: three": 4, "100 by refs": 2, "ancestry": 1.2, "all components": 25,
}  # fmt: skip


def main() -> None:
    """For each size make the organisation, start each side in turn, print a table with ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entities", type=int, nargs="+", default=[10_000])
    parser.add_argument("--seconds", type=float, default=10.0, help="how long each row is measured")
    parser.add_argument("--only", default="", help="rows with this in their name")
    parser.add_argument("--peer", type=Path, help="where Backstage's catalog is set up")
    given = parser.parse_args()
    if not PEER.is_dir():
        sys.exit(f"{PEER} is missing: the organisation is made by its gen_org.py")
    for entities in given.entities:
        with tempfile.TemporaryDirectory() as name:
            compare(entities, Path(name), given.peer, given.seconds, given.only)


def compare(entities: int, folder: Path, peer: Path | None, seconds: float, only: str) -> None:
    """One size on every side, one after the other, and its table."""
    folder.chmod(0o755)
    data = folder / "org"
    make = [sys.executable, str(PEER / "gen_org.py"), "--total", str(entities), "--out", str(data)]
    subprocess.run(make, check=True, stdout=subprocess.DEVNULL)
    make_repository(data, folder / "clones" / "org")
    manifest = json.loads((data / "manifest.json").read_text())
    rows = {name: asks for name, asks in list_rows(manifest).items() if only in name}
    sides: dict[str, dict[str, Figures]] = {}
    answers: dict[str, list[Any]] = {}
    for start in list_sides(folder, data, manifest, peer):
        with start as server:
            answers[server.name] = ask_questions(server, manifest)
            sides[server.name] = measure(server, rows, seconds)
    agree = all(found == answers["SQLite"] for found in answers.values())
    show(entities, rows, sides, "all sides agree" if agree else "THE SIDES DO NOT AGREE")


def list_sides(
    folder: Path, data: Path, manifest: dict[str, Any], peer: Path | None
) -> Iterator[Any]:  # context managers of Server
    """One after the other, never side by side: there may be two cores only."""
    yield serve_ours("SQLite", folder / "clones", folder / "var-sqlite")
    if url := os.environ.get("POSTGRES_URL"):
        yield serve_ours(
            "PostgreSQL", folder / "clones", folder / "var-postgresql", make_database(url), find_postmaster(url)
        )
    if peer is not None:
        yield serve_peer(peer, data, manifest["expected_total"])


def list_rows(manifest: dict[str, Any]) -> dict[str, list[Ask]]:
    """Requests by row, with keys taken from the organisation in turn."""
    names, teams = manifest["sample_components"], manifest["teams"]
    refs = [
        json.dumps(
            {"entityRefs": [f"component:default/{names[(k * 37 + j) % len(names)]}" for j in range(100)]}
        ).encode()
        for k in range(20)
    ]
    query, ordered = f"/entities/by-query?limit=20&{COMPONENTS}", "&orderField=metadata.name%2Casc"
    three = "facet=spec.type&facet=metadata.tags&facet=spec.lifecycle"
    return {
        "by name": [Ask(f"/entities/by-name/component/default/{name}") for name in names],
        "of one owner": [Ask(f"/entities?filter={quote(f'kind=component,spec.owner={team}')}") for team in teams],
        "by-query, 20": [Ask(query)],
        "by-query, 20 ordered": [Ask(query + ordered)],
        "full text, ordered": [Ask(f"{query}{ordered}&{NAMES}&fullTextFilterTerm={term}") for term in TERMS],
        "full text, no fields": [Ask(f"{query}&fullTextFilterTerm={term}") for term in TERMS],
        "facets: kind": [Ask("/entity-facets?facet=kind")],
        "facets: three": [Ask(f"/entity-facets?{three}&{COMPONENTS}")],
        "100 by refs": [Ask("/entities/by-refs", body) for body in refs],
        "100 by refs, two fields": [
            Ask("/entities/by-refs", body[:-1] + b', "fields": ["kind", "metadata.name"]}') for body in refs
        ],
        "ancestry": [Ask(f"/entities/by-name/component/default/{name}/ancestry") for name in names],
        "all components": [Ask(f"/entities?{COMPONENTS}")],
    }


def measure(server: Server, rows: dict[str, list[Ask]], seconds: float) -> dict[str, Figures]:
    """Figures of each row at one server."""
    found = {}
    for name, asks in rows.items():
        there = [Ask(f"/api/catalog{ask.path}", ask.body) for ask in asks]
        found[name] = run_load(Target(*server.address, server.headers), there, server.pids, seconds)
        figures = found[name]
        parts = ", ".join(f"{part} {value:.2f}" for part, value in figures.cpu.items())
        print(
            f"{server.name:<11} {name:<24} {figures.total:7.2f} ms CPU ({parts})  "
            f"{figures.requests / figures.seconds:7.0f}/s  p50 {figures.p50:6.1f}  p95 {figures.p95:6.1f} ms  "
            f"{figures.kilobytes:8.1f} kB",
            flush=True,
        )
    return found


def ask_questions(server: Server, manifest: dict[str, Any]) -> list[Any]:
    """What the server answers to questions whose answers must be the same everywhere; Locations are left out."""
    not_locations = {"$not": {"kind": "location"}}
    bodies = [
        {"facets": ["kind", "spec.type", "metadata.tags", "relations.ownedBy"], "query": not_locations},
        {"facets": ["spec.lifecycle"], "query": {"$all": [{"kind": "api"}, {"spec.owner": manifest["owner_raw"]}]}},
        {"facets": ["kind"], "query": {"spec.dependsOn": {"$exists": True}, "metadata.name": {"$hasPrefix": "p"}}},
    ]
    found = [fetch(server, "/entity-facets", body) for body in bodies]
    found += [
        fetch(server, f"/entities/by-query?limit=50&fields=metadata.name&{COMPONENTS}&orderField=metadata.name,{way}")[
            "items"
        ]
        for way in ("asc", "desc")
    ]
    return found


def fetch(server: Server, path: str, body: Any = None) -> Any:
    """The JSON of one answer."""
    import http.client  # noqa: PLC0415  # for this alone

    connection = http.client.HTTPConnection(*server.address, timeout=120)
    content = None if body is None else json.dumps(body).encode()
    method = "GET" if body is None else "POST"
    connection.request(method, f"/api/catalog{path}", content, {"Content-Type": "application/json", **server.headers})
    return json.loads(connection.getresponse().read())


def show(entities: int, rows: dict[str, list[Ask]], sides: dict[str, dict[str, Figures]], agreement: str) -> None:
    """The table: CPU milliseconds a request on each side, how many times less ours is, and what is to hold."""
    peer = sides.pop("Backstage", None)
    print(f"\n{entities} entities: CPU milliseconds a request, web and database together; {agreement}\n")
    head = "".join(f" {name:>11}{' (less)' if peer else ''}" for name in sides)
    print(f"{'':<24}{' Backstage' if peer else ''}{head} {'must':>6} {'aim':>6}")
    for row in rows:
        line = f"{row:<24}" + (f" {peer[row].total:9.2f}" if peer else "")
        for figures in sides.values():
            line += f" {figures[row].total:11.2f}"
            line += f" {peer[row].total / figures[row].total:5.1f}x" if peer else ""
        print(f"{line} {MUST.get(row, ''):>6} {AIM.get(row, ''):>6}", flush=True)


if __name__ == "__main__":
    main()
