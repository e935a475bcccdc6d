"""Facts and checks in one go, in this process: for commands, and for the end of a scan."""

from __future__ import annotations

import time

from catalog.models.clock import database_now
from scoring.actions.facts import Progress, collect_due_facts
from scoring.actions.scoring import run_checks
from scoring.models import ScoringRun
from scoring.selectors.facts import list_origins_to_look_at

WAIT_SECONDS = 0.5


def score_everything(progress: Progress) -> ScoringRun:
    """Collect the facts that are due, then run all checks, whether a run is due or not; returns the run.

    Waits for whoever else is at either: what this shows is never older than the moment it was called.
    """
    while collect_due_facts(database_now(), progress) and list_origins_to_look_at(database_now()):
        time.sleep(WAIT_SECONDS)  # another worker is reading them
    while (run := run_checks(database_now())) is None:
        time.sleep(WAIT_SECONDS)
    return run
