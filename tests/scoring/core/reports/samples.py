"""States that tests of reports begin with."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from scoring.core.registry import Check
from scoring.core.reports.state import (
    OpenGroup,
    ReportedFinding,
    ReportedResolution,
    ScopeState,
    ScoreGroup,
    UnknownGroup,
)
from scoring.core.topic import Topic
from scoring.core.topics import sort_checks

NOW = datetime(2026, 3, 9, 7, tzinfo=UTC)
LAST_WEEK = NOW - timedelta(weeks=1)
TOPICS = sort_checks(
    Check(id_, f"{title}.", {}, ("component",), (), lambda _: (), topic, label)
    for id_, title, topic, label in (
        ("owner-is-declared", "Owner is declared", Topic.ORPHANS, "No owner declared"),
        ("owner-team-is-alive", "Owner team is alive", Topic.ORPHANS, "Team empty or dissolved"),
        ("claims-agree", "Claims of ownership agree", Topic.MISMATCHES, "Claims disagree"),
        ("pager-covers-service", "Pager covers service", Topic.OTHERS, "No pager coverage"),
    )
)


def finding(id_: int, check_id: str = "owner-is-declared", **fields: Any) -> ReportedFinding:
    given: dict[str, Any] = {
        "source_id": 1,
        "subject_ref": f"component:default/c{id_}",
        "team_ref": "group:default/shop",
        "sentence": f"Nobody owns c{id_}.",
        "remedy": "Name a team.",
        "opened_at": NOW - timedelta(days=3),
    }
    return ReportedFinding(id=id_, check_id=check_id, **(given | fields))


def resting(id_: int, until: date) -> ReportedFinding:
    return finding(id_, exempted_until=until)


def resolution(id_: int, **fields: Any) -> ReportedResolution:
    given: dict[str, Any] = {"source_id": 1, "resolved_at": NOW, "sentence": f"Nobody owned c{id_}.", "how": "Owned."}
    return ReportedResolution(id=id_, check_id="owner-is-declared", **(given | fields))


def unknown(check_id: str = "claims-agree", count: int = 1, *reasons: str, source_id: int | None = 1) -> UnknownGroup:
    return UnknownGroup(check_id, source_id, count, reasons)


def scores(value_sum: int, services: int = 1, *, day: date | None = None, source_id: int | None = 1) -> ScoreGroup:
    return ScoreGroup(day or NOW.date(), source_id, services, services, value_sum, 90 * services)


def state(*open_now: ReportedFinding, **fields: Any) -> ScopeState:
    """A state in which these findings are open and told."""
    groups: dict[tuple[str, int | None, tuple[int, ...]], list[int]] = {}
    for each in open_now:
        groups.setdefault((each.check_id, each.source_id, each.guards), []).append(each.id)
    given: dict[str, Any] = {
        "scope": "group:default/shop",
        "name": "Shop",
        "as_of": NOW,
        "judged_at": NOW,
        "open": tuple(OpenGroup(check, source, tuple(ids), guards) for (check, source, guards), ids in groups.items()),
        "told": open_now,
    }
    return ScopeState(**(given | fields))
