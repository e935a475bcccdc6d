"""Teams, what they say of themselves, people, and who is on call."""

from teams.models.membership_decision import MembershipDecision
from teams.models.on_call import Override, Schedule
from teams.models.on_call_source import OnCallSource
from teams.models.people import Membership, Person, Team
from teams.models.survey import SurveyAnswer
from teams.models.team_api import TeamApiVersion

__all__ = [
    "Membership",
    "MembershipDecision",
    "OnCallSource",
    "Override",
    "Person",
    "Schedule",
    "SurveyAnswer",
    "Team",
    "TeamApiVersion",
]
