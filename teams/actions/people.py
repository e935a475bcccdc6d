"""Teams, persons and memberships kept in step with the Groups and Users of the catalog. A consumer of changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import orjson

from catalog.models import Entity
from catalog.models.bulk import among, insert_rows, update_rows
from teams.actions.memberships import sync_memberships
from teams.actions.records import separate_records
from teams.core.identity import TeamIdentity, describe_person, describe_team
from teams.models import Person, Team

TEAM_WRITTEN = ("name", "title", "type", "focus", "email", "parent_ref", "channels", "source_id", "dissolved_at")
PERSON_WRITTEN = ("name", "shown_name", "email", "source_id", "left_at")


def sync_people(refs: list[str], now: datetime) -> None:
    """Bring the teams and persons among `refs` and their memberships to what the catalog says. Safe to run twice.

    A Group that is gone leaves a dissolved team, a User that is gone a person who left: history still names them.
    """
    entities = Entity.objects.filter(ref__in=among([r for r in refs if r.startswith(("group:", "user:"))]))
    groups = [entity for entity in entities if entity.kind.lower() == "group"]
    users = [entity for entity in entities if entity.kind.lower() == "user"]
    if not groups and not users:
        return
    identities = {group.ref: describe_team(orjson.loads(group.body_json)) for group in groups}
    separate_records()  # `sync_memberships` joins them again
    _sync_teams(groups, identities, now)
    _sync_persons(users, now)
    sync_memberships([entity.ref for entity in (*groups, *users)], identities, now)


def _sync_teams(groups: Sequence[Entity], identities: Mapping[str, TeamIdentity], now: datetime) -> None:
    insert_rows([Team(ref=g.ref, name=g.name, first_seen_at=now) for g in groups], ignore_conflicts=True)
    written = []
    by_ref = {group.ref: group for group in groups}
    for team in Team.objects.filter(ref__in=among(by_ref)):
        before = [getattr(team, name) for name in TEAM_WRITTEN]
        group, identity = by_ref[team.ref], identities[team.ref]
        team.name, team.title, team.type = identity.name[:200], identity.title[:500], identity.type[:100]
        team.focus, team.email, team.parent_ref = identity.focus, identity.email[:320], identity.parent_ref[:500]
        team.channels, team.source_id = list(identity.channels), group.source_id
        team.dissolved_at = group.removed_at
        if before != [getattr(team, name) for name in TEAM_WRITTEN]:
            written.append(team)
    update_rows(written, TEAM_WRITTEN)


def _sync_persons(users: Sequence[Entity], now: datetime) -> None:
    insert_rows([Person(ref=u.ref, name=u.name, first_seen_at=now) for u in users], ignore_conflicts=True)
    written = []
    by_ref = {user.ref: user for user in users}
    for person in Person.objects.filter(ref__in=among(by_ref)):
        before = [getattr(person, name) for name in PERSON_WRITTEN]
        user = by_ref[person.ref]
        identity = describe_person(orjson.loads(user.body_json))
        person.name, person.shown_name = identity.name[:200], identity.shown_name[:500]
        person.email, person.source_id, person.left_at = identity.email[:320], user.source_id, user.removed_at
        if before != [getattr(person, name) for name in PERSON_WRITTEN]:
            written.append(person)
    update_rows(written, PERSON_WRITTEN)
