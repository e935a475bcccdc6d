"""Scores of Services, and where each stood at the end of each day."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, datetime

from catalog.models.bulk import delete_rows, insert_rows, update_rows
from scoring.core import scores as core
from scoring.core.judging import Judged
from scoring.core.lifecycle import FindingKey
from scoring.core.scorecards import SCORECARDS, Scorecard
from scoring.core.scores import ScoreNow, compute_score
from scoring.core.snapshot import Entity, Snapshot
from scoring.models import Score, ScoreDay, Unknown

Subject = tuple[str, str]
WRITTEN = ("value", "level", "completeness", "points", "computed_at")


def write_scores(
    snapshot: Snapshot, judged: Judged, unknown: Mapping[Subject, Unknown], exempted: Collection[FindingKey]
) -> None:
    """Rate every Service on every scorecard in a fixed number of queries. Writes only what changed."""
    resting = _list_resting(judged, exempted)
    services = [entity for entity in snapshot.of_kinds("component") if snapshot.is_service(entity)]
    computed = {
        (service.ref, card.id): compute_score(card, _collect(card, service, judged, unknown, resting), snapshot.now)
        for service in services
        for card in SCORECARDS.values()
    }
    _write_now(computed, snapshot.now)
    _write_day(computed, snapshot.now)


def _list_resting(judged: Judged, exempted: Collection[FindingKey]) -> set[Subject]:
    """The (check id, subject ref) whose every failure is exempted."""
    failures = judged.judgement.failures
    counting = {(key.check_id, key.subject_ref) for key in failures if key not in exempted}
    return {(key.check_id, key.subject_ref) for key in failures} - counting


def _collect(
    card: Scorecard,
    service: Entity,
    judged: Judged,
    unknown: Mapping[Subject, Unknown],
    resting: Collection[Subject],
) -> dict[str, core.Judged]:
    """What the checks of a scorecard said about one service."""
    found = {}
    for weight in card.weights:
        subject = (weight.check_id, service.ref)
        verdict, row = judged.deciding.get(subject), unknown.get(subject)
        if verdict is not None:
            found[weight.check_id] = core.Judged(
                verdict.outcome,
                verdict.sentence,
                is_exempted=subject in resting,
                last_known=row.last_known if row else "",
                last_known_at=row.last_known_at if row else None,
                guards=tuple(sorted(judged.guards.get(subject, ()))),
            )
    return found


def _write_now(computed: Mapping[Subject, ScoreNow], now: datetime) -> None:
    stored = {(row.subject_ref, row.scorecard): row for row in Score.objects.all()}
    changed = []
    for key, row in stored.items():
        if key in computed and _fill(row, computed[key]):
            row.computed_at = now
            changed.append(row)
    update_rows(changed, WRITTEN)
    delete_rows(Score, [row.pk for key, row in stored.items() if key not in computed])
    new = [Score(subject_ref=key[0], scorecard=key[1], computed_at=now) for key in computed if key not in stored]
    for row in new:
        _fill(row, computed[row.subject_ref, row.scorecard])
    insert_rows(new)


def _fill(row: Score, score: ScoreNow) -> bool:
    """Let the row say what was computed; whether that changes it."""
    before = (row.value, row.level, row.completeness, row.points)
    row.value, row.level, row.completeness = score.value, score.level, score.completeness
    row.points = [point.to_json() for point in score.points]
    return before != (row.value, row.level, row.completeness, row.points)


def _write_day(computed: Mapping[Subject, ScoreNow], now: datetime) -> None:
    today = now.astimezone(UTC).date()
    stored = {(row.subject_ref, row.scorecard): row for row in ScoreDay.objects.filter(day_date=today)}
    changed = []
    for key, row in stored.items():
        score = computed.get(key)
        if score is not None and (row.value, row.completeness) != (score.value, score.completeness):
            row.value, row.completeness = score.value, score.completeness
            changed.append(row)
    update_rows(changed, ("value", "completeness"))
    insert_rows(
        [
            ScoreDay(
                subject_ref=ref, scorecard=card, day_date=today, value=score.value, completeness=score.completeness
            )
            for (ref, card), score in computed.items()
            if (ref, card) not in stored
        ]
    )
