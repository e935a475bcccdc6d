"""What people say about records that look like one person: they are, they are not, and: we were wrong."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from catalog.actions.aliases import point_aliases
from catalog.actions.decisions import DecisionError, check_reason
from catalog.actions.ended_decisions import REASON, log_decision
from catalog.actions.merge_sync import propose_merges
from catalog.actions.pending import Change, queue_changes
from catalog.actions.proposals import confirm_proposal, decline_proposal, get_decided, withdraw_proposal
from catalog.actions.rename_sync import lock_names, sync_former_refs
from catalog.core.merges import choose_kept
from catalog.models import ChangeLog, Descriptor, Erasure, PersonMerge
from catalog.models.bulk import among, insert_rows
from catalog.models.clock import get_day
from catalog.selectors.merges import get_merged_refs
from teams.actions.records import join_records, separate_records
from teams.models import Person

State = PersonMerge.State
MERGED = "(one person with)"


@transaction.atomic
def confirm_merge(  # noqa: PLR0917  # what is said, and what goes with every decision
    one_ref: str, other_ref: str, kept_ref: str, reason: str, actor_ref: str, now: datetime
) -> PersonMerge:
    """Say that two records are one person, known by `kept_ref` (empty: the one that is there, and the older).

    Raises DecisionError where that cannot be. Check that the actor may decide and sees both.
    """
    reason = check_reason(reason)
    lock_names()
    records = {row.ref: row for row in Person.records.filter(ref__in=(one_ref, other_ref))}
    if one_ref == other_ref or len(records) != 2:  # noqa: PLR2004  # a pair
        raise DecisionError("Name two people of the catalog.")
    _check(list(records.values()), kept_ref)
    first, second = sorted(records)
    merge = PersonMerge.objects.select_for_update().filter(first_ref=first, second_ref=second, ended_at=None).first()
    merge = merge or PersonMerge(first_ref=first, second_ref=second, seen_at=now)
    merge.kept_ref = kept_ref or choose_kept(
        (row.ref, (row.own_left_at or row.left_at) is None, row.first_seen_at) for row in records.values()
    )
    confirm_proposal(merge, reason, actor_ref, now)
    _spread(merge, actor_ref, now)
    return merge


@transaction.atomic
def decline_merge(merge_id: int, reason: str, actor_ref: str, now: datetime) -> PersonMerge:
    """Say that two who look like one are not: it is not proposed again. Raises DecisionError if it is not proposed."""
    lock_names()
    return decline_proposal(PersonMerge.objects, merge_id, reason, actor_ref, now)


@transaction.atomic
def withdraw_merge(merge_id: int, reason: str, actor_ref: str, now: datetime) -> PersonMerge:
    """Let a merge, or that one was declined, hold no more: both stand for themselves again, as if it had not been.

    If they still look like one person, that is proposed again. Raises DecisionError if it had ended already.
    """
    reason = check_reason(reason)
    lock_names()
    merge = get_decided(PersonMerge.objects, merge_id)
    withdraw_proposal(merge, reason, actor_ref, now)
    if merge.state == State.CONFIRMED:
        _spread(merge, actor_ref, now)
    propose_merges(now)
    return merge


def _check(records: Collection[Person], kept_ref: str) -> None:
    if any(record.merged_into_id is not None for record in records):
        raise DecisionError("One of them is merged already. Say it of the record that is kept.")
    if kept_ref and kept_ref not in {record.ref for record in records}:
        raise DecisionError("The record that is kept is one of the two.")
    sources = {record.source for record in records}
    if len(sources) > 1 and any(source is not None and source.is_restricted for source in sources):
        raise DecisionError("They come from sources that not the same people may see.")
    if Erasure.objects.filter(ref__in=among({record.ref for record in records})).exists():
        raise DecisionError("One of them was erased: whom a pseudonym stands for is not to be said.")


def _spread(merge: PersonMerge, actor_ref: str, now: datetime) -> None:
    """Join or part the records, their names and memberships; tell everybody who has to know."""
    insert_rows(_log(merge, actor_ref, now))
    sync_former_refs(now)
    merged = get_merged_refs()
    refs = {merge.first_ref, merge.second_ref, *merged, *merged.values()}
    point_aliases(refs)
    separate_records()
    join_records(get_day(now))
    propose_merges(now)
    queue_changes(Change.ENTITY, {merge.first_ref, merge.second_ref}, now)


def _log(merge: PersonMerge, actor_ref: str, now: datetime) -> list[ChangeLog]:
    refs = (merge.first_ref, merge.second_ref)
    in_force = Descriptor.objects.filter(ref__in=among(refs), state=Descriptor.State.IN_FORCE).select_related("origin")
    origins = {row.ref: row.origin for row in in_force}
    holds = merge.is_current
    reason = merge.reason if holds else merge.end_reason
    return [
        log_decision(
            ChangeLog.Action.DECIDED if holds else ChangeLog.Action.WITHDRAWN,
            ref,
            {MERGED: [None, other] if holds else [other, None], REASON: [None, reason]},
            actor_ref=actor_ref,
            origin=origins.get(ref),
            now=now,
        )
        for ref, other in (refs, refs[::-1])
    ]
