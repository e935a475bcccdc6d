"""Which reports are due and not made yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from scoring.core.reports.state import ORGANISATION
from scoring.models import ReportState, ScoringRun
from scoring.selectors.reports import get_beginning, get_week
from scoring.selectors.runs import get_last_run
from teams.models import Team

#: Reports wait until scoring was tried within this time: after a pause of the machine they would tell old news.
JUDGED_WITHIN = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Due:
    """Reports of one week that are yet to be made."""

    week: str
    organisation: bool
    teams: QuerySet[Team]


def get_due(now: datetime) -> Due:
    """The reports that are due. Any later moment of the week will do as well as Monday 07:00.

    Whoever was not known when the week began waits for the next one: nobody gets a mail on a Wednesday because
    Bailiwick was installed or a team was added.
    """
    week = get_week(now)
    beginning = get_beginning(week)
    if not _is_ready(beginning, now):
        return Due(week, organisation=False, teams=Team.objects.none())
    made = ReportState.objects.filter(week=week)
    teams = Team.objects.filter(dissolved_at__isnull=True, first_seen_at__lt=beginning)
    due = teams.exclude(ref__in=made.values("scope")).select_related("source").order_by("ref")
    return Due(week, not made.filter(scope=ORGANISATION).exists(), due)


def _is_ready(beginning: datetime, now: datetime) -> bool:
    """Whether something was judged before the week began, and judging was tried lately, with success or without."""
    last = get_last_run()
    if last is None or last.finished_at is None or now - last.finished_at > JUDGED_WITHIN:
        return False
    return ScoringRun.objects.filter(state=ScoringRun.State.FINISHED, finished_at__lt=beginning).exists()
