"""X-as-a-Service is used, not written: the consumer's people make a small part of the commits.

What it compares
    X-as-a-Service as declared, with who made the commits on what is provided.
Why it matters
    The promise of X-as-a-Service is that a consumer need not know the inside. One that changes it again and again
    is missing something, or the two teams really collaborate.
Guards
    Ten commits and a fifth of all, so that a mended typo is nothing. Entities that ask for contributions (inner
    source), teams above or below each other, and interactions younger than the window, whose commits may precede
    it, are left out. Without a word on who provides it is not judged. Where history could not be read, or people whom
    the catalog does not know could tip the balance, the answer is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from teams.core.teamapi.document import Mode, Role, Status
from teams.core.teamapi.drift.facts import Documents, DriftFacts, EntityFact, list_names
from teams.core.teamapi.drift.pairs import Pair, Said, list_pairs
from teams.core.teamapi.drift.results import (
    DriftResult,
    NumberShown,
    Outcome,
    agrees,
    not_applicable,
    unknown,
)

RULE = "services-are-used-not-written"
REMEDY = "Find out what the consumer is missing. Until it is there, declare a collaboration with an end."
WINDOW_DAYS = 90
LEAST_SHARE = 0.20
LEAST_COMMITS = 10


@dataclass(frozen=True, slots=True)
class _Service:
    """A declared X-as-a-Service: who provides, who consumes, and who says so."""

    provider_ref: str
    consumer_ref: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class _Share:
    """The consumer's part in the commits on one entity."""

    entity: EntityFact
    commits: int
    total: int
    unbound: int = 0


def judge(documents: Documents, facts: DriftFacts) -> Iterator[DriftResult]:
    """One result for each service whose consumer writes it or might, else one for the document of each team."""
    results: dict[str, list[DriftResult]] = {team_ref: [] for team_ref in documents}
    judged: set[str] = set()
    for pair in list_pairs(documents, facts):
        service = _find_service(pair, facts)
        if service is None:
            continue
        # The provider answers for its service; where it keeps no Team API, whoever declared it does.
        subject = service.provider_ref if service.provider_ref in documents else service.consumer_ref
        judged.add(subject)
        results[subject] += _judge(subject, service, documents, facts)
    for team_ref in sorted(documents):
        yield from results[team_ref] or [_conclude(team_ref, team_ref in judged, facts)]


def _find_service(pair: Pair, facts: DriftFacts) -> _Service | None:
    """The service between two teams, if it is old enough and somebody says who provides it."""
    said = pair.in_mode(Mode.X_AS_A_SERVICE, Status.CURRENT)
    providers = {provider for each in said if (provider := _provider_of(each))}
    youngest = facts.today - timedelta(days=WINDOW_DAYS)
    is_young = any(each.interaction.since_date and each.interaction.since_date > youngest for each in said)
    if len(providers) != 1 or is_young or facts.is_same_line(pair.first_ref, pair.second_ref):
        return None
    (provider,) = providers
    return _Service(provider, pair.second_ref if provider == pair.first_ref else pair.first_ref, said)


def _provider_of(said: Said) -> str:
    return {Role.PROVIDER: said.team_ref, Role.CONSUMER: said.other_ref}.get(said.interaction.role or Role.PEER, "")


def _judge(subject: str, service: _Service, documents: Documents, facts: DriftFacts) -> Iterator[DriftResult]:
    entities = [each for each in _list_provided(service, documents, facts) if not each.is_shared]
    shares = [_measure(entity, service.consumer_ref, facts) for entity in entities]
    written = [each for each in shares if _is_written(each.commits, each.total)]
    unclear = next(filter(None, (_find_unclear(share, facts) for share in shares)), None)
    if written:
        yield _drifted(subject, service, written, facts)
    elif unclear:
        entity, reason = unclear
        told = f"Who writes {entity.name} cannot be told: {reason}"
        yield unknown(subject, told, service.consumer_ref, about=entity.ref)


def _is_written(commits: int, total: int) -> bool:
    return commits >= LEAST_COMMITS and commits >= LEAST_SHARE * total


def _find_unclear(share: _Share, facts: DriftFacts) -> tuple[EntityFact, str] | None:
    """Why it cannot be told who writes the entity; None where it can."""
    if reason := facts.unread_history.get(share.entity.ref):
        return share.entity, reason
    if share.unbound and _is_written(share.commits + share.unbound, share.total):
        told = f"{share.unbound} of {share.total} commits are by people the catalog does not know."
        return share.entity, told
    return None


def _list_provided(service: _Service, documents: Documents, facts: DriftFacts) -> Sequence[EntityFact]:
    """What the service is about, by the documents; else all that the provider owns."""
    about = {
        entity.ref: entity
        for each in service.said
        for text in each.interaction.about
        if (entity := facts.find_entity_text(text, documents[each.team_ref]))
    }
    owned = facts.owned_by(service.provider_ref)
    return [entity for entity in owned if entity.ref in about] or owned


def _measure(entity: EntityFact, consumer_ref: str, facts: DriftFacts) -> _Share:
    work = facts.work.get(entity.ref)
    if work is None:
        return _Share(entity, 0, 0)
    consumers = facts.below(consumer_ref)
    commits = sum(count for team, count in work.by_team.items() if team in consumers)
    return _Share(entity, commits, work.total, work.unbound)


def _drifted(subject: str, service: _Service, written: list[_Share], facts: DriftFacts) -> DriftResult:
    provider, consumer = facts.name(service.provider_ref), facts.name(service.consumer_ref)
    told = list_names([f"{each.commits} of {each.total} commits on {each.entity.name}" for each in written])
    return DriftResult(
        Outcome.DRIFTED,
        subject,
        f"{consumer} uses what {provider} provides as a service, but made {told} in {WINDOW_DAYS} days.",
        service.consumer_ref,
        REMEDY,
        tuple(each.show(facts) for each in service.said),
        numbers=tuple(
            number
            for each in written
            for number in (
                NumberShown(f"commits by {consumer}", each.commits, "commits", each.entity.ref),
                NumberShown("commits in all", each.total, "commits", each.entity.ref),
            )
        ),
    )


def _conclude(team_ref: str, is_judged: bool, facts: DriftFacts) -> DriftResult:
    name = facts.name(team_ref)
    if is_judged:
        return agrees(team_ref, f"Whoever uses what {name} provides as a service does not write it.")
    return not_applicable(team_ref, f"{name} provides nothing as a service that could be judged.")
