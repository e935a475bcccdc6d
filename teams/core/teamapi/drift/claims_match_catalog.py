"""Claims of a Team API match the catalog.

What it compares
    Each entity that a Team API claims, with the team its descriptor names.
Why it matters
    Two teams that both believe it is theirs, or neither: whoever asks gets two answers.
Guards
    A team above or below the owner is no other team. An entity that nobody owns is not contested but found. An owner
    that is no team of the catalog makes the answer unknown. A repository's address may hold entities of several teams
    and is not compared.
"""

from __future__ import annotations

from collections.abc import Iterator

from teams.core.teamapi.document import Owned, TeamApiDocument
from teams.core.teamapi.drift.facts import Documents, DriftFacts, EntityFact
from teams.core.teamapi.drift.results import (
    DriftResult,
    LineShown,
    Outcome,
    RefShown,
    agrees,
    not_applicable,
    unknown,
)

RULE = "team-api-claims-match-the-catalog"
REMEDY = "Ask the other team. Then change the owner in the descriptor, or take the claim out of the Team API."


def judge(documents: Documents, facts: DriftFacts) -> Iterator[DriftResult]:
    """One result for each contested or unclear claim of a document, else one for the document."""
    for team_ref, document in sorted(documents.items()):
        if not document.owns:
            yield not_applicable(team_ref, f"The Team API of {facts.name(team_ref)} claims nothing.")
            continue
        found = [result for item in document.owns if (result := _judge(team_ref, item, document, facts))]
        yield from found or [agrees(team_ref, f"Nothing that {facts.name(team_ref)} claims is another team's.")]


def _judge(team_ref: str, item: Owned, document: TeamApiDocument, facts: DriftFacts) -> DriftResult | None:
    entity = facts.find_owned(item, document)
    if entity is None or (entity.owner_ref and facts.is_same_line(entity.owner_ref, team_ref)):
        return None
    if entity.owner_ref:
        return _contest(team_ref, item, entity, facts)
    if entity.owner_text:
        told = f'The owner of {entity.name}, "{entity.owner_text}", is no team of the catalog.'
        return unknown(team_ref, told, entity.ref, about=entity.ref)
    return None


def _contest(team_ref: str, item: Owned, entity: EntityFact, facts: DriftFacts) -> DriftResult:
    owner = facts.name(entity.owner_ref)
    return DriftResult(
        Outcome.DRIFTED,
        team_ref,
        f"{facts.name(team_ref)} claims {entity.name} in its Team API, but the catalog names {owner}.",
        entity.ref,
        REMEDY,
        (LineShown(team_ref, item.line, f"claims {item.ref_text}"),),
        (RefShown(entity.ref, f"its descriptor names {owner}"),),
    )
