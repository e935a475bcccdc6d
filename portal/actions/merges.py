"""Saying that two records are one person, as people and scripts do: each decision with its audit event."""

from __future__ import annotations

from django.db import transaction

from catalog.core.access import Actor
from catalog.models import PersonMerge
from catalog.models.clock import database_now
from portal.actions.audit import record_event
from teams.actions import person_merges


def merge_people(actor: Actor, one_ref: str, other_ref: str, kept_ref: str, reason: str) -> PersonMerge:
    """Say that two are one person. Raises DecisionError. Check that the actor may, and sees both."""
    with transaction.atomic():
        made = person_merges.confirm_merge(one_ref, other_ref, kept_ref, reason, actor.ref, database_now())
        record_event(actor.ref, "people-merged", made.kept_ref, merged=made.merged_ref, reason=made.reason)
    return made


def decline_merge(actor: Actor, merge_id: int, reason: str) -> PersonMerge:
    """Say that two who look like one person are two. Raises DecisionError. Check that the actor may."""
    with transaction.atomic():
        found = person_merges.decline_merge(merge_id, reason, actor.ref, database_now())
        record_event(actor.ref, "merge-declined", found.first_ref, other=found.second_ref, reason=found.reason)
    return found


def undo_merge(actor: Actor, merge_id: int, reason: str) -> PersonMerge:
    """Let a merge, or a refusal, hold no more. Raises DecisionError. Check that the actor may."""
    with transaction.atomic():
        found = person_merges.withdraw_merge(merge_id, reason, actor.ref, database_now())
        record_event(actor.ref, "merge-withdrawn", found.first_ref, other=found.second_ref, reason=found.end_reason)
    return found
