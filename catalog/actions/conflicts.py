"""Which of several descriptors of one ref counts, by a person's decision; and that it holds no more."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from catalog.actions.decisions import DecisionError, check_reason
from catalog.actions.ended_decisions import CHOSEN, ENDED, REASON, end, log_decision, log_end, say_choice
from catalog.actions.reconcile import tell_settled
from catalog.actions.reconcile_descriptors import Look
from catalog.actions.reconcile_entities import lock_entities, settle_entities
from catalog.models import ChangeLog, Descriptor, DescriptorChoice, Entity

REPLACED = "Another descriptor was chosen."


@transaction.atomic
def choose_descriptor(descriptor_id: int, reason: str, actor_ref: str, now: datetime) -> DescriptorChoice:
    """Put one of the descriptors of a ref in force, at once and for all scans to come, and say so in the change log.

    It holds for as long as its repository declares the ref, wherever in it. Raises DecisionError, for people, if the
    descriptor is gone or declares nothing, or without a reason. Check that the actor may decide.
    """
    reason = check_reason(reason)
    ref = Descriptor.objects.filter(pk=descriptor_id).values_list("ref", flat=True).first()
    entities = lock_entities([ref], now) if ref else {}
    chosen = Descriptor.objects.select_related("origin").filter(pk=descriptor_id, ref=ref).first()
    if not ref or chosen is None or chosen.state == Descriptor.State.BROKEN:
        raise DecisionError("This file declares it no more. Look again at what there is to choose from.")
    former = DescriptorChoice.objects.filter(ref=ref, ended_at=None).first()
    if former is not None:
        end(former, actor_ref, REPLACED, now)
        former.save(update_fields=ENDED)
    choice = DescriptorChoice.objects.create(
        ref=ref,
        origin=chosen.origin,
        origin_name=chosen.origin.name,
        path=chosen.path,
        doc_index=chosen.doc_index,
        reason=reason,
        decided_by_ref=actor_ref,
        decided_at=now,
    )
    said = {CHOSEN: [None, say_choice(choice)], REASON: [None, reason]}
    log_decision(ChangeLog.Action.DECIDED, ref, said, actor_ref=actor_ref, origin=chosen.origin, now=now).save()
    _settle(chosen, entities, actor_ref, now, afresh=False)
    return choice


@transaction.atomic
def withdraw_choice(choice_id: int, reason: str, actor_ref: str, now: datetime) -> DescriptorChoice:
    """Let a choice hold no more: the first seen counts again, as if nobody had decided.

    Raises DecisionError if it had ended already, or without a reason. Check that the actor may decide.
    """
    reason = check_reason(reason)
    choice = DescriptorChoice.objects.get(pk=choice_id)
    entities = lock_entities([choice.ref], now)
    choice = DescriptorChoice.objects.select_related("origin").get(pk=choice_id)
    if not choice.is_current:
        raise DecisionError("This decision holds no more already.")
    end(choice, actor_ref, reason, now)
    choice.save(update_fields=ENDED)
    log_end(choice, choice.ref, {CHOSEN: [say_choice(choice), None]}).save()
    holder = Descriptor.objects.select_related("origin").filter(ref=choice.ref, state=Descriptor.State.IN_FORCE).first()
    if holder is not None:
        _settle(holder, entities, actor_ref, now, afresh=True)
    return choice


def _settle(
    descriptor: Descriptor, entities: dict[str, Entity], actor_ref: str, now: datetime, *, afresh: bool
) -> None:
    look = Look(descriptor.origin, descriptor.commit, now, now, actor_ref)
    tell_settled(settle_entities(look, entities, [], afresh=afresh), now)
