"""How a scope stands now, as one actor may see it: what a report is made from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from catalog.core.access import Actor
from catalog.models.bulk import among_ids
from catalog.models.visibility import VisibleQuerySet
from scoring.core.reports.state import ORGANISATION, OpenGroup, ReportedFinding, ReportedResolution, ScopeState
from scoring.core.reports.words import clean_text
from scoring.models import Finding, FindingEvent, ScoringRun
from scoring.models.finding import read_guards
from scoring.selectors.findings import get_topics, list_findings
from scoring.selectors.report_sums import sum_past_scores, sum_scores, sum_unknown

#: Findings whose words are kept; the others are counted.
MAX_TOLD = 400
State = Finding.State


def load_state(actor: Actor, scope: str, name: str, now: datetime, previous: ScopeState | None) -> ScopeState:
    """How `scope` stands, as far as the actor may see it; what was resolved since `previous`. At most ten queries."""
    findings = list_findings(actor) if scope == ORGANISATION else list_findings(actor).filter(team_ref=scope)
    unresolved = list(findings.exclude(state=State.RESOLVED).defer("evidence"))
    open_now = [row for row in unresolved if row.state == State.OPEN]
    exempted = [row for row in unresolved if row.state == State.EXEMPTED]
    told = _choose_told(open_now, previous.list_open_ids() if previous else frozenset())
    came_back = _list_steps([*told, *exempted], "reopened").keys()
    return ScopeState(
        scope=scope,
        name=clean_text(name),
        as_of=now,
        judged_at=_get_judged_at(),
        open=_group(open_now),
        told=tuple(_report(row, came_back) for row in told),
        exempted=tuple(_report(row, came_back) for row in exempted),
        resolved=_load_resolved(findings, previous.as_of) if previous else (),
        unknown=sum_unknown(actor, scope),
        scores=sum_scores(actor, scope, now),
        past_scores=sum_past_scores(actor, scope, now),
    )


def _choose_told(rows: Iterable[Finding], before: frozenset[int]) -> Sequence[Finding]:
    """What a report tells first; of each check the new before the old."""
    rank = get_topics().rank
    ranked = sorted(rows, key=lambda row: (rank(row.check_id), row.pk in before, row.opened_at, row.pk))
    return ranked[:MAX_TOLD]


def _group(rows: Iterable[Finding]) -> tuple[OpenGroup, ...]:
    groups: defaultdict[tuple[str, int, tuple[int, ...]], list[int]] = defaultdict(list)
    for row in rows:
        groups[row.check_id, row.source_id or 0, read_guards(row.guards)].append(row.pk)
    return tuple(
        OpenGroup(check_id, source_id or None, tuple(sorted(ids)), guards)
        for (check_id, source_id, guards), ids in sorted(groups.items())
    )


def _report(row: Finding, came_back: Collection[int]) -> ReportedFinding:
    return ReportedFinding(
        id=row.pk,
        check_id=row.check_id,
        source_id=row.source_id,
        subject_ref=row.subject_ref,
        team_ref=row.team_ref,
        sentence=clean_text(row.sentence),
        remedy=clean_text(row.remedy),
        opened_at=row.opened_at,
        is_back=row.pk in came_back,
        exempted_until=row.exempted_until_date,
        guards=read_guards(row.guards),
    )


def _load_resolved(findings: VisibleQuerySet[Finding], since: datetime) -> tuple[ReportedResolution, ...]:
    """What was resolved since then, the last first; words for the leading ones only."""
    rows = list(
        findings.filter(state=State.RESOLVED, resolved_at__gt=since).defer("evidence").order_by("-resolved_at", "pk")
    )
    notes = _list_steps(rows[:MAX_TOLD], "resolved")
    return tuple(
        ReportedResolution(
            id=row.pk,
            check_id=row.check_id,
            source_id=row.source_id,
            resolved_at=row.resolved_at or since,
            sentence=clean_text(row.sentence) if row.pk in notes else "",
            how=clean_text(notes.get(row.pk, "")),
            guards=read_guards(row.guards),
        )
        for row in rows
    )


def _list_steps(rows: Sequence[Finding], event: str) -> dict[int, str]:
    """Id -> note of those findings that have had this event."""
    events = FindingEvent.objects.filter(finding_id__in=among_ids([row.pk for row in rows]), event=event)
    return dict(events.order_by("at", "pk").values_list("finding_id", "note"))


def _get_judged_at() -> datetime | None:
    finished = ScoringRun.objects.filter(state=ScoringRun.State.FINISHED)
    return finished.order_by("-finished_at").values_list("finished_at", flat=True).first()
