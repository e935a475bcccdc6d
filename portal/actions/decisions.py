"""What people decide in the portal: each decision with its audit event, and seen at once."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from catalog.actions.added_aliases import add_alias, withdraw_alias
from catalog.actions.conflicts import choose_descriptor, withdraw_choice
from catalog.actions.keepings import drop_keeping, keep_entity
from catalog.actions.pending import deliver_if_few
from catalog.actions.renames import declare_rename, decline_rename, withdraw_rename
from catalog.core.access import Actor
from catalog.models import AddedAlias, DescriptorChoice, Keeping, Rename
from catalog.models.clock import database_now
from catalog.tasks import deliver
from portal.actions.audit import record_event
from portal.actions.sources import broker_is_a_hint
from scoring.actions.exemptions import exempt_finding, withdraw_exemption
from scoring.models import Exemption


def spread_decision() -> None:
    """Let everybody who consumes changes see what was decided: now where little waits, else soon."""
    deliver_if_few(database_now())
    with broker_is_a_hint():
        deliver.delay()


def choose(actor: Actor, descriptor_id: int, reason: str) -> DescriptorChoice:
    """Put one of several descriptors of a ref in force. Raises DecisionError. Check that the actor may."""
    with transaction.atomic():
        choice = choose_descriptor(descriptor_id, reason, actor.ref, database_now())
        where = f"{choice.origin_name}: {choice.path}"
        record_event(actor.ref, "descriptor-chosen", choice.ref, file=where, reason=choice.reason)
    return choice


def undo_choice(actor: Actor, choice_id: int, reason: str) -> DescriptorChoice:
    """Let the first seen count again. Raises DecisionError. Check that the actor may."""
    with transaction.atomic():
        choice = withdraw_choice(choice_id, reason, actor.ref, database_now())
        record_event(actor.ref, "descriptor-choice-withdrawn", choice.ref, reason=choice.end_reason)
    return choice


def bring_back(actor: Actor, ref: str, reason: str) -> Keeping:
    """Keep an entity that no file declares any more. Raises DecisionError. Check that the actor may."""
    with transaction.atomic():
        keeping = keep_entity(ref, reason, actor.ref, database_now())
        record_event(actor.ref, "entity-brought-back", ref, until=f"{keeping.until:%Y-%m-%d}", reason=keeping.reason)
    return keeping


def let_go(actor: Actor, keeping_id: int, reason: str) -> Keeping:
    """Keep it no longer. Raises DecisionError. Check that the actor may."""
    with transaction.atomic():
        keeping = drop_keeping(keeping_id, reason, actor.ref, database_now())
        record_event(actor.ref, "entity-let-go", keeping.ref, reason=keeping.end_reason)
    return keeping


def rename(actor: Actor, old: str, new: str, reason: str) -> Rename:
    """Say that one ref is the old name of another. Raises DecisionError. Check that the actor may."""
    with transaction.atomic():
        found = declare_rename(old, new, reason, actor.ref, database_now())
        record_event(actor.ref, "rename-declared", found.new_ref, old_ref=found.old_ref, reason=found.reason)
    return found


def decline(actor: Actor, rename_id: int, reason: str) -> Rename:
    """Say that a proposed rename is none. Raises DecisionError. Check that the actor may."""
    with transaction.atomic():
        found = decline_rename(rename_id, reason, actor.ref, database_now())
        record_event(actor.ref, "rename-declined", found.new_ref, old_ref=found.old_ref, reason=found.reason)
    return found


def undo_rename(actor: Actor, rename_id: int, reason: str) -> Rename:
    """Let an old name, or a refusal, hold no more. Raises DecisionError. Check that the actor may."""
    with transaction.atomic():
        found = withdraw_rename(rename_id, reason, actor.ref, database_now())
        record_event(actor.ref, "rename-withdrawn", found.new_ref, old_ref=found.old_ref, reason=found.end_reason)
    return found


def add_address(actor: Actor, person_ref: str, scheme: str, text: str, reason: str) -> AddedAlias:
    """Say that an address or a login is that of a person. Raises DecisionError. Check that the actor may."""
    with transaction.atomic():
        added = add_alias(person_ref, scheme, text, reason, actor.ref, database_now())
        record_event(actor.ref, "address-added", person_ref, scheme=added.scheme, reason=added.reason)
    return added


def withdraw_address(actor: Actor, added_id: int, reason: str) -> AddedAlias:
    """Let what was added be theirs no more. Raises DecisionError. Check that the actor may."""
    with transaction.atomic():
        added = withdraw_alias(added_id, reason, actor.ref, database_now())
        record_event(actor.ref, "address-withdrawn", added.entity_ref, scheme=added.scheme, reason=added.end_reason)
    return added


def exempt(actor: Actor, finding_id: int, reason: str, until_date: date) -> Exemption:
    """Let a finding rest until a date. Raises DecisionError. Check that the actor may."""
    with transaction.atomic():
        found = exempt_finding(finding_id, reason, until_date, actor.ref, database_now())
        said = {"check": found.check_id, "until": f"{until_date}", "reason": found.reason}
        record_event(actor.ref, "finding-exempted", found.subject_ref, **said)
    return found


def undo_exemption(actor: Actor, exemption_id: int, reason: str) -> Exemption:
    """Let an exemption count no more. Raises DecisionError. Check that the actor may."""
    with transaction.atomic():
        found = withdraw_exemption(exemption_id, reason, actor.ref, database_now())
        said = {"check": found.check_id, "reason": found.withdrawal_reason}
        record_event(actor.ref, "exemption-withdrawn", found.subject_ref, **said)
    return found
