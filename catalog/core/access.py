"""Who asks right now, and what they may see and do. The one place that decides.

`Actor` is a frozen value that `portal` builds from an account or a token; the apps below never see an account.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Literal


class Role(StrEnum):
    """The four roles of a person; `lead` and `member` are relative to a team."""

    VIEWER = "viewer"
    MEMBER = "member"
    LEAD = "lead"
    ADMINISTRATOR = "administrator"


class Scope(StrEnum):
    """What a token may be used for, never more than its owner may do now."""

    READ = "read"
    WRITE = "write"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: refs, teams, roles and scopes, without a database.

    `ref` is `account:<id>`, `token:<id>`, `command` or `system`; `person_ref` the catalog's User, if linked.
    """

    ref: str
    person_ref: str | None = None
    team_refs: frozenset[str] = frozenset()
    lead_of_refs: frozenset[str] = frozenset()
    is_administrator: bool = False
    scopes: frozenset[Scope] = field(default_factory=lambda: frozenset(Scope))
    restricted_source_ids: frozenset[int] = frozenset()

    def role_for(self, team_ref: str | None) -> Role:
        """The strongest role this actor has towards a team, or towards anything if no team is given."""
        if self.is_administrator:
            return Role.ADMINISTRATOR
        if team_ref is not None and team_ref in self.lead_of_refs:
            return Role.LEAD
        if team_ref is not None and team_ref in self.team_refs:
            return Role.MEMBER
        return Role.VIEWER


SYSTEM = Actor(ref="system", is_administrator=True)
COMMAND = Actor(ref="command", is_administrator=True)

Action = Literal["view", "change", "create", "delete", "decide"]
ObjectKind = Literal[
    "catalog", "source", "team", "ownership", "conflict", "rename", "removal", "finding", "token", "account", "report",
    "scan", "feed", "audit", "survey", "on-call-source", "schedule", "override", "own-override",
    "membership", "person", "own-person", "merge", "on-call-load",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Subject:
    """What is acted on: its kind, and the team and the account it belongs to, if any."""

    kind: ObjectKind
    team_ref: str | None = None
    owner_ref: str | None = None


_EVERYONE = frozenset(Role)
_TEAM = frozenset({Role.MEMBER, Role.LEAD, Role.ADMINISTRATOR})
_LEAD = frozenset({Role.LEAD, Role.ADMINISTRATOR})
_PEOPLE = frozenset({Role.MEMBER, Role.LEAD})
_ADMIN = frozenset({Role.ADMINISTRATOR})
_NOBODY: frozenset[Role] = frozenset()

#: role x object x action. What is not listed is refused. `token`, `feed` and `account` are open to their owner too.
PERMISSIONS: dict[tuple[ObjectKind, Action], frozenset[Role]] = {
    ("catalog", "view"): _EVERYONE,
    ("catalog", "delete"): _ADMIN,
    ("scan", "view"): _EVERYONE,
    ("scan", "create"): _TEAM,
    ("source", "view"): _EVERYONE,
    ("source", "create"): _ADMIN,
    ("source", "change"): _ADMIN,
    ("source", "delete"): _ADMIN,
    ("team", "view"): _EVERYONE,
    ("team", "change"): _TEAM,
    ("membership", "view"): _EVERYONE,
    ("membership", "decide"): _LEAD,
    ("person", "view"): _EVERYONE,
    ("person", "decide"): _LEAD,  # of a team of theirs
    ("person", "delete"): _ADMIN,
    ("own-person", "decide"): _EVERYONE,  # about oneself
    ("merge", "view"): _EVERYONE,
    ("merge", "decide"): _LEAD,  # of a team of either
    ("ownership", "view"): _EVERYONE,
    ("ownership", "decide"): _LEAD,
    ("conflict", "view"): _EVERYONE,
    ("conflict", "decide"): _LEAD,
    ("rename", "view"): _EVERYONE,
    ("rename", "decide"): _LEAD,
    ("removal", "view"): _EVERYONE,
    ("removal", "decide"): _LEAD,
    ("finding", "view"): _EVERYONE,
    ("finding", "decide"): _LEAD,
    ("report", "view"): _EVERYONE,
    ("report", "create"): _ADMIN,
    ("on-call-source", "view"): _EVERYONE,
    ("on-call-source", "create"): _LEAD,
    ("on-call-source", "change"): _LEAD,
    ("on-call-source", "delete"): _LEAD,
    ("token", "view"): _NOBODY,
    ("token", "create"): _EVERYONE,
    ("token", "delete"): _ADMIN,
    ("survey", "view"): _PEOPLE,
    ("survey", "change"): _PEOPLE,
    ("feed", "view"): _NOBODY,
    ("feed", "create"): _EVERYONE,
    ("feed", "delete"): _ADMIN,
    ("schedule", "view"): _EVERYONE,
    ("schedule", "create"): _LEAD,
    ("schedule", "change"): _LEAD,
    ("schedule", "delete"): _LEAD,
    ("override", "create"): _LEAD,
    ("override", "delete"): _LEAD,
    ("own-override", "create"): _TEAM,  # what asks nothing of anybody but oneself
    ("own-override", "delete"): _TEAM,
    ("on-call-load", "view"): _TEAM,  # hours of each person; whoever is on call by the schedule sees them too
    ("account", "view"): _ADMIN,
    ("account", "create"): _ADMIN,
    ("account", "change"): _ADMIN,
    ("audit", "view"): _ADMIN,
}
_READING: frozenset[Action] = frozenset({"view"})
#: What is for the people of a team alone: being an administrator neither opens it nor closes that of one's own team.
_OF_THE_PEOPLE: frozenset[ObjectKind] = frozenset({"survey"})


def may(actor: Actor, action: Action, subject: Subject) -> bool:
    """Whether the actor may do this; reading needs the scope `read`, all else `write`."""
    needed = Scope.READ if action in _READING else Scope.WRITE
    if needed not in actor.scopes:
        return False
    if subject.owner_ref is not None and subject.owner_ref == actor.ref:
        return True
    who = replace(actor, is_administrator=False) if subject.kind in _OF_THE_PEOPLE else actor
    return who.role_for(subject.team_ref) in PERMISSIONS.get((subject.kind, action), _NOBODY)


def may_for_any(actor: Actor, action: Action, kind: ObjectKind, team_refs: Iterable[str]) -> bool:
    """Whether the actor may do this to something that several teams have to do with, by the right of one of them.

    Where no team has to do with it, only those may who may do it anywhere.
    """
    return any(may(actor, action, Subject(kind, team_ref=ref)) for ref in (*team_refs, None))
