"""The type of a team fits what is observed of it.

What it compares
    The type a Team API declares, with who uses what the team owns and with what it runs.
Why it matters
    The type tells others how to work with a team. A platform nobody uses, or an enabling team that runs services,
    raises expectations it cannot meet.
Guards
    Nothing is said of a team that declares no type or owns nothing. Uses within its own line do not count. A declared
    service counts as use. A stream-aligned team is called a platform only if many teams use it and most of those that
    own anything do. Where part of the organisation, or some Team API, could not be read, missing users are unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from teams.core.teamapi.document import Mode, Role, Status, TeamApiDocument, TeamType
from teams.core.teamapi.drift.facts import Documents, DriftFacts
from teams.core.teamapi.drift.pairs import list_pairs
from teams.core.teamapi.drift.results import (
    DriftResult,
    LineShown,
    NumberShown,
    Outcome,
    RefShown,
    agrees,
    not_applicable,
    unknown,
)

RULE = "team-type-fits-the-facts"
REMEDY = "Talk about what the team is to others. Then change the type, or what it does."
#: An enabling team makes others able to do something; from so many production services on it runs them itself.
LEAST_ENABLING_SERVICES = 3
#: A stream-aligned team that so many teams use, and such a share of all that own anything, is a platform.
LEAST_PLATFORM_CONSUMERS = 5
LEAST_PLATFORM_SHARE = 0.5
_SERVING = {TeamType.PLATFORM: "a platform", TeamType.COMPLICATED_SUBSYSTEM: "a complicated-subsystem team"}


def judge(documents: Documents, facts: DriftFacts) -> Iterator[DriftResult]:
    """One result for each document."""
    users = _list_users(documents, facts)
    owners = {entity.owner_ref for entity in facts.entities.values() if entity.owner_ref}
    for team_ref, document in sorted(documents.items()):
        name = facts.name(team_ref)
        if document.type in (None, TeamType.UNDEFINED):
            yield not_applicable(team_ref, f"{name} declares no type.")
        elif document.type in _SERVING:
            yield _judge_serving(team_ref, document, users[team_ref], facts)
        elif document.type is TeamType.ENABLING:
            yield _judge_enabling(team_ref, document, facts)
        else:
            yield _judge_stream(team_ref, document, users[team_ref], len(owners), facts)


def _list_users(documents: Documents, facts: DriftFacts) -> Mapping[str, frozenset[str]]:
    """By team, the teams outside its line that use it, by the catalog or by what is declared."""
    users = {team_ref: set(facts.consumers.get(team_ref, ())) for team_ref in documents}
    for pair in list_pairs(documents, facts):
        for said in pair.in_mode(Mode.X_AS_A_SERVICE, Status.CURRENT, Status.EXPECTED):
            provider, consumer = said.team_ref, said.other_ref
            if said.interaction.role is Role.CONSUMER:
                provider, consumer = consumer, provider
            users.setdefault(provider, set()).add(consumer)
    return {
        team_ref: frozenset(user for user in found if not facts.is_same_line(team_ref, user))
        for team_ref, found in users.items()
    }


def _judge_serving(team_ref: str, document: TeamApiDocument, users: frozenset[str], facts: DriftFacts) -> DriftResult:
    name, kind = facts.name(team_ref), _SERVING[document.type or TeamType.PLATFORM]
    owned = facts.owned_by(team_ref)
    if users:
        return agrees(team_ref, f"{name} is {kind}, and {_count(len(users), 'team')} use what it owns.")
    if not owned:
        return not_applicable(team_ref, f"{name} is {kind} and owns nothing in the catalog that others could use.")
    if facts.gaps:
        return unknown(team_ref, f"Whether anybody uses what {name} owns cannot be told: {facts.gaps[0]}")
    if facts.unreadable - {team_ref}:
        told = f"the Team API of {facts.name(min(facts.unreadable - {team_ref}))} cannot be read."
        return unknown(team_ref, f"Whether anybody uses what {name} owns cannot be told: {told}")
    told = f"{name} calls itself {kind}, but no other team uses anything it owns."
    refs = tuple(RefShown(entity.ref, "used by no other team") for entity in owned)
    return _drifted(team_ref, document, told, refs=refs)


def _judge_enabling(team_ref: str, document: TeamApiDocument, facts: DriftFacts) -> DriftResult:
    name = facts.name(team_ref)
    services = [entity for entity in facts.owned_by(team_ref) if entity.is_service and entity.is_production]
    if len(services) < LEAST_ENABLING_SERVICES:
        return agrees(
            team_ref, f"{name} is an enabling team and runs {_count(len(services), 'service')} in production."
        )
    told = f"{name} calls itself an enabling team, but runs {len(services)} services in production."
    return _drifted(team_ref, document, told, refs=tuple(RefShown(each.ref, "in production") for each in services))


def _judge_stream(
    team_ref: str, document: TeamApiDocument, users: frozenset[str], owners: int, facts: DriftFacts
) -> DriftResult:
    name, others = facts.name(team_ref), max(owners - 1, 1)
    if len(users) < LEAST_PLATFORM_CONSUMERS or len(users) < LEAST_PLATFORM_SHARE * others:
        return agrees(team_ref, f"{name} is stream-aligned, and {_count(len(users), 'other team')} use what it owns.")
    told = f"{name} calls itself stream-aligned, but {len(users)} of {others} other teams use what it owns."
    numbers = (NumberShown("teams that use it", len(users), "teams"), NumberShown("other teams", others, "teams"))
    return _drifted(team_ref, document, told, tuple(RefShown(ref, "uses it") for ref in sorted(users)), numbers)


def _drifted(
    team_ref: str,
    document: TeamApiDocument,
    told: str,
    refs: tuple[RefShown, ...] = (),
    numbers: tuple[NumberShown, ...] = (),
) -> DriftResult:
    line = LineShown(team_ref, document.line_of("type"), f"type: {document.type}")
    return DriftResult(Outcome.DRIFTED, team_ref, told, "", REMEDY, (line,), refs, numbers)


def _count(number: int, what: str) -> str:
    return f"{number or 'no'} {what}{'' if number == 1 else 's'}"
