"""A Team API refers to what exists.

What it compares
    Every ref and repository that a Team API names, with the catalog.
Why it matters
    A link that leads nowhere is found by the person who needed it.
Guards
    Names in words are names, not refs: departments and vendors are in no catalog. Former refs count. While part of the
    organisation could not be read, a missing team is unknown. A repository nobody scans is not judged. What is said to
    be deprecated may be archived. In the forms that know names only, just what has a colon is taken for a ref.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from teams.core.teamapi.document import Dialect, Owned, TeamApiDocument
from teams.core.teamapi.drift.facts import Documents, DriftFacts
from teams.core.teamapi.drift.results import DriftResult, LineShown, Outcome, RefShown, agrees, unknown
from teams.core.teamapi.naming import entity_ref, looks_like_ref, namespace_of, owned_ref

RULE = "team-api-refers-to-what-exists"
REMEDY_GONE = "Correct the ref, or take it out."
REMEDY_ARCHIVED = "Take it out, or say lifecycle: deprecated."
DEPRECATED = "deprecated"
KINDS = frozenset({"component", "api", "resource", "system"})


class _Bad(NamedTuple):
    text: str
    line: int
    says: str
    is_team: bool = False
    ref: str = ""


def judge(documents: Documents, facts: DriftFacts) -> Iterator[DriftResult]:
    """One result for each ref that leads nowhere or to an archived repository, else one for the document."""
    for team_ref, document in sorted(documents.items()):
        seen: dict[str, _Bad] = {}
        for bad in _list_bad(document, facts):
            seen.setdefault(bad.text.casefold(), bad)
        found = [_result(team_ref, bad, facts) for bad in seen.values()]
        yield from found or [agrees(team_ref, f"All that the Team API of {facts.name(team_ref)} names exists.")]


def _list_bad(document: TeamApiDocument, facts: DriftFacts) -> Iterator[_Bad]:
    for item in document.owns:
        yield from _look_at_owned(item, document, facts)
    for offering in document.provides:
        yield from _look_at_entity(offering.ref_text, offering.line, document, facts)
    for interaction in document.interactions:
        yield from _look_at_team(interaction.team_text, interaction.line, document, facts)
        for about in interaction.about:
            if ":" in about:
                yield from _look_at_entity(about, interaction.line, document, facts)
    for dependency in document.dependencies:
        yield from _look_at_team(dependency.team_text, dependency.line, document, facts)
    yield from _look_at_team(document.platform, document.line_of("platform"), document, facts)


def _look_at_owned(item: Owned, document: TeamApiDocument, facts: DriftFacts) -> Iterator[_Bad]:
    entity = facts.find_owned(item, document)
    if entity is None and _is_ref(item.ref_text, document) and owned_ref(item, document):
        yield _Bad(item.ref_text, item.line, "is not in the catalog")
    is_leaving = DEPRECATED in (item.lifecycle, entity.lifecycle if entity else "")
    address = entity.repository if entity else ""
    for repository in (facts.repositories.get(address), *map(facts.find_repository, (item.ref_text, item.repository))):
        if repository and repository.is_archived and not is_leaving:
            ref = entity.ref if entity else ""
            yield _Bad(
                item.ref_text, item.line, f"stands in the repository {repository.name}, which is archived", ref=ref
            )
            return


def _look_at_entity(text: str, line: int, document: TeamApiDocument, facts: DriftFacts) -> Iterator[_Bad]:
    ref = entity_ref(text, namespace=namespace_of(document)) if _is_ref(text, document) else ""
    if ref.partition(":")[0] in KINDS and facts.find_entity(ref) is None:
        yield _Bad(text, line, "is not in the catalog")


def _look_at_team(text: str, line: int, document: TeamApiDocument, facts: DriftFacts) -> Iterator[_Bad]:
    if _is_ref(text, document) and "://" not in text and not facts.bind_team(text, document):
        yield _Bad(text, line, "is no team of the catalog", is_team=True)


def _is_ref(text: str, document: TeamApiDocument) -> bool:
    return looks_like_ref(text) and (document.dialect is Dialect.NATIVE or ":" in text)


def _result(team_ref: str, bad: _Bad, facts: DriftFacts) -> DriftResult:
    name = facts.name(team_ref)
    if bad.is_team and facts.gaps:
        return unknown(team_ref, f"Whether {bad.text} is a team cannot be told: {facts.gaps[0]}", bad.text.casefold())
    remedy = REMEDY_ARCHIVED if "archived" in bad.says else REMEDY_GONE
    return DriftResult(
        Outcome.DRIFTED,
        team_ref,
        f"The Team API of {name} names {bad.text}, which {bad.says}.",
        bad.text.casefold(),
        remedy,
        (LineShown(team_ref, bad.line, f"names {bad.text}"),),
        (RefShown(bad.ref, bad.says),) if bad.ref else (),
    )
