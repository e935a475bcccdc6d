"""How much a team carries, asked of its people: five questions once a quarter, and what the answers come to.

After the book Team Topologies (2019, ch. 3): extraneous load is what tools and processes add, intrinsic load
what the work itself asks for, and a team should have room left to learn. The questions are our own.

Answers are for the team alone and never shown one by one. Of fewer than three only their number is told, because two
people can work out each other's; and no answer carries a name in here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import fmean

from teams.core.teamapi.document import TeamApiDocument
from teams.core.teamapi.quarters import Quarter, quarter_of
from teams.core.teamapi.schema.vocabulary import LOADS

LEAST_ANSWER, MOST_ANSWER = 1, 5
#: Fewer answers than this are counted and not shown.
LEAST_SHOWN = 3
#: A survey speaks for the quarter it was held in and for the next.
VALID_QUARTERS = 2
#: The mean of all answers, from 1 (easy) to 5 (too much), from which on each level holds.
LEVELS = ((0.0, "low"), (2.25, "medium"), (3.25, "high"), (4.25, "very-high"))


@dataclass(frozen=True, slots=True)
class Question:
    """One question; answers go from 1, which is `lowest`, to 5, which is `highest`. Higher is more load."""

    id: str
    text: str
    lowest: str
    highest: str


QUESTIONS = (
    Question(
        "breadth",
        "How many different things do you have to know well to do your part?",
        "A few, and I know them",
        "Far more than I can keep up with",
    ),
    Question(
        "depth",
        "How hard is it to change what we own without breaking something?",
        "I change it with confidence",
        "Every change is a risk",
    ),
    Question(
        "tools",
        "How much of your time goes into tools, environments and processes instead of the work itself?",
        "Hardly any",
        "Most of it",
    ),
    Question(
        "interruptions",
        "How often are you pulled out of planned work by questions, incidents or other teams?",
        "Hardly ever",
        "Every day, many times",
    ),
    Question(
        "room",
        "How much room is left to learn and to improve what we have?",
        "Enough in every week",
        "None",
    ),
)

#: Question id to a number from 1 to 5.
Answers = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class SurveyResult:
    """What the answers of a team in one quarter come to.

    `is_hidden` below three answers, and then nothing but `count` is set. `mean` is from 1 to 5, `by_question` likewise;
    `level` is one of the words of `cognitiveLoad`.
    """

    quarter: Quarter
    count: int
    is_hidden: bool
    mean: float | None = None
    level: str = ""
    by_question: tuple[tuple[str, float], ...] = ()


class LoadBasis(StrEnum):
    """Where a level of cognitive load comes from; what comes from a survey is for the team alone."""

    DOCUMENT = "team-api"
    SURVEY = "survey"


@dataclass(frozen=True, slots=True)
class LoadFact:
    """The cognitive load of a team: its level, where it comes from, and since when."""

    level: str
    basis: LoadBasis
    as_of_date: date | None


def find_faults(answers: Mapping[str, object]) -> tuple[str, ...]:
    """What is wrong with the answers of one person, in sentences; empty if every question has an answer from 1 to 5."""
    known = {question.id for question in QUESTIONS}
    faults = [f'There is no question "{str(name)[:40]}".' for name in answers if name not in known]
    faults += [
        f'"{question.text}" needs an answer from {LEAST_ANSWER} to {MOST_ANSWER}.'
        for question in QUESTIONS
        if not _is_answer(answers.get(question.id))
    ]
    return tuple(faults)


def summarise(quarter: Quarter, answers: Sequence[Answers]) -> SurveyResult:
    """The result of a quarter. Raises ValueError for answers that `find_faults` complains about."""
    for each in answers:
        if faults := find_faults(each):
            raise ValueError(faults[0])
    if len(answers) < LEAST_SHOWN:
        return SurveyResult(quarter, len(answers), is_hidden=True)
    by_question = tuple((question.id, round(fmean(each[question.id] for each in answers), 1)) for question in QUESTIONS)
    mean = fmean(each[question.id] for each in answers for question in QUESTIONS)
    return SurveyResult(quarter, len(answers), False, round(mean, 2), _find_level(mean), by_question)


def choose_load(document: TeamApiDocument | None, results: Sequence[SurveyResult], today: date) -> LoadFact | None:
    """The load that counts: the newest result that may be shown and is still valid, else what the document says."""
    now = quarter_of(today)
    valid = [each for each in results if not each.is_hidden and 0 <= now.since(each.quarter) < VALID_QUARTERS]
    if valid:
        newest = max(valid, key=lambda each: each.quarter)
        return LoadFact(newest.level, LoadBasis.SURVEY, newest.quarter.first_date)
    if document is not None and document.cognitive_load in LOADS:
        return LoadFact(document.cognitive_load, LoadBasis.DOCUMENT, document.last_review_date)
    return None


def _is_answer(value: object) -> bool:
    return type(value) is int and LEAST_ANSWER <= value <= MOST_ANSWER


def _find_level(mean: float) -> str:
    return [level for least, level in LEVELS if mean >= least][-1]
