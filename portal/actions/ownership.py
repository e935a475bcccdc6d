"""A person's claim of ownership: recorded in the ledger beside what files say, and never in their place."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction

from catalog.actions.claims import NewClaim, record_claims
from catalog.actions.decisions import DecisionError, check_reason
from catalog.actions.ended_decisions import REASON, log_decision
from catalog.core.access import Actor
from catalog.core.claims import Basis
from catalog.models import ChangeLog, Claim, Descriptor, Entity, Origin
from catalog.models.clock import database_now
from catalog.selectors.history import OWNER
from portal.actions.audit import record_event

BASIS = Basis.PERSON.value
LONGEST_SCOPE = 200
_REPOSITORY = "repository:"


@transaction.atomic
def decide_owner(actor: Actor, subject_ref: str, team_ref: str, reason: str) -> Claim:
    """Record that a team owns a subject, because a person says so. It replaces what a person said before.

    Raises DecisionError without a reason, and where there is no such subject or team. Check that the actor may.
    """
    reason, now = check_reason(reason), database_now()
    origin = _find_origin(subject_ref)
    if origin is None:
        raise DecisionError("The catalog has nothing of that name now.")
    if not Entity.objects.filter(ref=team_ref, kind="Group", removed_at=None).exists():
        raise DecisionError("The catalog has no such team now.")
    evidence = {"kind": "decision", "says": reason, "decided_by": actor.ref, "decided_at": now.isoformat()}
    # of no origin: it outlives the repository that declares the subject now
    claim = NewClaim(subject_ref, team_ref, evidence, source_id=origin.source_id)
    before = _list_current(subject_ref)
    record_claims(BASIS, scope_of(subject_ref), [claim], now)
    _log(ChangeLog.Action.DECIDED, subject_ref, [before, team_ref], reason, (actor.ref, origin, now))
    record_event(actor.ref, "owner-decided", subject_ref, team=team_ref, reason=reason)
    return Claim.objects.get(basis=BASIS, scope=scope_of(subject_ref), ended_at=None)


@transaction.atomic
def withdraw_owner(actor: Actor, claim_id: int, reason: str) -> Claim:
    """Let what a person said about an owner hold no more; returns it as it was.

    Raises DecisionError if it does not hold. Check that the actor may.
    """
    reason, now = check_reason(reason), database_now()
    claim = Claim.objects.select_for_update().filter(pk=claim_id, basis=BASIS, ended_at=None).first()
    if claim is None:
        raise DecisionError("This decision holds no more already.")
    record_claims(BASIS, claim.scope, [], now)
    by = (actor.ref, _find_origin(claim.subject_ref), now)
    _log(ChangeLog.Action.WITHDRAWN, claim.subject_ref, [claim.owner_text, None], reason, by)
    record_event(actor.ref, "owner-decision-withdrawn", claim.subject_ref, team=claim.owner_text, reason=reason)
    return claim


def scope_of(subject_ref: str) -> str:
    """The scope of what people claim about one subject: there is one such claim at a time."""
    scope = f"subject:{subject_ref}"
    return scope if len(scope) <= LONGEST_SCOPE else f"subject:{hashlib.sha256(subject_ref.encode()).hexdigest()}"


def _find_origin(subject_ref: str) -> Origin | None:
    """Where the subject stands: who may see that may see the decision. Locks the subject: deciding takes turns."""
    rest = subject_ref.removeprefix(_REPOSITORY)
    if rest != subject_ref:
        there = Origin.objects.select_for_update().filter(removed_at=None)
        return there.filter(pk=int(rest)).first() if rest.isdecimal() else None
    list(Entity.objects.select_for_update().filter(ref=subject_ref).values_list("pk"))
    holders = Descriptor.objects.filter(ref=subject_ref, state=Descriptor.State.IN_FORCE)
    holder = holders.select_related("origin").first()
    return holder.origin if holder is not None else None


def _list_current(subject_ref: str) -> str | None:
    said = Claim.objects.filter(basis=BASIS, scope=scope_of(subject_ref), ended_at=None)
    return said.values_list("owner_text", flat=True).first()


def _log(
    action: ChangeLog.Action,
    subject_ref: str,
    owner: list[str | None],
    reason: str,
    by: tuple[str, Origin | None, datetime],
) -> None:
    actor_ref, origin, now = by
    said = {OWNER: owner, REASON: [None, reason]}
    log_decision(action, subject_ref, said, actor_ref=actor_ref, origin=origin, now=now).save()
