"""Addresses and logins of people that no file names: somebody says whose they are, and takes it back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from catalog.actions.aliases import sync_aliases
from catalog.actions.decisions import DecisionError, check_reason
from catalog.actions.ended_decisions import ENDED, REASON, end, log_decision
from catalog.actions.pending import Change, queue_changes
from catalog.core.addresses import PERSONAL_SCHEMES, is_role_address, read_address
from catalog.models import AddedAlias, Alias, ChangeLog, Descriptor, Entity, Erasure
from catalog.models.bulk import insert_rows

MOST = 50


@transaction.atomic
def add_alias(  # noqa: PLR0917  # what is said, and what goes with every decision
    person_ref: str, scheme: str, text: str, reason: str, actor_ref: str, now: datetime
) -> AddedAlias:
    """Say that an address or a login is that of a person, whatever their file says. Raises DecisionError.

    Check that the actor may decide.
    """
    reason, value = check_reason(reason), read_address(scheme, text)
    if not value:
        what = PERSONAL_SCHEMES.get(scheme)
        raise DecisionError(f"This is no {what}." if what else "There is no such kind of name.")
    if is_role_address(value):
        raise DecisionError("Many may share such an address: it is no one person's.")
    if not Entity.objects.select_for_update().filter(ref=person_ref, kind__iexact="user", removed_at=None).exists():
        raise DecisionError("The catalog has no such person now.")
    if Erasure.objects.filter(ref=person_ref).exists():
        raise DecisionError("They were erased: what a pseudonym was known by is not to be said.")
    holders = set(Alias.objects.filter(scheme=scheme, value=value, valid_to=None).values_list("entity_ref", flat=True))
    if person_ref in holders:
        raise DecisionError("They have it already.")
    if holders:  # whose it is stays unsaid: not everybody may see them
        raise DecisionError("Somebody else has it. If both are one person, say so instead of giving it to the other.")
    if AddedAlias.objects.filter(entity_ref=person_ref, ended_at=None).count() >= MOST:
        raise DecisionError(f"At most {MOST} can be added to one person.")
    added = AddedAlias.objects.create(
        entity_ref=person_ref, scheme=scheme, value=value, reason=reason, decided_by_ref=actor_ref, decided_at=now
    )
    _spread(added, actor_ref, now)
    return added


@transaction.atomic
def withdraw_alias(added_id: int, reason: str, actor_ref: str, now: datetime) -> AddedAlias:
    """Let what was added be theirs no more. Raises DecisionError if it is not any more. Check that the actor may."""
    reason = check_reason(reason)
    added = AddedAlias.objects.select_for_update().get(pk=added_id)
    if not added.is_current:
        raise DecisionError("This holds no more already.")
    end(added, actor_ref, reason, now)
    added.save(update_fields=ENDED)
    _spread(added, actor_ref, now)
    return added


def _spread(added: AddedAlias, actor_ref: str, now: datetime) -> None:
    """Let everybody see it, now and in the change log. The address itself is not written there: it can be erased."""
    home = Descriptor.objects.filter(ref=added.entity_ref, state=Descriptor.State.IN_FORCE).first()
    what, reason = PERSONAL_SCHEMES[added.scheme].lower(), added.reason if added.is_current else added.end_reason
    action = ChangeLog.Action.DECIDED if added.is_current else ChangeLog.Action.WITHDRAWN
    said = [None, what] if added.is_current else [what, None]
    log = log_decision(
        action,
        added.entity_ref,
        {"(address or login)": said, REASON: [None, reason]},
        actor_ref=actor_ref,
        origin=home.origin if home else None,
        now=now,
    )
    insert_rows([log])
    sync_aliases([added.entity_ref], now)
    queue_changes(Change.ENTITY, [added.entity_ref], now)
