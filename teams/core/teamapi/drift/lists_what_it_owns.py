"""A Team API lists what the team owns.

What it compares
    What the catalog says a team owns, with what its Team API claims.
Why it matters
    Whoever reads the document takes what is missing from it for somebody else's.
Guards
    A document that claims nothing leaves it to the catalog. A System that is listed stands for what is in it, a listed
    repository for the code in it, and a team above or below may list it instead. Former refs count. While the Team API
    of a team above or below cannot be read, what is missing is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator

from teams.core.teamapi.drift.facts import Documents, DriftFacts, EntityFact, list_names
from teams.core.teamapi.drift.results import DriftResult, LineShown, Outcome, RefShown, agrees, not_applicable, unknown

RULE = "team-api-lists-what-it-owns"
REMEDY = "Add it to owns, or name its real owner in the descriptor."
MOST_NAMED = 5


def judge(documents: Documents, facts: DriftFacts) -> Iterator[DriftResult]:
    """One result for each document."""
    for team_ref, document in sorted(documents.items()):
        name = facts.name(team_ref)
        listed = _list_listed(team_ref, documents, facts)
        missing = [entity for entity in facts.owned_by(team_ref) if not _is_listed(entity, listed)]
        if not document.owns:
            yield not_applicable(team_ref, f"The Team API of {name} claims nothing and leaves it to the catalog.")
        elif missing and (others := sorted((facts.line_of(team_ref) - {team_ref}) & facts.unreadable)):
            told = f"Whether {facts.name(others[0])} lists it cannot be told: its Team API cannot be read."
            yield unknown(team_ref, f"{name} does not list {missing[0].name}. {told}", about=missing[0].ref)
        elif missing:
            yield _drifted(team_ref, document.line_of("owns"), missing, facts)
        else:
            yield agrees(team_ref, f"The Team API of {name} lists all that it owns by the catalog.")


def _list_listed(team_ref: str, documents: Documents, facts: DriftFacts) -> frozenset[str]:
    """Refs of entities and addresses of repositories that the team, or one above or below it, lists."""
    listed: set[str] = set()
    for other_ref in facts.line_of(team_ref) & documents.keys():
        document = documents[other_ref]
        for item in document.owns:
            entity, repository = facts.find_owned(item, document), facts.find_repository(item.ref_text)
            listed |= {each for each in (entity and entity.ref, repository and repository.address) if each}
    return frozenset(listed)


def _is_listed(entity: EntityFact, listed: frozenset[str]) -> bool:
    return bool({entity.ref, entity.system_ref, entity.repository} & listed)


def _drifted(team_ref: str, line: int, missing: list[EntityFact], facts: DriftFacts) -> DriftResult:
    names = [entity.name for entity in missing[:MOST_NAMED]]
    more = len(missing) - len(names)
    told = list_names([*names, f"{more} more"] if more else names)
    them = "it" if len(missing) == 1 else "them"
    return DriftResult(
        Outcome.DRIFTED,
        team_ref,
        f"{facts.name(team_ref)} owns {told} by the catalog, but does not list {them}.",
        "",
        REMEDY,
        (LineShown(team_ref, line, "the list of what it owns"),),
        tuple(RefShown(entity.ref, "its descriptor names the team") for entity in missing),
    )
