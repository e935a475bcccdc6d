"""What `portal_pages.py` asks for, and how it asks."""

from __future__ import annotations

import http.client
import statistics
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.catalog_api_run import Server, make_repository
from bench.http_load_run import cpu_seconds

CONFLICTS, SCHEDULES = 200, 40
WARM_UP = 3
AS_PERSON = """
from django.conf import settings
from django.test import Client
from scoring.actions.everything import score_everything
score_everything(lambda *_: None)
browser = Client()
browser.force_login(administrator)
print("HEADERS" + json.dumps({"Cookie": f"{settings.SESSION_COOKIE_NAME}={browser.session.session_key}"}))
"""
SERVICE = """apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: {name}
spec: {{type: service, lifecycle: production, owner: {owner}}}
"""
SCHEDULE = """kind: Schedule
name: {team}
owner: group:default/{team}
time_zone: Europe/Berlin
layers:
  - participants: [[user:default/one-{team}], [user:default/two-{team}]]
    rotation: {{start: 2026-11-02T09:00, unit: week, length: 1}}
"""


@dataclass(frozen=True)
class Asked:
    """CPU milliseconds an answer; wall milliseconds; its size, and how many lines it has."""

    cpu: float
    p50: float
    p95: float
    kilobytes: float
    lines: int


def add_second_repository(clone: Path, manifest: dict[str, Any]) -> None:
    """A repository that declares components of the first one again, and has on-call schedules of its teams."""
    files = clone.with_name(f"{clone.name}-files")
    files.mkdir(parents=True)
    names, teams = manifest["sample_components"][:CONFLICTS], manifest["teams"]
    services = [SERVICE.format(name=name, owner=teams[place % len(teams)]) for place, name in enumerate(names)]
    (files / "all.yaml").write_text("---\n".join(services))
    for team in teams[:SCHEDULES]:
        (files / team).mkdir()
        (files / team / "oncall.yaml").write_text(SCHEDULE.format(team=team))
    make_repository(files, clone)


def list_pages(manifest: dict[str, Any]) -> dict[str, str]:
    """Addresses by name."""
    component, owner = manifest["sample_components"][-1], manifest["owner_raw"]
    entity, group = f"/entities/component/default/{component}", f"/entities/group/default/{owner}"
    system = f"/entities/system/default/{manifest['sample_system']}"
    return {
        "home": "/",
        "services": "/services",
        "services, filtered": f"/services?q=payment&owner={owner}",
        "services, by score": "/services?sort=score",
        "services, by findings": "/services?sort=-findings",
        "services, last page": "/services?page=9999",
        "catalog": "/catalog",
        "catalog, searched": "/catalog?q=gateway&kind=component",
        "catalog, by owner": "/catalog?sort=owner&page=50",
        "an entity": entity,
        "an entity: ownership": f"{entity}/ownership",
        "an entity: findings": f"{entity}/findings",
        "an entity: relations": f"{entity}/relations",
        "an entity: graph": f"{entity}/graph",
        "an entity: history": f"{entity}/history",
        "an entity: raw": f"{entity}/raw",
        "a big group": group,
        "a big group: relations": f"{group}/relations",
        "a big group: graph": f"{group}/graph",
        "a system": system,
        "findings": "/findings?state=open",
        "findings, further on": "/findings?state=open&page=20",
        "checks": "/checks",
        "teams": "/teams",
        "a team": f"/teams/default/{owner}",
        "a team: Team API": f"/teams/default/{owner}/api",
        "conflicts": "/conflicts",
        "removed": "/removed",
        "renames": "/renames",
        "on-call": "/on-call",
        "repositories": "/repositories",
        "reports": "/reports",
        "search": "/search?q=payment",
        "search, while typing": "/search?q=pay&part=1",
        "search, by kind": "/search?q=service&kind=api",
    }


def list_exports() -> dict[str, str]:
    """Addresses of lists as CSV, by name."""
    return {
        "services as CSV": "/services?format=csv",
        "catalog as CSV": "/catalog?format=csv",
        "catalog as CSV, by owner": "/catalog?format=csv&sort=owner",
        "findings as CSV": "/findings?state=open&format=csv",
        "teams as CSV": "/teams?format=csv",
        "conflicts as CSV": "/conflicts?format=csv",
    }


def ask_in_turn(server: Server, path: str, times: int) -> Asked:
    """Ask for one address again and again over one connection. Raises on any answer but 200."""
    connection = http.client.HTTPConnection(*server.address, timeout=600)
    for _ in range(min(WARM_UP, times)):
        _ask(connection, server, path)
    walls, body = [], b""
    before = sum(map(cpu_seconds, server.pids.values()))
    for _ in range(times):
        began = time.monotonic()
        body = _ask(connection, server, path)
        walls.append((time.monotonic() - began) * 1000)
    cpu = (sum(map(cpu_seconds, server.pids.values())) - before) * 1000 / times
    connection.close()
    walls.sort()
    p95 = walls[min(int(times * 0.95), times - 1)]
    return Asked(cpu, statistics.median(walls), p95, len(body) / 1000, body.count(b"\n"))


def _ask(connection: http.client.HTTPConnection, server: Server, path: str) -> bytes:
    connection.request("GET", path, headers=server.headers)
    response = connection.getresponse()
    body = response.read()
    if response.status != http.client.OK:
        raise RuntimeError(f"{path}: {response.status}")
    return body


def peak_megabytes(server: Server) -> float:
    """The most memory that a process of the web server ever held."""
    peaks = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and _is_of(int(entry.name), server.pids["web"]):
            lines = (entry / "status").read_text().splitlines()
            peaks += [int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")]
    return max(peaks)


def _is_of(pid: int, parent: int) -> bool:
    try:
        return pid == parent or int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1]) == parent
    except OSError:
        return False
