"""How scoring itself is doing."""

from __future__ import annotations

from scoring.models import ScoringRun


def get_last_run() -> ScoringRun | None:
    """The last run that ended, well or not; None before the first."""
    return ScoringRun.objects.exclude(finished_at=None).order_by("-finished_at", "-pk").first()


def is_scoring_wanted() -> bool:
    """Whether a run is asked for or at work: what is shown may be about to change."""
    return ScoringRun.objects.filter(state__in=(ScoringRun.State.WAITING, ScoringRun.State.RUNNING)).exists()
