"""What a person answers in the survey of their team; the last answer of a quarter counts."""

from __future__ import annotations

from collections.abc import Mapping

from teams.core.teamapi.quarters import Quarter
from teams.core.teamapi.survey import find_faults
from teams.models import SurveyAnswer, Team
from teams.selectors.survey import make_pseudonym


class SurveyError(ValueError):
    """Answers that cannot be kept; the text says why, one sentence for each fault."""


def answer_survey(team: Team, person_ref: str, quarter: Quarter, answers: Mapping[str, object]) -> None:
    """Keep the answers of one person, in place of what they answered before. Raises SurveyError. Check that one may."""
    if faults := find_faults(answers):
        raise SurveyError(" ".join(faults))
    who = make_pseudonym(team, person_ref, quarter)
    SurveyAnswer.objects.update_or_create(
        team=team, quarter=str(quarter), answered_by=who, defaults={"answers": dict(answers)}
    )
