"""What could not be looked at: kept beside the findings, with what was known before."""

from __future__ import annotations

from datetime import datetime

from catalog.models.bulk import among, delete_rows, insert_rows, update_rows
from scoring.core.judging import Judged
from scoring.core.verdicts import Outcome
from scoring.models import Finding, Score, ScoringRun, Unknown

Subject = tuple[str, str]


def write_unknowns(judged: Judged, now: datetime) -> dict[Subject, Unknown]:
    """Bring the table to what is unknown now; returns its rows by (check id, subject ref).

    `since` and the last known verdict stay while it is unknown. Call before findings and scores are written: the last
    known verdict of what is unknown for the first time is read from them.
    """
    stored = {(row.check_id, row.subject_ref): row for row in Unknown.objects.all()}
    delete_rows(Unknown, [row.pk for key, row in stored.items() if key not in judged.unknown])
    reworded = []
    for key, row in stored.items():
        if key in judged.unknown and row.reason != judged.unknown[key]:
            row.reason = judged.unknown[key]
            reworded.append(row)
    update_rows(reworded, ("reason",))
    new = {key: reason for key, reason in judged.unknown.items() if key not in stored}
    rows = _make_rows(new, now)
    insert_rows(list(rows.values()))
    return {key: row for key, row in stored.items() if key in judged.unknown} | rows


def _make_rows(new: dict[Subject, str], now: datetime) -> dict[Subject, Unknown]:
    if not new:
        return {}
    known_at = _get_last_run_at()
    known = _get_known({subject_ref for _, subject_ref in new}) if known_at else {}
    return {
        (check_id, subject_ref): Unknown(
            check_id=check_id,
            subject_ref=subject_ref,
            reason=reason,
            last_known=known.get((check_id, subject_ref), ""),
            last_known_at=known_at if (check_id, subject_ref) in known else None,
            since=now,
        )
        for (check_id, subject_ref), reason in new.items()
    }


def _get_last_run_at() -> datetime | None:
    """When it was known last: at the last run that ended well, since then nothing was unknown."""
    finished = ScoringRun.objects.filter(state=ScoringRun.State.FINISHED)
    return finished.order_by("-started_at").values_list("started_at", flat=True).first()


def _get_known(subject_refs: set[str]) -> dict[Subject, str]:
    """The last verdicts on these subjects: what passed from the scores, what failed from the findings."""
    known: dict[Subject, str] = {}
    scores = Score.objects.filter(subject_ref__in=among(sorted(subject_refs)))
    for subject_ref, points in scores.values_list("subject_ref", "points"):
        passed = (point["check_id"] for point in points if point["outcome"] == Outcome.PASSED)
        known.update({(check_id, subject_ref): str(Outcome.PASSED) for check_id in passed})
    unresolved = Finding.objects.exclude(state=Finding.State.RESOLVED)
    unresolved = unresolved.filter(subject_ref__in=among(sorted(subject_refs)))
    for key in unresolved.values_list("check_id", "subject_ref"):
        known[key] = str(Outcome.FAILED)
    return known
