"""CPU seconds to compute 200 on-call schedules over 8 weeks (must: below 1), and to read 200 calendars.

    .venv/bin/python bench/oncall.py

The calendars are also read by recurring-ical-events where it is installed. It is LGPL and no part of Bailiwick: put it
into an environment of its own to compare: `pip install -r requirements.txt`, then `pip install recurring-ical-events`.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from icalendar import Calendar

from bench.oncall_data import SINCE, UNTIL, make_calendars, make_schedules
from teams.core.oncall import Schedule, list_shifts, read_schedule
from teams.core.oncall.ical import read_calendar
from teams.core.oncall.preview import render_json

ROUNDS = 5
MUST = 1.0


def measure(work: Callable[[], int]) -> tuple[float, float, int]:
    """CPU seconds of the first round, with cold caches, and of the best; and what the work counted."""
    seconds, count = [], 0
    for _ in range(ROUNDS):
        gc.collect()
        start = time.process_time()
        count = work()
        seconds.append(time.process_time() - start)
    return seconds[0], min(seconds), count


def report(title: str, work: Callable[[], int], counted: str) -> float:
    """Print one line; returns the CPU seconds of the first round."""
    first, best, count = measure(work)
    print(f"{title:<52} {first:7.3f} s first, {best:7.3f} s best   {count:,} {counted}")
    return first


def main() -> None:
    """Run all."""
    data, calendars = make_schedules(), make_calendars()
    schedules: list[Schedule] = []

    def read_all() -> int:
        schedules[:] = [read_schedule(item) for item in data]
        return len(schedules)

    print(f"CPU seconds; {len(data)} schedules and {len(calendars)} calendars over 8 weeks; {ROUNDS} rounds\n")
    total = report("read the schedules", read_all, "schedules")
    total += report(
        "compute their shifts", lambda: sum(len(list_shifts(item, SINCE, UNTIL)) for item in schedules), "shifts"
    )
    report(
        "the same, as JSON with gaps and coverage", lambda: len([render_json(s, SINCE, UNTIL) for s in schedules]), ""
    )
    print(f"200 schedules over 8 weeks, read and computed: {total:.3f} s; must be below {MUST:.1f} s\n")
    ours = report("read the calendars", lambda: sum(count_ours(text) for text in calendars), "shifts")
    try:
        peer = import_module("recurring_ical_events")
    except ImportError:
        print("recurring-ical-events: not installed")
        return
    theirs = report("recurring-ical-events", lambda: sum(count_theirs(peer, text) for text in calendars), "events")
    print(f"\nratio {theirs / ours:.1f}")


def count_ours(text: str) -> int:
    """Everyone on call by one calendar, each under the name it gives."""
    return len(read_calendar(text, SINCE, UNTIL, zone="UTC", known={}).shifts)


def count_theirs(peer: Any, text: str) -> int:
    """The events that recurring-ical-events finds in one calendar."""
    return len(peer.of(Calendar.from_ical(text)).between(SINCE, UNTIL))


if __name__ == "__main__":
    main()
