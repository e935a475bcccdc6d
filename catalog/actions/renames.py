"""What people say about old names of entities: this is it, this is not, and: we were wrong."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from catalog.actions.decisions import DecisionError, check_reason
from catalog.actions.proposals import confirm_proposal, decline_proposal, get_decided, withdraw_proposal
from catalog.actions.rename_sync import log_rename, sync_former_refs
from catalog.core.refs import RefError, parse_ref
from catalog.core.renames import LONGEST_REF
from catalog.models import Descriptor, Entity, Rename
from catalog.models.bulk import insert_rows

Basis, State = Rename.Basis, Rename.State
PEOPLE_KINDS = frozenset({"group", "user"})


@transaction.atomic
def declare_rename(old: str, new: str, reason: str, actor_ref: str, now: datetime) -> Rename:
    """Say that `old` is another name of what `new` names now; both as people write refs. Confirms what was proposed.

    Raises DecisionError where that cannot be. Check that the actor may decide.
    """
    reason = check_reason(reason)
    old_ref, new_ref = read_pair(old, new)
    living = set(Entity.objects.filter(ref__in=(old_ref, new_ref), removed_at=None).values_list("ref", flat=True))
    if old_ref in living:
        raise DecisionError(f"{old_ref} is in use. Only a ref that nothing has any more can be an old name.")
    if new_ref not in living:
        raise DecisionError(f"The catalog has no {new_ref} now.")
    confirmed = Rename.objects.filter(old_ref=old_ref, state=State.CONFIRMED, ended_at=None)
    if confirmed.exclude(basis=Basis.DESCRIPTOR).exists():
        raise DecisionError(f"{old_ref} is the old name of something already. Withdraw that first.")
    rename = Rename.objects.select_for_update().filter(old_ref=old_ref, new_ref=new_ref, ended_at=None).first()
    rename = rename or _make(old_ref, new_ref, now)
    rename.basis = Basis.PERSON
    confirm_proposal(rename, reason, actor_ref, now)
    insert_rows(log_rename(rename, actor_ref, now))
    sync_former_refs(now)
    return rename


@transaction.atomic
def decline_rename(rename_id: int, reason: str, actor_ref: str, now: datetime) -> Rename:
    """Say that what was proposed is no rename: it is not proposed again. Raises DecisionError if it is not proposed.

    Check that the actor may decide.
    """
    return decline_proposal(Rename.objects, rename_id, reason, actor_ref, now)


@transaction.atomic
def withdraw_rename(rename_id: int, reason: str, actor_ref: str, now: datetime) -> Rename:
    """Let an old name, or that a proposal was declined, hold no more.

    Raises DecisionError if it had ended already, and for what a descriptor says: that is changed in its file. Check
    that the actor may decide.
    """
    reason = check_reason(reason)
    rename = get_decided(Rename.objects, rename_id)
    if rename.basis == Basis.DESCRIPTOR and rename.state == State.CONFIRMED:
        raise DecisionError("The descriptor says so: take the old name out of its file.")
    withdraw_proposal(rename, reason, actor_ref, now)
    if rename.state == State.CONFIRMED:
        insert_rows(log_rename(rename, actor_ref, now))
        sync_former_refs(now)
    return rename


def read_pair(old: str, new: str) -> tuple[str, str]:
    """Both refs, canonical; the old one takes from the new one what it leaves out. Raises DecisionError."""
    try:
        new_ref = parse_ref(new.strip())
        old_ref = parse_ref(old.strip(), new_ref.kind, new_ref.namespace)
    except RefError as error:
        message = str(error)
        raise DecisionError(f"{message[:1].upper()}{message[1:]}.") from error
    kinds = {old_ref.kind.lower(), new_ref.kind.lower()}
    if old_ref == new_ref:
        raise DecisionError("The old name and the new one are the same.")
    if len(kinds) > 1 and kinds & PEOPLE_KINDS:
        raise DecisionError("A team can only have been a team, and a person a person.")
    if max(len(str(old_ref)), len(str(new_ref))) > LONGEST_REF:
        raise DecisionError(f"A ref is not longer than {LONGEST_REF} characters.")
    return str(old_ref), str(new_ref)


def _make(old_ref: str, new_ref: str, now: datetime) -> Rename:
    home = Descriptor.objects.filter(ref=new_ref, state=Descriptor.State.IN_FORCE).select_related("origin").first()
    return Rename(
        old_ref=old_ref,
        new_ref=new_ref,
        seen_at=now,
        origin=home.origin if home else None,
        commit=home.commit if home else "",
        path=home.path if home else "",
    )
