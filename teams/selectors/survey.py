"""Reads of the survey: one's own answers, and what those of a team came to once their quarter is over.

Nothing here asks who may see it: the pages do, by `may` with the kind `survey`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from django.utils.crypto import salted_hmac

from teams.core.teamapi.document import TeamApiDocument
from teams.core.teamapi.quarters import Quarter, parse_quarter, quarter_of
from teams.core.teamapi.survey import VALID_QUARTERS, Answers, LoadFact, SurveyResult, choose_load, summarise
from teams.models import SurveyAnswer, Team

#: As many results of former quarters are shown.
QUARTERS_SHOWN = 8


def make_pseudonym(team: Team, person_ref: str, quarter: Quarter) -> str:
    """By what the answers of a person are found again in one quarter, and in no other."""
    return salted_hmac("teams.survey", f"{team.pk}\n{quarter}\n{person_ref}", algorithm="sha256").hexdigest()


def get_own_answers(team: Team, person_ref: str, quarter: Quarter) -> Answers | None:
    """What a person answered in a quarter; None if nothing."""
    who = make_pseudonym(team, person_ref, quarter)
    row = SurveyAnswer.objects.filter(team=team, quarter=str(quarter), answered_by=who).first()
    return row.answers if row else None


def count_answers(team: Team, quarter: Quarter) -> int:
    """How many people of a team have answered."""
    return SurveyAnswer.objects.filter(team=team, quarter=str(quarter)).count()


def list_results(team: Team, today: date) -> list[SurveyResult]:
    """The results of the quarters that are over, the newest first; not of the present one. One query.

    While a quarter goes on, a result before and after an answer would together tell that answer.
    """
    now = quarter_of(today)
    by_quarter: defaultdict[Quarter, list[Answers]] = defaultdict(list)
    for row in SurveyAnswer.objects.filter(team=team, quarter__lt=str(now)):
        by_quarter[parse_quarter(row.quarter)].append(row.answers)
    newest = sorted(by_quarter, reverse=True)[:QUARTERS_SHOWN]
    return [summarise(quarter, by_quarter[quarter]) for quarter in newest]


def list_loads(documents: Mapping[str, TeamApiDocument], today: date) -> dict[str, LoadFact]:
    """The cognitive load of each team of which it is known, by the team's ref, for checks. One query.

    `documents` are the Team APIs that count. What rests on a survey is for the team alone: show others no more than
    what a check concludes from it.
    """
    now = quarter_of(today)
    wanted = [str(now.plus(-before)) for before in range(1, VALID_QUARTERS)]
    answers: defaultdict[str, defaultdict[Quarter, list[Answers]]] = defaultdict(lambda: defaultdict(list))
    rows = SurveyAnswer.objects.filter(quarter__in=wanted, team__dissolved_at=None)
    for team_ref, quarter, given in rows.values_list("team__ref", "quarter", "answers"):
        answers[team_ref][parse_quarter(quarter)].append(given)
    loads = {}
    for ref in answers.keys() | documents.keys():
        results = [summarise(quarter, each) for quarter, each in answers[ref].items()] if ref in answers else []
        load = choose_load(documents.get(ref), results, today)
        if load is not None:
            loads[ref] = load
    return loads
