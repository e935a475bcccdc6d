"""Scoring: asked for when something changed, done at most every quarter of an hour, and never by two at once."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from django.db import transaction

from catalog.actions.leases import hold_lease
from catalog.models.bulk import insert_rows
from scoring.actions.findings import write_findings
from scoring.actions.history_claims import claim_from_history
from scoring.actions.scores import write_scores
from scoring.actions.unknowns import write_unknowns
from scoring.core.history_claims import WINDOW_DAYS
from scoring.core.judging import Judged, judge_all
from scoring.core.registry import get_checks, get_windows
from scoring.core.snapshot import Snapshot
from scoring.models import ScoringRun
from scoring.selectors.snapshot import load_snapshot

#: Between the starts of two runs: as long as keeps judging to a twentieth of one core, within these bounds.
LEAST_PAUSE = timedelta(seconds=15)
PAUSE = timedelta(minutes=15)
PAUSE_PER_DURATION = 20
#: A run waits until the scans and facts it would judge are complete, but not for ever.
PATIENCE = timedelta(minutes=15)
LEASE_NAME = "scoring"

State = ScoringRun.State


class RunLostError(Exception):
    """Another worker took this run for dead and began its own: nothing may be written."""


def request_scoring(_refs: Sequence[str], now: datetime) -> None:
    """Ask for a run, because something changed (a consumer of changes). Costs nothing if one is asked for already."""
    insert_rows([ScoringRun(state=State.WAITING, requested_at=now)], ignore_conflicts=True)


def score_if_due(now: datetime, *, is_whole: bool = True) -> ScoringRun | None:
    """Run all checks if something changed since the last run, or the last run was on an earlier day.

    `is_whole`: all that was asked for is read; without it the run waits, `PATIENCE` at the most. Returns the run, or
    None where none was due or somebody else is at it. Call it every few seconds.
    """
    return run_checks(now) if _is_due(now, is_whole=is_whole) else None


def run_checks(now: datetime) -> ScoringRun | None:
    """Freeze a Snapshot, let every check judge it, and write what changed: findings, unknowns, scores.

    What says the same as before writes nothing but the ScoringRun. Returns None if somebody else is at it. An error
    in a check fails the whole run: nothing is written, the error is kept and raised, and the run is asked for again.
    """
    with hold_lease(LEASE_NAME) as is_ours:
        if not is_ours:
            return None
        run, began = _start(now), time.monotonic()
        windows = sorted({*get_windows(), WINDOW_DAYS})
        with _kept_errors(run, now):
            snapshot = load_snapshot(now, windows)
            if claim_from_history(snapshot, now):
                snapshot = load_snapshot(now, windows)
            judged = judge_all(get_checks().values(), snapshot)
            _finish(run, snapshot, judged, now + timedelta(seconds=time.monotonic() - began))
        return run


def _is_due(now: datetime, *, is_whole: bool) -> bool:
    last = ScoringRun.objects.exclude(started_at=None).order_by("-started_at").first()
    waiting = ScoringRun.objects.filter(state=State.WAITING).first()
    if last is not None and last.started_at is not None:
        if now - last.started_at < _pause_after(last):
            return False
        if last.started_at.astimezone(UTC).date() < now.astimezone(UTC).date():
            return True
    return waiting is not None and (is_whole or now - waiting.requested_at >= PATIENCE)


def _pause_after(last: ScoringRun) -> timedelta:
    if last.state != State.FINISHED or last.started_at is None or last.finished_at is None:
        return PAUSE
    return min(PAUSE, max(LEAST_PAUSE, PAUSE_PER_DURATION * (last.finished_at - last.started_at)))


def _start(now: datetime) -> ScoringRun:
    """The run that was asked for, or a new one. What was left running has died, since the lease is ours."""
    with transaction.atomic():
        died = "The worker that did this run died or took too long."
        ScoringRun.objects.filter(state=State.RUNNING).update(state=State.FAILED, finished_at=now, error=died)
        run = ScoringRun.objects.select_for_update().filter(state=State.WAITING).first()
        run = run or ScoringRun(requested_at=now)
        run.state, run.started_at = State.RUNNING, now
        run.save()
    return run


@contextmanager
def _kept_errors(run: ScoringRun, now: datetime) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        failed = ScoringRun.objects.filter(pk=run.pk, state=State.RUNNING)
        if failed.update(state=State.FAILED, finished_at=now, error=f"{type(error).__name__}: {error}"[:2000]):
            request_scoring([], now)
        raise


def _finish(run: ScoringRun, snapshot: Snapshot, judged: Judged, finished_at: datetime) -> None:
    """Write everything in one transaction, if the run is still ours."""
    with transaction.atomic():
        if not ScoringRun.objects.select_for_update().filter(pk=run.pk, state=State.RUNNING).exists():
            raise RunLostError(f"run {run.pk} was taken over")
        # in this order: what is unknown needs the findings and scores of before, scores need what is unknown now
        last_known = write_unknowns(judged, snapshot.now)
        exempted = write_findings(judged, snapshot.now, run)
        write_scores(snapshot, judged, last_known, exempted)
        run.entities, run.unknown = len(snapshot.entities), len(judged.unknown)
        run.state, run.finished_at = State.FINISHED, finished_at
        run.save()
