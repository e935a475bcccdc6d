"""Findings and their lives, brought to what one run judged."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from catalog.models.bulk import among, insert_rows, update_rows
from scoring.core.judging import Judged
from scoring.core.lifecycle import (
    Failure,
    FindingKey,
    LifePlan,
    OpenFinding,
    Opening,
    Step,
    count_exemptions,
    plan_lives,
)
from scoring.models import Exemption, Finding, FindingEvent, ScoringRun
from scoring.models.finding import read_guards, write_guards

ACTOR_REF = "system"
CONTENT = ("subject_kind", "team_ref", "source_id", "sentence", "remedy", "evidence", "guards")
State = Finding.State


def write_findings(judged: Judged, now: datetime, run: ScoringRun) -> frozenset[FindingKey]:
    """Open, keep, resolve and exempt findings in a fixed number of queries; returns the keys that are exempted.

    Sets `opened` and `resolved` of the run, and does not save it. The same judgement on the same day writes nothing.
    """
    rows = list(Finding.objects.exclude(state=State.RESOLVED))
    stored = {_key(row): row for row in rows}
    today = now.astimezone(UTC).date()
    failures = judged.judgement.failures
    exemptions = count_exemptions(_list_exemptions(today), {*failures, *stored})
    before = _list_resolved(failures.keys() - stored.keys())
    plan = plan_lives({key: _open(row) for key, row in stored.items()}, judged.judgement, exemptions, before, today)
    _write_kept(plan, {row.pk: row for row in rows}, now)
    _write_resolved(plan, {row.pk: row for row in rows}, now)
    _write_opened(plan, now)
    run.opened, run.resolved = len(plan.opened), len(plan.resolved)
    return frozenset(exemptions)


def _key(row: Finding) -> FindingKey:
    return FindingKey(row.check_id, row.subject_ref, row.key)


def _open(row: Finding) -> OpenFinding:
    failure = Failure(**{name: getattr(row, name) for name in CONTENT} | {"guards": read_guards(row.guards)})
    return OpenFinding(row.pk, failure, row.last_failed_at.astimezone(UTC).date(), row.exempted_until_date)


def _list_exemptions(today: date) -> Iterable[tuple[str, str, str, date]]:
    counting = Exemption.objects.filter(withdrawn_at=None, until_date__gte=today)
    return counting.values_list("check_id", "subject_ref", "key", "until_date")


def _list_resolved(new: set[FindingKey]) -> set[FindingKey]:
    """Those of `new` of which there was a finding before."""
    if not new:
        return set()
    resolved = Finding.objects.filter(state=State.RESOLVED, subject_ref__in=among(sorted({k.subject_ref for k in new})))
    return {FindingKey(*row) for row in resolved.values_list("check_id", "subject_ref", "key")} & new


def _write_kept(plan: LifePlan, rows: dict[int, Finding], now: datetime) -> None:
    kept = []
    for pk, failure, until in plan.kept:
        row = rows[pk]
        for name, value in _list_content(failure).items():
            setattr(row, name, value)
        row.last_failed_at, row.exempted_until_date = now, until
        row.state = State.EXEMPTED if until else State.OPEN
        kept.append(row)
    update_rows(kept, (*CONTENT, "last_failed_at", "exempted_until_date", "state"))


def _write_resolved(plan: LifePlan, rows: dict[int, Finding], now: datetime) -> None:
    resolved = [rows[pk] for pk in plan.resolved]
    for row in resolved:
        row.state, row.resolved_at, row.exempted_until_date = State.RESOLVED, now, None
    update_rows(resolved, ("state", "resolved_at", "exempted_until_date"))


def _write_opened(plan: LifePlan, now: datetime) -> None:
    """New findings, and the events of this run; the ids of the new ones are read back in one query."""
    insert_rows([_new(opening, now) for opening in plan.opened])
    steps = list(plan.steps)
    if plan.opened:
        opened = {opening.key: opening for opening in plan.opened}
        refs = sorted({key.subject_ref for key in opened})
        unresolved = Finding.objects.exclude(state=State.RESOLVED).filter(subject_ref__in=among(refs))
        for row in unresolved.only("check_id", "subject_ref", "key"):
            if (opening := opened.get(_key(row))) is not None:
                steps.extend(_first_steps(row.pk, opening))
    insert_rows(
        [
            FindingEvent(finding_id=step.finding_id, event=step.event, actor_ref=ACTOR_REF, note=step.note, at=now)
            for step in steps
        ]
    )


def _new(opening: Opening, now: datetime) -> Finding:
    failure = opening.failure
    return Finding(
        **opening.key._asdict(),
        **_list_content(failure),
        state=State.EXEMPTED if opening.exempted_until else State.OPEN,
        opened_at=now,
        last_failed_at=now,
        exempted_until_date=opening.exempted_until,
    )


def _list_content(failure: Failure) -> dict[str, Any]:
    return {name: getattr(failure, name) for name in CONTENT} | {"guards": write_guards(failure.guards)}


def _first_steps(finding_id: int, opening: Opening) -> Iterable[Step]:
    yield Step(finding_id, opening.event)
    if opening.exempted_until:
        yield Step(finding_id, "exempted", f"until {opening.exempted_until}")
