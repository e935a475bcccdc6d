"""Deciding who is in a team, as people and scripts do: each decision with its audit event, and seen at once."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from catalog.core.access import Actor
from catalog.models.clock import database_now
from portal.actions.audit import record_event
from teams.actions import membership_decisions
from teams.core.membership import Decided
from teams.models import MembershipDecision, Person, Team


def decide_membership(actor: Actor, team: Team, person: Person, decided: Decided, reason: str) -> MembershipDecision:
    """Say how a person stands to a team. Raises DecisionError. Check that the actor may."""
    with transaction.atomic():
        made = membership_decisions.decide_membership(
            team, person, decided, reason, actor_ref=actor.ref, now=database_now()
        )
        record_event(actor.ref, "membership-decided", team.ref, **_describe(made), reason=made.reason)
    return made


def undo_membership(actor: Actor, decision_id: int, reason: str) -> MembershipDecision:
    """Let the files alone count again. Raises DecisionError. Check that the actor may."""
    with transaction.atomic():
        found = membership_decisions.withdraw_membership(decision_id, reason, actor.ref, database_now())
        record_event(actor.ref, "membership-withdrawn", found.team.ref, **_describe(found), reason=found.end_reason)
    return found


def _describe(decision: MembershipDecision) -> dict[str, Any]:
    days = {"from": decision.from_date, "until": decision.until_date}
    said = {"id": decision.pk, "person": decision.person.ref, "says": decision.says}
    return said | {name: f"{day}" for name, day in days.items() if day is not None}
