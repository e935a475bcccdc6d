"""All checks on one Snapshot: what each said about each subject, ready to be written down. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from scoring.core.evidence import origins_of, refs_of
from scoring.core.guards import HIDDEN, HIDDEN_NOTE, list_marks, list_marks_in, take_marks
from scoring.core.lifecycle import Failure, FindingKey, Judgement
from scoring.core.registry import Check
from scoring.core.snapshot import Snapshot
from scoring.core.verdicts import Outcome, Verdict, worst


class UnsoundVerdictError(Exception):
    """A check judged something that is not there, or said two things at once; a fault of the check."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What the run said, by (check id, subject ref): the verdict that decides, and why what is unknown is unknown.

    `guards`: the restricted sources, other than the subject's own, of which the deciding verdict tells.
    """

    deciding: dict[tuple[str, str], Verdict]
    unknown: dict[tuple[str, str], str]
    judgement: Judgement
    guards: dict[tuple[str, str], frozenset[int]]


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
                key = FindingKey(*subject, take_marks(verdict.key))
                if key in failures:
                    raise UnsoundVerdictError(f"{check.id} failed {verdict.subject_ref} twice under {verdict.key!r}")
                failures[key] = make_failure(snapshot, check.id, verdict)
            elif verdict.outcome is Outcome.UNKNOWN:
                is_open = not list_marks(verdict.sentence) - _own_source(snapshot, verdict.subject_ref)
                unknown[subject] = take_marks(verdict.sentence) if is_open else HIDDEN
    deciding = {subject: worst(said) for subject, said in verdicts.items()}
    guards = {s: found for s, verdict in deciding.items() if (found := _list_guards(snapshot, verdict))}
    deciding = {subject: replace(v, sentence=take_marks(v.sentence)) for subject, v in deciding.items()}
    sentences = {s: HIDDEN_NOTE if s in guards else verdict.sentence for s, verdict in deciding.items()}
    return Judged(deciding, unknown, Judgement(failures, sentences, unknown.keys()), guards)


def make_failure(snapshot: Snapshot, check_id: str, verdict: Verdict) -> Failure:
    """What the finding of a failed verdict says, whom it concerns, and who may see it."""
    kind, source_id = _look_up(snapshot, check_id, verdict.subject_ref)
    owner = snapshot.owners.get(verdict.subject_ref)
    guards = sorted(_list_guards(snapshot, verdict))
    if guards and source_id not in snapshot.restricted_sources:
        source_id = guards.pop(0)
    return Failure(
        subject_kind=kind,
        team_ref=verdict.team_ref or (owner.team_ref if owner else ""),
        source_id=source_id,
        sentence=take_marks(verdict.sentence),
        remedy=take_marks(verdict.remedy),
        evidence=[take_marks(each.to_json()) for each in verdict.evidence],
        guards=tuple(guards),
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


def _own_source(snapshot: Snapshot, subject_ref: str) -> frozenset[int | None]:
    entity, repository = snapshot.entities.get(subject_ref), snapshot.repository_by_ref(subject_ref)
    subject = entity or repository
    return frozenset({subject.source_id}) if subject else frozenset()


def _list_guards(snapshot: Snapshot, verdict: Verdict) -> frozenset[int]:
    """The restricted sources, besides that of its subject, which one has to see in order to be told a verdict.

    They are those of the names in its words, and of where and what its evidence is.
    """
    if not snapshot.restricted_sources:
        return frozenset()
    evidence = [each.to_json() for each in verdict.evidence]
    places = (snapshot.repositories.get(origin_id) for origin_id in origins_of(verdict.evidence))
    things = (snapshot.entities.get(ref) for ref in refs_of(verdict.evidence))
    found = {each.source_id for each in (*places, *things) if each is not None}
    found |= list_marks_in([verdict.sentence, verdict.remedy, evidence])
    return frozenset(
        source_id
        for source_id in found - _own_source(snapshot, verdict.subject_ref)
        if source_id is not None and source_id in snapshot.restricted_sources
    )
