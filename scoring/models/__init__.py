"""Facts observed, findings with their life, scores, and what was reported."""

from scoring.models.fact import AuthorActivity, FactState, TicketActivity
from scoring.models.finding import Exemption, Finding, FindingEvent, Unknown
from scoring.models.report import ReportDelivery, ReportState
from scoring.models.score import Score, ScoreDay, ScoringRun

__all__ = [
    "AuthorActivity",
    "Exemption",
    "FactState",
    "Finding",
    "FindingEvent",
    "ReportDelivery",
    "ReportState",
    "Score",
    "ScoreDay",
    "ScoringRun",
    "TicketActivity",
    "Unknown",
]
