"""What people say of what looks so: it is, it is not, and: we were wrong. Nothing that follows from it is done here."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from django.db.models import Manager

from catalog.actions.decisions import DecisionError, check_reason
from catalog.actions.ended_decisions import ENDED, end
from catalog.models.decision import Proposal

ProposalT = TypeVar("ProposalT", bound=Proposal)


def confirm_proposal(row: Proposal, reason: str, actor_ref: str, now: datetime) -> None:
    """Say that it is so, and save it; `reason` is checked."""
    _decide(row, Proposal.State.CONFIRMED, reason, actor_ref, now)


def decline_proposal(rows: Manager[ProposalT], pk: int, reason: str, actor_ref: str, now: datetime) -> ProposalT:
    """Say that it is not: it is not proposed again. Raises DecisionError if it is not proposed.

    Call in a transaction.
    """
    reason = check_reason(reason)
    row = _lock(rows, pk)
    if row.state != Proposal.State.PROPOSED or not row.is_current:
        raise DecisionError("This is not proposed any more.")
    _decide(row, Proposal.State.DECLINED, reason, actor_ref, now)
    return row


def get_decided(rows: Manager[ProposalT], pk: int) -> ProposalT:
    """What somebody said and holds, locked. Raises DecisionError if it does not hold. Call in a transaction."""
    row = _lock(rows, pk)
    if not row.is_current or row.state == Proposal.State.PROPOSED:
        raise DecisionError("This holds no more already.")
    return row


def withdraw_proposal(row: Proposal, reason: str, actor_ref: str, now: datetime) -> None:
    """Let what was said hold no more, and save it; `reason` is checked."""
    end(row, actor_ref, reason, now)
    row.save(update_fields=ENDED)


def _lock(rows: Manager[ProposalT], pk: int) -> ProposalT:
    return rows.select_for_update().get(pk=pk)


def _decide(row: Proposal, state: Proposal.State, reason: str, actor_ref: str, now: datetime) -> None:
    row.state, row.reason, row.decided_by_ref, row.decided_at = state, reason, actor_ref, now
    row.save()
