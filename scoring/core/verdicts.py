"""Verdict: a check's answer on one subject now. Made by the four functions below, never by hand."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from scoring.core.evidence import Evidence

#: Evidence that is never empty; the type checker refuses an empty tuple.
SomeEvidence = tuple[Evidence, *tuple[Evidence, ...]]


class Outcome(StrEnum):
    """What a check can say. UNKNOWN: it could not look, which is never the same as no."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer, as a sentence a person would say.

    `key` tells several verdicts on one subject apart and must be stable between runs; `team_ref` is the team it
    concerns where that is not the accountable team; `remedy` and `evidence` belong to failed verdicts.
    """

    outcome: Outcome
    subject_ref: str
    sentence: str
    key: str = ""
    team_ref: str = ""
    remedy: str = ""
    evidence: tuple[Evidence, ...] = ()

    def __post_init__(self) -> None:
        if not self.sentence:
            raise ValueError(f"a verdict on {self.subject_ref} without a sentence")
        if self.outcome is Outcome.FAILED and not (self.evidence and self.remedy):
            raise ValueError(f"a failed verdict on {self.subject_ref} needs evidence and a remedy: {self.sentence}")


def passed(subject_ref: str, sentence: str) -> Verdict:
    """The subject is as it should be."""
    return Verdict(Outcome.PASSED, subject_ref, sentence)


def failed(
    subject_ref: str, sentence: str, remedy: str, evidence: SomeEvidence, *, key: str = "", team_ref: str = ""
) -> Verdict:
    """The subject is not as it should be; this becomes a finding."""
    return Verdict(Outcome.FAILED, subject_ref, sentence, key, team_ref, remedy, evidence)


def unknown(subject_ref: str, reason: str) -> Verdict:
    """The check could not look; `reason` is a sentence that says why."""
    return Verdict(Outcome.UNKNOWN, subject_ref, reason)


def not_applicable(subject_ref: str, reason: str) -> Verdict:
    """The question does not arise for this subject; `reason` is a sentence that says why."""
    return Verdict(Outcome.NOT_APPLICABLE, subject_ref, reason)


_WORST_FIRST = (Outcome.FAILED, Outcome.UNKNOWN, Outcome.PASSED, Outcome.NOT_APPLICABLE)


def worst(verdicts: list[Verdict]) -> Verdict:
    """The verdict that decides for a subject with several: failed before unknown before passed."""
    return min(verdicts, key=lambda verdict: (_WORST_FIRST.index(verdict.outcome), verdict.key))
