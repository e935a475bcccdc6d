"""What bench/checks.py measures, once Django is set up and the database filled."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.checks_data import NOW, change
from scoring.actions.scoring import run_checks
from scoring.core.judging import judge_all
from scoring.core.registry import get_checks, get_windows
from scoring.selectors.snapshot import load_snapshot

MUST_SECONDS, AIM_SECONDS, MUST_QUERIES = 10, 5, 25


def measure(services: int) -> None:
    """Load and judge alone, for the figures to hold; then whole runs: the first, an idle one, one after changes."""
    before = time.process_time()
    with measured("load the Snapshot") as queries:
        snapshot = load_snapshot(NOW, get_windows())
    for check in get_checks().values():
        with measured(f"  {check.id}"):
            judge_all([check], snapshot)
    seconds, peak = time.process_time() - before, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    del snapshot
    with measured("first run: everything is new"):
        run_checks(NOW)
    with measured("second run: nothing changed"):
        run_checks(NOW)
    change(services // 100)
    with measured("third run: one of 100 lost its owner"):
        run_checks(NOW)
    print(
        f"\nload and judge: {seconds:.1f} CPU s (must {MUST_SECONDS}, aim {AIM_SECONDS} for 10,000 services), ", end=""
    )
    print(f"{queries[0]} queries (must {MUST_QUERIES}), {peak} MB")


@contextmanager
def measured(what: str) -> Iterator[list[int]]:
    """Print CPU and wall time and the number of queries of the block; the list holds that number once it is over."""
    counted: list[int] = []
    cpu, wall = time.process_time(), time.monotonic()
    with CaptureQueriesContext(connection) as queries:
        yield counted
    counted.append(len(queries))
    spent = f"{time.process_time() - cpu:7.2f} CPU s  {time.monotonic() - wall:7.2f} s  {len(queries):4} queries"
    print(f"{what:<42}{spent}", flush=True)
