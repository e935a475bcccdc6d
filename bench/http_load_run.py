"""A load of HTTP requests from threads, and the CPU that the processes answering them spent. Used by other programs."""

from __future__ import annotations

import http.client
import os
import statistics
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
WARM_UP = 0.2  # of the time that is measured
ROUNDS = 5


@dataclass(frozen=True)
class Ask:
    """One request; `path` is the whole path with its query."""

    path: str
    body: bytes | None = None


@dataclass(frozen=True)
class Target:
    """Where requests go and what is sent along with each."""

    host: str
    port: int
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Figures:
    """What a load showed: CPU milliseconds a request by process, and latencies in milliseconds."""

    requests: int
    seconds: float
    cpu: dict[str, float] = field(default_factory=dict)
    p50: float = 0.0
    p95: float = 0.0
    kilobytes: float = 0.0

    @property
    def total(self) -> float:
        """CPU milliseconds a request, all processes together."""
        return sum(self.cpu.values())


def cpu_seconds(pid: int) -> float:
    """CPU of a process, its living children and those it has waited for."""
    children: dict[int, list[int]] = {}
    own: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            children.setdefault(int(fields[1]), []).append(int(entry.name))
            own[int(entry.name)] = sum(map(int, fields[11:15]))
    total, waiting = 0, [pid]
    while waiting:
        one = waiting.pop()
        total += own.get(one, 0)
        waiting += children.get(one, [])
    return total / TICKS


def run_load(target: Target, asks: Sequence[Ask], pids: Mapping[str, int], seconds: float) -> Figures:
    """Ask in turn over four connections, after a warm-up: so many seconds in several rounds, of which the best counts.

    Other work on the machine makes the same request cost more CPU, never less. Raises on any answer but 200.
    """
    send(target, asks, seconds * WARM_UP)
    rounds = [_run_round(target, asks, pids, seconds / ROUNDS) for _ in range(ROUNDS)]
    return min(rounds, key=lambda figures: figures.total)


def _run_round(target: Target, asks: Sequence[Ask], pids: Mapping[str, int], seconds: float) -> Figures:
    before = {name: cpu_seconds(pid) for name, pid in pids.items()}
    began = time.monotonic()
    latencies, sizes = send(target, asks, seconds)
    took = time.monotonic() - began
    count = len(latencies)
    cpu = {name: (cpu_seconds(pid) - before[name]) * 1000 / count for name, pid in pids.items()}
    latencies.sort()
    return Figures(
        requests=count,
        seconds=took,
        cpu=cpu,
        p50=statistics.median(latencies) * 1000,
        p95=latencies[int(count * 0.95)] * 1000,
        kilobytes=sum(sizes) / count / 1000,
    )


def send(target: Target, asks: Sequence[Ask], seconds: float, connections: int = 4) -> tuple[list[float], list[int]]:
    """Latencies in seconds and sizes in bytes of all answers."""
    latencies: list[float] = []
    sizes: list[int] = []
    errors: list[str] = []
    end = time.monotonic() + seconds

    def work(first: int) -> None:
        connection = http.client.HTTPConnection(target.host, target.port, timeout=120)
        number = first
        while (began := time.monotonic()) < end and not errors:
            ask = asks[number * 7919 % len(asks)]
            method = "GET" if ask.body is None else "POST"
            connection.request(method, ask.path, ask.body, {"Content-Type": "application/json", **target.headers})
            response = connection.getresponse()
            size = len(response.read())
            if response.status != http.client.OK:
                errors.append(f"{method} {ask.path}: {response.status}")
            latencies.append(time.monotonic() - began)
            sizes.append(size)
            number += connections
        connection.close()

    _in_threads(work, connections)
    if errors:
        raise RuntimeError(errors[0])
    return latencies, sizes


def _in_threads(work: Callable[[int], None], count: int) -> None:
    threads = [threading.Thread(target=work, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
