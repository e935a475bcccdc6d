"""What tests of the weekly reports begin with: two teams, judged findings, and Monday."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from catalog.models import Ownership, Source
from scoring.actions.reports import freeze_report
from scoring.core.reports.state import ScopeState
from scoring.models import Finding, ReportDelivery, ReportState, Score, ScoringRun
from scoring.selectors.report_readers import get_team_readership, register_administrators
from teams.models import Person, Team
from tests.scoring.factories import NOW, make_entity, make_source, make_team

#: NOW is the Monday before.
MONDAY = datetime(2026, 3, 9, 7, 0, tzinfo=UTC)
WEEK, WEEK_BEFORE = "2026-W11", "2026-W10"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HEAD = "head@example.org"


def judged(at: datetime, state: str = "finished") -> None:
    """A run of the checks that ended then."""
    ScoringRun.objects.create(state=state, requested_at=at, started_at=at, finished_at=at)


def get_source() -> Source:
    return Source.objects.filter(is_restricted=False).first() or make_source("/srv/open")


def make_reader_team(name: str = "shop", *people: Person, **fields: Any) -> Team:
    """A team with an address, from a source that may define teams; it owns one Service with a score."""
    given = {"email": f"{name}@example.org", "source": get_source()} | fields
    team = make_team(name, *people, **given)
    own(team, f"{name}-web")
    return team


def own(team: Team, name: str, value: int | None = 80, **fields: Any) -> str:
    """A Service of the team with its score; its ref."""
    entity = make_entity(name, team.name, **fields)
    Ownership.objects.create(subject_ref=entity.ref, owner_ref=team.ref, confidence=1.0, since=NOW)
    Score.objects.create(
        subject_ref=entity.ref, scorecard="ownership", value=value, level="owned", completeness=90, computed_at=NOW
    )
    return entity.ref


def make_finding(number: int = 1, team: Team | None = None, **fields: Any) -> Finding:
    """An open finding on a component of its own."""
    given: dict[str, Any] = {
        "check_id": "owner-is-declared",
        "subject_ref": f"component:default/c{number}",
        "subject_kind": "component",
        "team_ref": team.ref if team else "",
        "sentence": f"Nobody is named as the owner of c{number}.",
        "remedy": "Name the team.",
        "evidence": [{"kind": "file"}],
        "source": get_source(),
        "opened_at": NOW,
        "last_failed_at": NOW,
    }
    return Finding.objects.create(**(given | fields))


def set_administrators(*addresses: str) -> None:
    register_administrators(lambda: addresses)


def list_scopes() -> set[str]:
    """The scopes of all reports that were made."""
    return set(ReportState.objects.values_list("scope", flat=True))


def list_readers(scope: str) -> list[str]:
    """Where the mails of a report go."""
    return list(ReportDelivery.objects.filter(scope=scope).order_by("recipient").values_list("recipient", flat=True))


def get_state(scope: str, week: str = WEEK) -> ScopeState:
    return ScopeState.from_json(ReportState.objects.get(scope=scope, week=week).state)


def freeze_team(team: Team, week: str = WEEK, at: datetime = MONDAY) -> ScopeState:
    """Make the report of a team; what it is made from."""
    freeze_report(get_team_readership(team), week, at)
    return get_state(team.ref, week)
