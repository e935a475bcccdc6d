"""Owner team has people.

What it checks
    The team that ``spec.owner`` names exists as a Group, and it, or a team below it, has a member who has not left.
    Judged are Components, APIs, Resources and Systems whose owner is a known team.

Why it matters
    A team that was dissolved or that everyone has left still looks like an owner in every list, and nobody answers.

How to fix
    Hand what the team owned to a team that has people, by ``spec.owner``. If the team does have people, add them to
    the Group (``spec.members``) or the Group to the people (``spec.memberOf``).

Known limits
    Members are those the catalog knows. Where it knows no people at all, or a repository that defines people cannot be
    read, the answer is unknown. A team with one member counts as alive.
"""

from __future__ import annotations

from collections.abc import Iterator

from scoring.core.evidence import Evidence, PeopleEvidence, PersonSeen
from scoring.core.owners import OWNED_KINDS, Declared, find_declared_owner, list_present
from scoring.core.snapshot import Entity, Snapshot, Team
from scoring.core.topic import Topic
from scoring.core.verdicts import SomeEvidence, Verdict, failed, not_applicable, passed, unknown

SUBJECTS = OWNED_KINDS
TOPIC = Topic.ORPHANS
LABEL = "Team empty or dissolved"
REMEDY = "Hand it to a team that has people, or add the people to the team's Group."


def judge(snapshot: Snapshot) -> Iterator[Verdict]:
    """One verdict on each Component, API, Resource and System."""
    for entity in snapshot.of_kinds(*SUBJECTS):
        owner = find_declared_owner(snapshot, entity)
        if owner.how is Declared.TEAM and owner.team is not None:
            yield _judge(snapshot, entity, owner.team)
        else:
            yield not_applicable(entity.ref, "Its owner is no team the catalog knows.")


def _judge(snapshot: Snapshot, entity: Entity, team: Team) -> Verdict:
    if team.dissolved_at is not None:
        sentence = f"{entity.shown_name} is owned by {team.shown_name}, a team that was dissolved."
        return failed(entity.ref, sentence, REMEDY, _show(snapshot, entity, team), team_ref=team.ref)
    if list_present(snapshot, team.ref):
        return passed(entity.ref, f"{team.shown_name} has people.")
    gap = _find_gap(snapshot)
    if gap:
        return unknown(entity.ref, f"Whether {team.shown_name} has people cannot be told: {gap}")
    how = "everyone has left" if _list_former(snapshot, team) else "nobody is in"
    sentence = f"{entity.shown_name} is owned by {team.shown_name}, a team that {how}."
    return failed(entity.ref, sentence, REMEDY, _show(snapshot, entity, team), team_ref=team.ref)


def _find_gap(snapshot: Snapshot) -> str:
    """Why a team without people may have some all the same; empty where nothing speaks for that."""
    if not any(person.left_at is None for person in snapshot.people.values()):
        return "the catalog knows no people at all. Add the source that defines your Users."
    return snapshot.organisation_gaps[0] if snapshot.organisation_gaps else ""


def _show(snapshot: Snapshot, entity: Entity, team: Team) -> SomeEvidence:
    """The line of the owner, the team's own descriptor, and who was in the team."""
    assert entity.place is not None  # noqa: S101  # of_kinds gives nothing else
    group = snapshot.entities.get(team.ref)
    more: list[Evidence] = []
    if group is not None and group.place is not None:
        more.append(group.place.shows(f"The Group {team.shown_name}, without members"))
    if former := _list_former(snapshot, team):
        more.append(PeopleEvidence(f"Who was in {team.shown_name}", former))
    return (entity.place.shows_owner(f"spec.owner: {entity.owner_text}"), *more)


def _list_former(snapshot: Snapshot, team: Team) -> tuple[PersonSeen, ...]:
    memberships = sorted(snapshot.members_of(team.ref), key=lambda membership: membership.person_ref)
    people = {membership.person_ref: snapshot.people.get(membership.person_ref) for membership in memberships}
    return tuple(
        PersonSeen(ref, person.shown_name, f"left by {person.left_at:%Y-%m-%d}" if person.left_at else "left the team")
        for ref, person in people.items()
        if person is not None
    )
