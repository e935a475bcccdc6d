"""Who is in a team and why: what files say, what a person decided, and where the two disagree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from catalog.core.access import Actor, Subject, may
from catalog.models.clock import get_day
from portal.selectors.actors import get_actor_names
from teams.core.membership import Standing
from teams.models import Membership, MembershipDecision, Person, Team
from teams.selectors.memberships import get_declared, list_membership_decisions


@dataclass(frozen=True, slots=True)
class ShownDecision:
    """What a person said about somebody and a team; `declared` is what files say about the two."""

    decision: MembershipDecision
    declared: Standing
    decided_by: str
    ended_by: str
    holds: bool

    @property
    def person(self) -> Person:
        """Whom it is about."""
        return self.decision.person

    @property
    def disagrees(self) -> bool:
        """Whether it counts today and the files say something else."""
        return self.holds and self.declared != self.decision.decided.standing

    @property
    def is_to_come(self) -> bool:
        """Whether its first day has not come."""
        return not self.holds and self.decision.ended_at is None


@dataclass(frozen=True, slots=True)
class MemberRow:
    """Somebody who is or was in a team, what files say about that now, and what a person decided."""

    membership: Membership
    declared: Standing
    shown: ShownDecision | None

    @property
    def person(self) -> Person:
        """Who it is."""
        return self.membership.person

    @property
    def is_present(self) -> bool:
        """Whether they are in it now."""
        return self.membership.until is None and self.person.left_at is None


def may_decide_membership(actor: Actor, team: Team) -> bool:
    """Whether the actor may say who is in a team: who leads it, and administrators."""
    return may(actor, "decide", Subject("membership", team_ref=team.ref))


def show_membership_decisions(team: Team, rows: Sequence[MembershipDecision]) -> list[ShownDecision]:
    """Decisions about a team in their order. At most four queries, none for none."""
    declared = get_declared(team, {row.person.ref for row in rows})
    names = get_actor_names(ref for row in rows for ref in (row.decided_by_ref, row.ended_by_ref) if ref)
    today = get_day(timezone.now())
    return [
        ShownDecision(
            decision=row,
            declared=declared[row.person.ref],
            decided_by=names[row.decided_by_ref],
            ended_by=names[row.ended_by_ref] if row.ended_by_ref else "",
            holds=row.ended_at is None and row.decided.holds_on(today),
        )
        for row in rows
    ]


def list_current_decisions(actor: Actor, team: Team) -> list[ShownDecision]:
    """What people decided about a team and did not take back, by name. One query; at most four more if there is any."""
    rows = list(list_membership_decisions(actor, team).filter(ended_at=None))
    return sorted(show_membership_decisions(team, rows), key=lambda shown: str(shown.person).casefold())


def describe_memberships(actor: Actor, rows: Sequence[Membership]) -> list[MemberRow]:
    """Memberships of one team in their order. At most eight queries, none for none."""
    if not rows:
        return []
    team = rows[0].team
    decisions = {shown.person.pk: shown for shown in list_current_decisions(actor, team)}
    declared = get_declared(team, {row.person.ref for row in rows})
    return [MemberRow(row, declared[row.person.ref], decisions.get(row.person_id)) for row in rows]
