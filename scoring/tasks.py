"""What workers do for scoring. Each takes ids or nothing, makes one action call, and is safe to run twice."""

from __future__ import annotations

from celery import shared_task

from catalog.models.clock import database_now
from catalog.selectors.settled import is_settled
from scoring.actions import facts, reports, scoring
from scoring.selectors.facts import is_collecting, list_origins_to_look_at

#: Reading a long history for the first time takes its time; both queues have the same worker where there is one only.
HISTORY_SOFT_LIMIT_SECONDS, HISTORY_LIMIT_SECONDS = 3540, 3600
MAX_HINTS = 200


@shared_task(
    name="scoring.collect_history", soft_time_limit=HISTORY_SOFT_LIMIT_SECONDS, time_limit=HISTORY_LIMIT_SECONDS
)
def collect_facts(origin_id: int) -> None:
    """Look at one repository for facts, if there is something new to see and nobody else is at it."""
    facts.collect_facts(origin_id, database_now())


@shared_task(name="scoring.keep_going")
def keep_going() -> None:
    """Hint at repositories of which something is not known yet; when there is none, judge what changed."""
    due = list_origins_to_look_at(database_now())
    for origin_id in due[:MAX_HINTS]:
        collect_facts.delay(origin_id)
    scoring.score_if_due(database_now(), is_whole=not due and is_settled() and not is_collecting(database_now()))


@shared_task(name="scoring.send_weekly_reports")
def send_weekly_reports() -> None:
    """Make the weekly reports that are due and send what waits. For beat, every ten minutes."""
    reports.send_weekly_reports(database_now())
