"""The survey of a team: five questions once a quarter, answered and seen by its people and by nobody else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from catalog.core.access import Subject
from portal.http import PortalRequest, require
from teams.actions.survey import SurveyError, answer_survey
from teams.core.teamapi.quarters import quarter_of
from teams.core.teamapi.survey import LEAST_ANSWER, LEAST_SHOWN, MOST_ANSWER, QUESTIONS, Question, SurveyResult
from teams.selectors.survey import count_answers, get_own_answers, list_results
from teams.selectors.teams import get_team

_FOR_ITS_PEOPLE = "The survey of a team is for its people alone: nobody else can be let in."
_NUMBERS = range(LEAST_ANSWER, MOST_ANSWER + 1)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with what the reader answered: 0 for nothing yet."""

    question: Question
    answer: int


@dataclass(frozen=True, slots=True)
class Told:
    """One question with the mean of its answers in a quarter."""

    question: Question
    mean: float


@require_http_methods(["GET", "POST"])
def survey(request: PortalRequest, namespace: str, name: str) -> HttpResponse:
    """The questions with one's own answers, which may change until the quarter ends, and what came of earlier ones."""
    team = get_team(request.actor, f"group:{namespace}/{name}")
    if team is None or team.dissolved_at is not None:
        raise Http404
    subject, person_ref = Subject("survey", team_ref=team.ref), request.actor.person_ref
    require(request.actor, "view" if request.method == "GET" else "change", subject, _FOR_ITS_PEOPLE)
    if person_ref is None:
        raise PermissionDenied(_FOR_ITS_PEOPLE)
    today = timezone.localdate()
    quarter = quarter_of(today)
    given: Mapping[str, int] = get_own_answers(team, person_ref, quarter) or {}
    error = ""
    if request.method == "POST":
        posted = {question.id: _read(request.POST.get(question.id, "")) for question in QUESTIONS}
        try:
            answer_survey(team, person_ref, quarter, posted)
        except SurveyError as refused:
            error, given = str(refused), posted
        else:
            messages.success(request, f"Your answers for {quarter} are kept. You may change them until its last day.")
            return redirect("team-survey", namespace=namespace, name=name)
    context = {
        "team": team, "quarter": quarter, "numbers": _NUMBERS, "error": error, "least": LEAST_SHOWN,
        "questions": [Asked(question, given.get(question.id, 0)) for question in QUESTIONS],
        "has_answered": bool(given) and not error, "count": count_answers(team, quarter),
        "results": [(result, _tell(result)) for result in list_results(team, today)],
    }  # fmt: skip
    return render(request, "pages/team_survey.html", context)


def _read(text: str) -> int:
    """A number from the form; 0 for anything else, which is no answer."""
    return int(text) if text in {str(number) for number in _NUMBERS} else 0


def _tell(result: SurveyResult) -> Sequence[Told]:
    questions = {question.id: question for question in QUESTIONS}
    return [Told(questions[id_], mean) for id_, mean in result.by_question if id_ in questions]
