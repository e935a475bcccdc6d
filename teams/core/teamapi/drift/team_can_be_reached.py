"""A team can be reached: for questions, and for incidents where it owns a production service.

What it compares
    The channels a Team API names, with what the team owns.
Why it matters
    At three in the morning nobody reads a backlog.
Guards
    Support and requests are questions too, and a channel without a purpose is for anything. The address or link of the
    Group counts for questions. A pager, a telephone or a schedule counts for incidents, and so does a pager named for
    every production service. A private channel is none.
"""

from __future__ import annotations

from collections.abc import Iterator

from teams.core.teamapi.document import TeamApiDocument
from teams.core.teamapi.drift.facts import Documents, DriftFacts, EntityFact, list_names
from teams.core.teamapi.drift.results import DriftResult, LineShown, Outcome, RefShown, agrees

RULE = "team-can-be-reached"
REMEDY_QUESTIONS = "Add a channel with purpose: questions."
REMEDY_INCIDENTS = "Add a channel with purpose: incidents, or link the team's schedule."
FOR_QUESTIONS = frozenset({"questions", "support", "requests"})
FOR_INCIDENTS = "incidents"
WAKING = frozenset({"pager", "phone"})
MOST_NAMED = 5


def judge(documents: Documents, facts: DriftFacts) -> Iterator[DriftResult]:
    """Up to two results for each document that lacks a channel, keyed `questions` and `incidents`; else one."""
    for team_ref, document in sorted(documents.items()):
        found = []
        if not _takes_questions(team_ref, document, facts):
            found.append(_lack_questions(team_ref, document, facts))
        services = [entity for entity in facts.owned_by(team_ref) if entity.is_service and entity.is_production]
        if services and not _takes_incidents(team_ref, document, services, facts):
            found.append(_lack_incidents(team_ref, document, services, facts))
        yield from found or [agrees(team_ref, f"The Team API of {facts.name(team_ref)} says how to reach it.")]


def _takes_questions(team_ref: str, document: TeamApiDocument, facts: DriftFacts) -> bool:
    is_named = any(not each.purposes or FOR_QUESTIONS & set(each.purposes) for each in document.channels)
    return is_named or team_ref in facts.reachable


def _takes_incidents(team_ref: str, document: TeamApiDocument, services: list[EntityFact], facts: DriftFacts) -> bool:
    if team_ref in facts.paged:
        return True
    if any(FOR_INCIDENTS in each.purposes or each.type in WAKING for each in document.channels):
        return True
    paged = {entity.ref for item in document.owns if item.on_call and (entity := facts.find_owned(item, document))}
    return all(service.ref in paged for service in services)


def _lack_questions(team_ref: str, document: TeamApiDocument, facts: DriftFacts) -> DriftResult:
    told = f"{facts.name(team_ref)} names no channel for questions in its Team API."
    return DriftResult(Outcome.DRIFTED, team_ref, told, "questions", REMEDY_QUESTIONS, (_show(team_ref, document),))


def _lack_incidents(
    team_ref: str, document: TeamApiDocument, services: list[EntityFact], facts: DriftFacts
) -> DriftResult:
    names = [service.name for service in services[:MOST_NAMED]]
    more = len(services) - len(names)
    told = list_names([*names, f"{more} more"] if more else names)
    return DriftResult(
        Outcome.DRIFTED,
        team_ref,
        f"{facts.name(team_ref)} runs {told} in production and names no channel for incidents.",
        "incidents",
        REMEDY_INCIDENTS,
        (_show(team_ref, document),),
        tuple(RefShown(service.ref, "in production") for service in services),
    )


def _show(team_ref: str, document: TeamApiDocument) -> LineShown:
    return LineShown(team_ref, document.line_of("channels"), f"{len(document.channels)} channels")
