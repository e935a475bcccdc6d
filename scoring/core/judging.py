"""All checks on one Snapshot: what each said about each subject, ready to be written down. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from scoring.core.evidence import Evidence, origins_of
from scoring.core.lifecycle import Failure, FindingKey, Judgement
from scoring.core.registry import Check
from scoring.core.snapshot import Snapshot
from scoring.core.verdicts import Outcome, Verdict, worst


class UnsoundVerdictError(Exception):
    """A check judged something that is not there, or said two things at once; a fault of the check."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What the run said, by (check id, subject ref): the verdict that decides, and why what is unknown is unknown."""

    deciding: dict[tuple[str, str], Verdict]
    unknown: dict[tuple[str, str], str]
    judgement: Judgement


def judge_all(checks: Iterable[Check], snapshot: Snapshot) -> Judged:
    """Let every check judge the Snapshot. Raises UnsoundVerdictError naming the check and the subject."""
    verdicts: defaultdict[tuple[str, str], list[Verdict]] = defaultdict(list)
    failures: dict[FindingKey, Failure] = {}
    unknown: dict[tuple[str, str], str] = {}
    for check in checks:
        for verdict in check.judge(snapshot):
            subject = (check.id, verdict.subject_ref)
            verdicts[subject].append(verdict)
            if verdict.outcome is Outcome.FAILED:
                key = FindingKey(*subject, verdict.key)
                if key in failures:
                    raise UnsoundVerdictError(f"{check.id} failed {verdict.subject_ref} twice under {verdict.key!r}")
                failures[key] = make_failure(snapshot, check.id, verdict)
            elif verdict.outcome is Outcome.UNKNOWN:
                unknown[subject] = verdict.sentence
    deciding = {subject: worst(said) for subject, said in verdicts.items()}
    sentences = {subject: verdict.sentence for subject, verdict in deciding.items()}
    return Judged(deciding, unknown, Judgement(failures, sentences, unknown.keys()))


def make_failure(snapshot: Snapshot, check_id: str, verdict: Verdict) -> Failure:
    """What the finding of a failed verdict says, whom it concerns, and who may see it."""
    kind, source_id = _look_up(snapshot, check_id, verdict.subject_ref)
    owner = snapshot.owners.get(verdict.subject_ref)
    return Failure(
        subject_kind=kind,
        team_ref=verdict.team_ref or (owner.team_ref if owner else ""),
        source_id=_most_private(snapshot, source_id, verdict.evidence),
        sentence=verdict.sentence,
        remedy=verdict.remedy,
        evidence=[each.to_json() for each in verdict.evidence],
    )


def _look_up(snapshot: Snapshot, check_id: str, subject_ref: str) -> tuple[str, int | None]:
    """Kind and source of a subject."""
    entity = snapshot.entities.get(subject_ref)
    if entity is not None:
        return entity.kind, entity.source_id
    repository = snapshot.repository_by_ref(subject_ref)
    if repository is None:
        raise UnsoundVerdictError(f"{check_id} judged {subject_ref}, which is not in the catalog")
    return "repository", repository.source_id


def _most_private(snapshot: Snapshot, source_id: int | None, evidence: Iterable[Evidence]) -> int | None:
    """The source of the subject, unless the evidence comes from one that fewer people may see."""
    shown = sorted(origins_of(evidence) & snapshot.repositories.keys())
    sources = (source_id, *(snapshot.repositories[origin_id].source_id for origin_id in shown))
    return next((source for source in sources if source in snapshot.restricted_sources), source_id)
