"""Answers are kept once a person and quarter, without a name, and come to a result when the quarter is over."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from teams.actions.survey import SurveyError, answer_survey
from teams.core.teamapi.document import Dialect, TeamApiDocument
from teams.core.teamapi.quarters import Quarter
from teams.core.teamapi.survey import QUESTIONS, LoadBasis, LoadFact
from teams.models import SurveyAnswer, Team
from teams.selectors.survey import count_answers, get_own_answers, list_loads, list_results
from tests.scoring.factories import make_team

pytestmark = pytest.mark.django_db

Q3, Q4 = Quarter(2026, 3), Quarter(2026, 4)
IN_Q4, IN_Q1 = date(2026, 11, 1), date(2027, 1, 1)
PEOPLE = ("user:default/ann", "user:default/ben", "user:default/cleo")


def all_of(number: int) -> dict[str, object]:
    return {question.id: number for question in QUESTIONS}


@pytest.fixture
def team() -> Team:
    return make_team("shop")


def answer(team: Team, quarter: Quarter, *numbers: int) -> None:
    for person, number in zip(PEOPLE, numbers, strict=False):
        answer_survey(team, person, quarter, all_of(number))


def test_the_last_answer_of_a_quarter_counts(team: Team) -> None:
    answer(team, Q4, 2)
    answer(team, Q4, 5)
    assert count_answers(team, Q4) == 1
    assert get_own_answers(team, PEOPLE[0], Q4) == all_of(5)
    assert get_own_answers(team, PEOPLE[1], Q4) is None
    assert get_own_answers(team, PEOPLE[0], Q3) is None


def test_no_name_is_kept_and_nobody_is_followed_from_quarter_to_quarter(team: Team) -> None:
    answer(team, Q3, 2)
    answer(team, Q4, 2)
    rows = SurveyAnswer.objects.values()
    assert len({row["answered_by"] for row in rows}) == 2
    assert not any("ann" in str(value) for row in rows for value in row.values())


@pytest.mark.parametrize("wrong", [{}, {"breadth": 1}, all_of(0), all_of(6), all_of(3) | {"more": 1}, all_of(True)])
def test_answers_that_are_none_are_refused(team: Team, wrong: dict[str, Any]) -> None:
    with pytest.raises(SurveyError, match=r"answer from 1 to 5|no question"):
        answer_survey(team, PEOPLE[0], Q4, wrong)
    assert not SurveyAnswer.objects.exists()


def test_a_result_waits_for_the_end_of_its_quarter(team: Team) -> None:
    answer(team, Q4, 2, 3, 4)
    assert list_results(team, IN_Q4) == []
    (result,) = list_results(team, IN_Q1)
    assert (result.quarter, result.count, result.level, result.mean) == (Q4, 3, "medium", 3.0)


def test_of_fewer_than_three_only_their_number_is_told(team: Team) -> None:
    answer(team, Q4, 2, 3)
    (result,) = list_results(team, IN_Q1)
    assert (result.count, result.is_hidden, result.mean, result.by_question) == (2, True, None, ())


def test_results_go_from_the_newest_back(team: Team) -> None:
    for quarter in (Q3, Q4):
        answer(team, quarter, 2, 3, 4)
    assert [result.quarter for result in list_results(team, IN_Q1)] == [Q4, Q3]


def test_the_load_is_that_of_the_last_quarter_else_what_the_document_says(team: Team) -> None:
    document = TeamApiDocument(Dialect.NATIVE, cognitive_load="low")
    answer(team, Q4, 5, 5, 5)
    assert list_loads({team.ref: document}, IN_Q4) == {team.ref: LoadFact("low", LoadBasis.DOCUMENT, None)}
    assert list_loads({}, IN_Q4) == {}
    assert list_loads({team.ref: document}, IN_Q1)[team.ref].level == "very-high"
    assert list_loads({}, IN_Q1)[team.ref].basis is LoadBasis.SURVEY
    assert list_loads({}, date(2027, 4, 1)) == {}, "it has had its time"


def test_a_survey_of_too_few_gives_no_load(team: Team) -> None:
    answer(team, Q4, 5, 5)
    assert list_loads({}, IN_Q1) == {}


def test_a_team_that_is_gone_carries_nothing(team: Team) -> None:
    answer(team, Q4, 5, 5, 5)
    Team.objects.filter(pk=team.pk).update(dissolved_at="2026-12-31T00:00:00Z")
    assert list_loads({}, IN_Q1) == {}
