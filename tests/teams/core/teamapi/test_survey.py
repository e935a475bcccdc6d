"""Five questions, and what their answers come to without showing anybody's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teams.core.teamapi.quarters import Quarter
from teams.core.teamapi.schema.vocabulary import LOADS
from teams.core.teamapi.survey import (
    LEVELS,
    QUESTIONS,
    LoadBasis,
    LoadFact,
    SurveyResult,
    choose_load,
    find_faults,
    summarise,
)
from tests.teams.core.teamapi.samples import FULL, SMALLEST, read

NOW = Quarter(2026, 4)
TODAY = date(2026, 11, 21)


def answers(value: int, **others: int) -> dict[str, int]:
    return {question.id: value for question in QUESTIONS} | others


def test_there_are_five_questions() -> None:
    assert len({question.id for question in QUESTIONS}) == 5


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_answers_are_counted_and_not_shown(count: int) -> None:
    assert summarise(NOW, [answers(5)] * count) == SurveyResult(NOW, count, is_hidden=True)


def test_three_answers_are_shown_together() -> None:
    result = summarise(NOW, [answers(1), answers(3), answers(5, room=2)])
    assert result == SurveyResult(
        NOW,
        3,
        False,
        2.8,
        "medium",
        (("breadth", 3.0), ("depth", 3.0), ("tools", 3.0), ("interruptions", 3.0), ("room", 2.0)),
    )


@pytest.mark.parametrize(("value", "level"), [(1, "low"), (2, "low"), (3, "medium"), (4, "high"), (5, "very-high")])
def test_levels(value: int, level: str) -> None:
    assert summarise(NOW, [answers(value)] * 3).level == level


def test_levels_are_the_words_of_the_document_in_order() -> None:
    assert tuple(level for _, level in LEVELS) == LOADS


@given(
    st.lists(st.fixed_dictionaries({question.id: st.integers(1, 5) for question in QUESTIONS}), min_size=3, max_size=9)
)
def test_order_of_the_answers_tells_nothing(given_answers: list[dict[str, int]]) -> None:
    result = summarise(NOW, given_answers)
    assert result == summarise(NOW, list(reversed(given_answers)))
    assert result.mean is not None
    assert 1 <= result.mean <= 5


@given(st.integers(1, 5), st.integers(1, 5))
def test_more_load_never_lowers_the_level(lower: int, higher: int) -> None:
    low, high = sorted((lower, higher))
    levels = [level for _, level in LEVELS]
    first, second = summarise(NOW, [answers(low)] * 3).level, summarise(NOW, [answers(high)] * 3).level
    assert levels.index(first) <= levels.index(second)


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        answers(3) | {"breadth": 0},
        answers(3) | {"breadth": 6},
        answers(3) | {"breadth": True},
        answers(3) | {"breadth": "3"},
        answers(3) | {"breadth": 2.5},
        answers(3) | {"mood": 3},
    ],
    ids=["nothing", "too low", "too high", "yes", "text", "between", "another question"],
)
def test_wrong_answers_are_refused(wrong: dict[str, int]) -> None:
    assert find_faults(wrong)
    with pytest.raises(ValueError, match=r"needs an answer|no question"):
        summarise(NOW, [wrong] * 3)


def test_right_answers_have_no_fault() -> None:
    assert find_faults(answers(1)) == find_faults(answers(5)) == ()


SURVEYED = summarise(NOW, [answers(5)] * 3)
HIGH_BY_DOCUMENT = LoadFact("high", LoadBasis.DOCUMENT, date(2026, 5, 20))


@pytest.mark.parametrize(
    ("results", "fact"),
    [
        ([SURVEYED], LoadFact("very-high", LoadBasis.SURVEY, date(2026, 10, 1))),
        ([replace(SURVEYED, quarter=Quarter(2026, 3))], LoadFact("very-high", LoadBasis.SURVEY, date(2026, 7, 1))),
        (
            [replace(SURVEYED, quarter=Quarter(2026, 3), level="low"), SURVEYED],
            LoadFact("very-high", LoadBasis.SURVEY, date(2026, 10, 1)),
        ),
        ([replace(SURVEYED, quarter=Quarter(2026, 2))], HIGH_BY_DOCUMENT),
        ([replace(SURVEYED, quarter=Quarter(2027, 1))], HIGH_BY_DOCUMENT),
        ([summarise(NOW, [answers(1)] * 2)], HIGH_BY_DOCUMENT),
        ([], HIGH_BY_DOCUMENT),
    ],
    ids=["this quarter", "the last", "newest of two", "too old", "from the future", "hidden", "none"],
)
def test_which_load_counts(results: list[SurveyResult], fact: LoadFact) -> None:
    assert choose_load(read(FULL), results, TODAY) == fact


def test_no_load_is_known() -> None:
    assert choose_load(read(SMALLEST), [], TODAY) is None
    assert choose_load(None, [], TODAY) is None
