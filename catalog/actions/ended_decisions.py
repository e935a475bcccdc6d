"""Decisions of people that end by themselves, because what they were about is gone or back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from catalog.actions.reconcile_descriptors import Look
from catalog.models import ChangeLog, Descriptor, DescriptorChoice, Keeping, Origin
from catalog.models.bulk import among, insert_rows, update_rows
from catalog.models.decision import Decision

ENDED = ("ended_at", "ended_by_ref", "end_reason")
CHOSEN, KEPT_UNTIL, REASON = "(chosen file)", "(kept until)", "(reason)"
GONE = "Its repository declares it no more."
BACK = "A file declares it again."
DROPPED = "Its source was removed."

Rows = Mapping[str, Sequence[Descriptor]]


def end_choices(look: Look, refs: Iterable[str], present: Rows) -> dict[str, DescriptorChoice]:
    """The choices that hold, by ref; those whose repository declares the ref no more end. `present` by ref."""
    held, ended = {}, []
    for choice in DescriptorChoice.objects.filter(ref__in=among(refs), ended_at=None).select_related("origin"):
        if any(row.origin_id == choice.origin_id for row in present.get(choice.ref, ())):
            held[choice.ref] = choice
        else:
            ended.append(choice)
    _end_all(look, ended)
    insert_rows([log_end(c, c.ref, {CHOSEN: [say_choice(c), None]}) for c in ended])
    return held


def end_keepings(look: Look, refs: Iterable[str], present: Rows) -> None:
    """End what people keep of refs that nothing stands in for any more: a file is back, or the source is gone."""
    ended = []
    for keeping in Keeping.objects.filter(ref__in=among(refs), ended_at=None).select_related("origin"):
        rows = present.get(keeping.ref, ())
        if not any(row.stage == Keeping.STAGE for row in rows):
            keeping.end_reason = BACK if rows else DROPPED
            ended.append(keeping)
    _end_all(look, ended)
    insert_rows([log_end(k, k.ref, {KEPT_UNTIL: [say_until(k), None]}) for k in ended])


def _end_all(look: Look, decisions: Sequence[Decision]) -> None:
    for decision in decisions:
        end(decision, look.actor_ref, decision.end_reason or GONE, look.now)
    update_rows(decisions, ENDED)


def end(decision: Decision, actor_ref: str, reason: str, now: datetime) -> None:
    """Let a decision hold no more; does not save it."""
    decision.ended_at, decision.ended_by_ref, decision.end_reason = now, actor_ref, reason


def say_choice(choice: DescriptorChoice) -> str:
    """The chosen file in words."""
    return f"{choice.origin_name}: {choice.path}"


def say_until(keeping: Keeping) -> str:
    """The last day of what is kept."""
    return f"{keeping.until:%Y-%m-%d}"


def log_end(decision: Decision, subject_ref: str, fields: dict[str, list[Any]]) -> ChangeLog:
    """The entry of the change log for a decision that has ended. It is not saved."""
    assert decision.ended_at is not None  # noqa: S101  # `end` was called
    return log_decision(
        ChangeLog.Action.WITHDRAWN,
        subject_ref,
        fields | {REASON: [None, decision.end_reason]},
        actor_ref=decision.ended_by_ref,
        origin=getattr(decision, "origin", None),
        now=decision.ended_at,
    )


def log_decision(
    action: ChangeLog.Action,
    subject_ref: str,
    fields: dict[str, list[Any]],
    *,
    actor_ref: str,
    origin: Origin | None,
    now: datetime,
) -> ChangeLog:
    """An entry of the change log about a decision. It is not saved. Without an origin administrators alone see it."""
    return ChangeLog(subject_ref=subject_ref, action=action, fields=fields, actor_ref=actor_ref, origin=origin, at=now)
