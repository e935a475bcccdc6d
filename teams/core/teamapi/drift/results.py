"""What a rule answers: neutral values, which a check turns into a verdict with its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Outcome(StrEnum):
    """DRIFTED: the document and what is observed differ. UNKNOWN: it could not be looked at, which is never a no."""

    DRIFTED = "drifted"
    AGREES = "agrees"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not applicable"


class LineShown(NamedTuple):
    """A line of the Team API of a team."""

    team_ref: str
    line: int
    says: str


class RefShown(NamedTuple):
    """Something in the catalog, and what is to be seen of it."""

    ref: str
    says: str


class NumberShown(NamedTuple):
    """A number with its unit; `ref` names what it belongs to, where that is something in the catalog."""

    name: str
    value: float
    unit: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class DriftResult:
    """The answer about one team. `key` tells several about one team apart and stays the same between runs.

    A drifted result has a remedy and shows at least one line, ref or number.
    """

    outcome: Outcome
    team_ref: str
    sentence: str
    key: str = ""
    remedy: str = ""
    lines: tuple[LineShown, ...] = ()
    refs: tuple[RefShown, ...] = ()
    numbers: tuple[NumberShown, ...] = ()

    def __post_init__(self) -> None:
        if self.outcome is Outcome.DRIFTED and not (self.remedy and (self.lines or self.refs or self.numbers)):
            raise ValueError(f"drift of {self.team_ref} needs a remedy and something to look at: {self.sentence}")


def agrees(team_ref: str, sentence: str) -> DriftResult:
    """The document says what is."""
    return DriftResult(Outcome.AGREES, team_ref, sentence)


def unknown(team_ref: str, sentence: str, key: str = "", about: str = "") -> DriftResult:
    """It could not be looked at; the sentence says why, and `about` is the ref of an entity that it names."""
    refs = (RefShown(about, "could not be looked at"),) if about else ()
    return DriftResult(Outcome.UNKNOWN, team_ref, sentence, key, refs=refs)


def not_applicable(team_ref: str, sentence: str) -> DriftResult:
    """The question does not arise; the sentence says why."""
    return DriftResult(Outcome.NOT_APPLICABLE, team_ref, sentence)
