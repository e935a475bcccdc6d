"""Owner is a team the catalog knows.

What it checks
    The reference in ``spec.owner`` names a Group of the catalog, by its present name or by a former one. Judged are
    Components, APIs, Resources and Systems that name an owner.

Why it matters
    A reference that leads to nobody sends pages and questions to nobody, and it usually means that a team was renamed
    or merged and this was left behind.

How to fix
    Let ``spec.owner`` name a team that exists, or add the missing Group to the catalog. Where the owner is a person,
    name their team: people change jobs.

Known limits
    Says nothing about whether that team still has members, which ``owner-team-is-alive`` does. While a repository
    that defines teams cannot be read, or the catalog knows no team at all, the answer is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator

from scoring.core.owners import OWNED_KINDS, Declared, DeclaredOwner, find_declared_owner
from scoring.core.snapshot import Entity, Snapshot
from scoring.core.topic import Topic
from scoring.core.verdicts import Verdict, failed, not_applicable, passed, unknown

SUBJECTS = OWNED_KINDS
TOPIC = Topic.ORPHANS
LABEL = "Owner unknown to the catalog"
REMEDY = "Let spec.owner name a team of the catalog, or add the missing Group."
PERSON_REMEDY = "Name the team in spec.owner: people change jobs, teams stay accountable."


def judge(snapshot: Snapshot) -> Iterator[Verdict]:
    """One verdict on each Component, API, Resource and System."""
    for entity in snapshot.of_kinds(*SUBJECTS):
        yield _judge(snapshot, entity)


def _judge(snapshot: Snapshot, entity: Entity) -> Verdict:
    owner, place = find_declared_owner(snapshot, entity), entity.place
    assert place is not None  # noqa: S101  # of_kinds gives nothing else
    shown = (place.shows_owner(f"spec.owner: {owner.text}"),)
    match owner.how:
        case Declared.NOT | Declared.UNREADABLE:
            return not_applicable(entity.ref, "No owner is declared.")
        case Declared.PERSON:
            person = snapshot.people[owner.person_ref].shown_name
            sentence = f"{entity.shown_name} is owned by a person, {person}, and not by a team."
            return failed(entity.ref, sentence, PERSON_REMEDY, shown)
        case Declared.TEAM if owner.team is not None:
            return passed(entity.ref, f"The owner is the team {owner.team.shown_name}.")
    gap = _find_gap(snapshot)
    if gap:
        return unknown(entity.ref, f'Whether "{owner.text}" is a team cannot be told: {gap}')
    return failed(entity.ref, _say(entity, owner), REMEDY, shown)


def _find_gap(snapshot: Snapshot) -> str:
    """Why a team that is not there may exist all the same; empty where nothing speaks for that."""
    if not any(team.dissolved_at is None for team in snapshot.teams.values()):
        return "the catalog knows no team at all. Add the source that defines your Groups."
    return snapshot.organisation_gaps[0] if snapshot.organisation_gaps else ""


def _say(entity: Entity, owner: DeclaredOwner) -> str:
    return f'{entity.shown_name} is owned by "{owner.text}", which {owner.why_unknown}.'
