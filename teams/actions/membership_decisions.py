"""Deciding who is in a team, and taking that back: each decision has a name, a date and a reason."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import orjson
from django.db import transaction

from catalog.actions.decisions import DecisionError, check_reason
from catalog.actions.ended_decisions import ENDED, end
from catalog.actions.pending import Change, queue_changes
from catalog.models import Entity
from catalog.models.bulk import among
from catalog.models.clock import get_day
from teams.actions.memberships import sync_memberships
from teams.core.identity import describe_team
from teams.core.membership import Decided
from teams.models import Membership, MembershipDecision, Person, Team

ANEW = "It was decided anew."
OVER = "Its last day has passed."


@transaction.atomic
def decide_membership(
    team: Team, person: Person, decided: Decided, reason: str, *, actor_ref: str, now: datetime
) -> MembershipDecision:
    """Say how a person stands to a team. It takes the place of what was decided about the two before.

    Raises DecisionError without a reason, for days in the wrong order, and for who is no more. Check that one may.
    """
    reason = check_reason(reason)
    team, person = Team.objects.select_for_update().get(pk=team.pk), Person.objects.get(pk=person.pk)
    _check(team, person, decided, now)
    for before in MembershipDecision.objects.filter(team=team, person=person, ended_at=None):
        end(before, actor_ref, ANEW, now)
        before.save(update_fields=ENDED)
    made = MembershipDecision.objects.create(
        team=team,
        person=person,
        says=decided.standing.value,
        from_date=decided.from_date,
        until_date=decided.until_date,
        reason=reason,
        decided_by_ref=actor_ref,
        decided_at=now,
    )
    _apply([made], now)
    return made


@transaction.atomic
def withdraw_membership(decision_id: int, reason: str, actor_ref: str, now: datetime) -> MembershipDecision:
    """Let a decision hold no more: files count alone again. Raises DecisionError if it does not hold."""
    reason = check_reason(reason)
    decisions = MembershipDecision.objects.select_for_update(of=("self",)).select_related("team", "person")
    found = decisions.filter(pk=decision_id, ended_at=None).first()
    if found is None:
        raise DecisionError("This decision holds no more already.")
    end(found, actor_ref, reason, now)
    found.save(update_fields=ENDED)
    _apply([found], now)
    return found


@transaction.atomic
def keep_days_of_memberships(now: datetime) -> int:
    """Begin and end what decisions say begins and ends by now; returns how many teams changed. Safe to run twice."""
    current = MembershipDecision.objects.filter(ended_at=None).select_related("team", "person")
    dated = [row for row in current.order_by("pk") if row.from_date is not None or row.until_date is not None]
    for row in dated:
        if row.decided.is_over_on(get_day(now)):
            end(row, "system", OVER, now)
            row.save(update_fields=ENDED)
    return _apply(dated, now, is_certain=False)


def _apply(decisions: Iterable[MembershipDecision], now: datetime, *, is_certain: bool = True) -> int:
    """Derive the memberships of the teams and tell who wants to know; without being certain, of those that changed."""
    by_team = {row.team.ref: row.team.pk for row in decisions}
    groups = Entity.objects.filter(ref__in=among(by_team), kind__iexact="group")
    identities = {ref: describe_team(orjson.loads(body)) for ref, body in groups.values_list("ref", "body_json")}
    before = _list_present(by_team.values())
    sync_memberships(sorted(by_team), identities, now)
    changed = {team for team, *_ in before ^ _list_present(by_team.values())}
    refs = [ref for ref, pk in by_team.items() if is_certain or pk in changed]
    queue_changes(Change.RELATIONS, refs, now)
    return len(refs)


def _list_present(team_ids: Iterable[int]) -> set[tuple[int, int, bool]]:
    rows = Membership.objects.filter(team__in=list(team_ids), until=None)
    return set(rows.order_by().values_list("team", "person", "is_lead"))


def _check(team: Team, person: Person, decided: Decided, now: datetime) -> None:
    if team.dissolved_at is not None:
        raise DecisionError("This team is dissolved.")
    if person.left_at is not None:
        raise DecisionError("No file names this person any more.")
    if decided.is_over_on(get_day(now)):
        raise DecisionError("Its last day has passed already.")
    if decided.from_date and decided.until_date and decided.until_date < decided.from_date:
        raise DecisionError("The last day lies before the first.")
