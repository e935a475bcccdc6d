"""Role x object x action: every right is in the table, and what is not in the table is refused. Generated from it."""

from __future__ import annotations

from typing import get_args

import pytest

from catalog.core.access import (
    COMMAND,
    PERMISSIONS,
    SYSTEM,
    Action,
    Actor,
    ObjectKind,
    Role,
    Scope,
    Subject,
    may,
    may_for_any,
)

SHOP, MONEY = "group:default/shop", "group:default/money"
KINDS: tuple[ObjectKind, ...] = get_args(ObjectKind)
ACTIONS: tuple[Action, ...] = get_args(Action)
PEOPLE = {
    Role.VIEWER: Actor("account:1"),
    Role.MEMBER: Actor("account:2", team_refs=frozenset({SHOP})),
    Role.LEAD: Actor("account:3", team_refs=frozenset({SHOP}), lead_of_refs=frozenset({SHOP})),
    Role.ADMINISTRATOR: Actor("account:4", is_administrator=True),
}
#: rights over what many people decide about together: nobody gets one by accident
DECISIONS = ("ownership", "conflict", "rename", "removal", "finding")


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("role", Role)
def test_a_role_may_what_the_table_says_for_its_own_team_and_no_more(
    role: Role, kind: ObjectKind, action: Action
) -> None:
    allowed = role in PERMISSIONS.get((kind, action), frozenset())
    assert may(PEOPLE[role], action, Subject(kind, team_ref=SHOP)) == allowed
    assert may_for_any(PEOPLE[role], action, kind, [MONEY, SHOP]) == allowed


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("role", [Role.MEMBER, Role.LEAD])
def test_towards_another_team_everybody_is_a_viewer(role: Role, kind: ObjectKind, action: Action) -> None:
    allowed = Role.VIEWER in PERMISSIONS.get((kind, action), frozenset())
    for team_ref in (MONEY, None, ""):
        assert may(PEOPLE[role], action, Subject(kind, team_ref=team_ref)) == allowed
    assert may_for_any(PEOPLE[role], action, kind, [MONEY]) == allowed
    assert may_for_any(PEOPLE[role], action, kind, []) == allowed


@pytest.mark.parametrize("kind", DECISIONS)
def test_leads_and_administrators_decide_and_nobody_else(kind: ObjectKind) -> None:
    deciding = [role for role, actor in PEOPLE.items() if may(actor, "decide", Subject(kind, team_ref=SHOP))]
    assert deciding == [Role.LEAD, Role.ADMINISTRATOR]
    anywhere = [role for role, actor in PEOPLE.items() if may(actor, "decide", Subject(kind))]
    assert anywhere == [Role.ADMINISTRATOR]


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_token_that_reads_changes_nothing_and_one_that_writes_reads_nothing(kind: ObjectKind, action: Action) -> None:
    for scopes in (frozenset({Scope.READ}), frozenset({Scope.WRITE}), frozenset[Scope]()):
        token = Actor("token:1", is_administrator=True, scopes=scopes)
        needed = Scope.READ if action == "view" else Scope.WRITE
        in_table = Role.ADMINISTRATOR in PERMISSIONS.get((kind, action), frozenset())
        assert may(token, action, Subject(kind)) == (in_table and needed in scopes)


def test_ones_own_token_may_be_revoked_whatever_the_role() -> None:
    actor = PEOPLE[Role.VIEWER]
    assert may(actor, "delete", Subject("token", owner_ref=actor.ref))
    assert not may(actor, "delete", Subject("token", owner_ref="account:9"))


def test_a_survey_is_for_the_people_of_a_team_whoever_administers() -> None:
    chief = Actor("account:5", team_refs=frozenset({SHOP}), is_administrator=True)
    actions: tuple[Action, ...] = ("view", "change")
    for action in actions:
        assert may(chief, action, Subject("survey", team_ref=SHOP))
        assert not may(chief, action, Subject("survey", team_ref=MONEY))
        assert not may(PEOPLE[Role.ADMINISTRATOR], action, Subject("survey", team_ref=SHOP))


def test_commands_and_the_system_may_whatever_an_administrator_may() -> None:
    for kind, action in PERMISSIONS:
        if PERMISSIONS[kind, action] and kind != "survey":
            assert may(COMMAND, action, Subject(kind))
            assert may(SYSTEM, action, Subject(kind))
