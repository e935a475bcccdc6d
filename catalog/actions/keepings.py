"""What no file declares any more: kept by a person for a while, or gone for good after 30 days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from catalog.actions.decisions import DecisionError, check_reason
from catalog.actions.ended_decisions import ENDED, KEPT_UNTIL, REASON, end, log_decision, log_end, say_until
from catalog.actions.entity_rows import PLACE
from catalog.actions.pending import Change, queue_changes
from catalog.actions.reconcile import tell_settled
from catalog.actions.reconcile_descriptors import Look
from catalog.actions.reconcile_entities import lock_entities, settle_entities
from catalog.core.retention import KEPT_FOR, SOFT_FOR, is_soft
from catalog.models import ChangeLog, Claim, Descriptor, Entity, Keeping, Origin
from catalog.models.bulk import among, insert_rows, update_rows

OVER = "The 30 days are over."
EMPTIED = ("title", "description", "type", "lifecycle", "owner_text", "body_json", "relations_json", "etag", "error")
EMPTY = {"body_json": "{}", "relations_json": "[]"}
PURGE_AT_ONCE = 1000


@transaction.atomic
def keep_entity(ref: str, reason: str, actor_ref: str, now: datetime) -> Keeping:
    """Bring back an entity that no file declares any more: it says what it said last, for 30 days.

    Ends before that when a file declares the ref again or the decision is withdrawn. Raises DecisionError if there is
    nothing to bring back, or without a reason. Check that the actor may decide.
    """
    reason = check_reason(reason)
    entities = lock_entities([ref], now) if Entity.objects.filter(ref=ref).exists() else {}
    if ref not in entities or entities[ref].removed_at is None:
        raise DecisionError("It is in the catalog now: there is nothing to bring back.")
    entity = entities[ref]
    removals = ChangeLog.objects.filter(subject_ref=ref, action=ChangeLog.Action.REMOVED).order_by("-pk")
    removal = removals.select_related("origin__source").first()
    if entity.removed_at is None or not is_soft(entity.removed_at, now) or entity.body_json == EMPTY["body_json"]:
        raise DecisionError("It was removed more than 30 days ago: what it said is not known any more.")
    if removal is None or removal.origin is None or _is_source_removed(removal.origin):
        raise DecisionError("Its source was removed as a whole. Add the source again to bring everything back.")
    keeping = Keeping.objects.create(
        ref=ref, origin=removal.origin, reason=reason, decided_by_ref=actor_ref, decided_at=now, until=now + KEPT_FOR
    )
    stand_in = _stand_in(entity, removal, now)
    stand_in.save()
    said = {KEPT_UNTIL: [None, say_until(keeping)], REASON: [None, reason]}
    log_decision(ChangeLog.Action.DECIDED, ref, said, actor_ref=actor_ref, origin=removal.origin, now=now).save()
    look = Look(removal.origin, stand_in.commit, now, now, actor_ref)
    tell_settled(settle_entities(look, entities, []), now)
    return keeping


def _is_source_removed(origin: Origin) -> bool:
    return origin.source is not None and origin.source.removed_at is not None


def is_without_source(origin: Origin) -> bool:
    """Whether the source that the origin was found in was removed."""
    return origin.source is not None and origin.source.removed_at is not None


def _stand_in(entity: Entity, removal: ChangeLog, now: datetime) -> Descriptor:
    """What stands in for the file: where it stood last, with what it said last."""
    place, _ = removal.fields.get(PLACE, ({}, None))
    return Descriptor(
        origin=removal.origin,
        path=removal.path,
        doc_index=place.get("doc_index", 0),
        ref=entity.ref,
        state=Descriptor.State.CONTENDER,
        digest=Keeping.STAGE,
        line=place.get("line", 1),
        owner_line=place.get("owner_line", 0),
        commit=place.get("commit", removal.commit),
        body_json=entity.body_json,
        stage=Keeping.STAGE,
        first_seen_at=now,
        missing_since=now,
    )


@transaction.atomic
def drop_keeping(keeping_id: int, reason: str, actor_ref: str, now: datetime) -> Keeping:
    """Let an entity that a person kept go again. Raises DecisionError if it is not kept any more, or without a reason.

    Check that the actor may decide.
    """
    reason = check_reason(reason)
    keeping = Keeping.objects.get(pk=keeping_id)
    entities = lock_entities([keeping.ref], now)
    keeping = Keeping.objects.select_related("origin").get(pk=keeping_id)
    if not keeping.is_current:
        raise DecisionError("It is not kept any more already.")
    end(keeping, actor_ref, reason, now)
    keeping.save(update_fields=ENDED)
    log_end(keeping, keeping.ref, {KEPT_UNTIL: [say_until(keeping), None]}).save()
    _let_go(keeping, entities, actor_ref, now)
    return keeping


def _let_go(keeping: Keeping, entities: Mapping[str, Entity], actor_ref: str, now: datetime) -> None:
    stand_ins = Descriptor.objects.filter(ref=keeping.ref, stage=Keeping.STAGE).select_related("origin")
    for stand_in in stand_ins:
        look = Look(stand_in.origin, stand_in.commit, now, now, actor_ref)
        tell_settled(settle_entities(look, entities, [stand_in]), now)


def end_keepings_in_time(now: datetime) -> int:
    """Let go what was kept for as long as it may be; returns how many. Safe to run twice."""
    over = list(Keeping.objects.filter(ended_at=None, until__lte=now).order_by("ref").values_list("pk", flat=True))
    for pk in over:
        try:
            drop_keeping(pk, OVER, "system", now)
        except DecisionError:  # somebody was faster
            continue
    return len(over)


def purge_removed(now: datetime) -> int:
    """Forget what entities said that were removed 30 days ago; ref, uid and change log stay. Returns how many.

    What people still claim about them ends too. Safe to run twice.
    """
    due = Entity.objects.filter(removed_at__lte=now - SOFT_FOR).exclude(body_json=EMPTY["body_json"]).order_by("ref")
    with transaction.atomic():
        rows = list(due.select_for_update()[:PURGE_AT_ONCE])
        for row in rows:
            for name in EMPTIED:
                setattr(row, name, EMPTY.get(name, ""))
        update_rows(rows, EMPTIED)
        refs = [row.ref for row in rows]
        last = _list_removals(refs)
        insert_rows([_log_purge(ref, last.get(ref), now) for ref in refs])
        Claim.objects.filter(subject_ref__in=among(refs), ended_at=None).update(ended_at=now)
        queue_changes(Change.CLAIMS, refs, now)
    return len(rows)


def _list_removals(refs: list[str]) -> dict[str, ChangeLog]:
    """The last removal of each ref: who may see the purge is who may see that."""
    removed = ChangeLog.objects.filter(subject_ref__in=among(refs), action=ChangeLog.Action.REMOVED)
    return {row.subject_ref: row for row in removed.order_by("pk").select_related("origin")}


def _log_purge(ref: str, removal: ChangeLog | None, now: datetime) -> ChangeLog:
    origin = removal.origin if removal is not None else None
    return log_decision(ChangeLog.Action.PURGED, ref, {}, actor_ref="system", origin=origin, now=now)
