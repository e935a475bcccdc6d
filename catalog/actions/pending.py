"""The outbox: refs that changed, for each consumer that wants to look at them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.db.models import QuerySet

from catalog.actions.leases import hold_lease
from catalog.models import PendingChange
from catalog.models.bulk import delete_rows, insert_values

BATCH = 5000
FEW = 300
LOOKED_THROUGH = 200_000  # rows; a ref that is pending for many reasons is looked at once for all of them

#: Gets refs (no duplicates, ordered) and the time; runs inside a transaction and must be safe to run twice.
Consume = Callable[[list[str], datetime], None]

_Row = tuple[int, str, str]  # id, consumer, ref


class Change(StrEnum):
    """What changed about a ref."""

    ENTITY = "entity"  # what its descriptor says, or that it is there at all; of `repository:<id>`: its tip or state
    RELATIONS = "relations"  # the edges that begin or end at it
    CLAIMS = "claims"  # who is said to own it
    FILES = "files"  # of `repository:<id>`: files kept for an app above


#: What a ref must begin with for a consumer to look at it; no beginnings: any ref will do.
Beginnings = tuple[str, ...]
ANY_REF: Beginnings = ()
#: What a consumer gets that wants to know that something changed, and not what.
SOMETHING = "something"


@dataclass(frozen=True, slots=True)
class Consumer:
    """Someone who wants to know which refs changed: `wants` says in which ways, and of each which refs it looks at.

    `needs_refs` is false for one that only wants to know that there are any: it gets `SOMETHING` instead.
    """

    name: str
    consume: Consume
    wants: Mapping[Change, Beginnings]
    needs_refs: bool = True

    def pick(self, changes: Mapping[Change, Collection[str]]) -> set[str]:
        """What it gets of these changes."""
        found: set[str] = set()
        for kind in self.wants.keys() & changes.keys():
            beginnings = self.wants[kind]
            found.update(ref for ref in changes[kind] if not beginnings or ref.startswith(beginnings))
        return found if self.needs_refs or not found else {SOMETHING}


_consumers: list[Consumer] = []


def register_consumers(consumers: Iterable[Consumer]) -> None:
    """Set who consumes changes, in the order in which they do. Called once, by the wiring."""
    _consumers[:] = consumers


def queue_changes(kind: Change, refs: Iterable[str], now: datetime) -> None:
    """Write down, in the transaction of the change, who still has to look at which refs."""
    queue_all({kind: set(refs)}, now)


def queue_all(changes: Mapping[Change, Collection[str]], now: datetime) -> None:
    """`queue_changes` for changes of several kinds: who wants a ref for two reasons looks at it once."""
    rows = [(consumer.name, ref, now) for consumer in _consumers for ref in sorted(consumer.pick(changes))]
    insert_values(PendingChange, ("consumer", "subject_ref", "at"), rows)


def deliver_changes(now: datetime) -> int | None:
    """Let each consumer look at what is pending for it; returns how many refs, or None if somebody else is at it.

    Ends on an empty outbox: what a consumer changes in turn is delivered as well. Who finds the lease taken leaves
    it to the holder, or to the reconciler that calls again within a minute.
    """
    with hold_lease("deliver-changes") as is_ours:
        if not is_ours:
            return None
        delivered = 0
        while rows := _list_pending(PendingChange.objects.all()):
            delivered += sum(_deliver(consumer, rows, now) for consumer in _consumers)
            _drop_strangers({name for _, name, _ in rows})
        return delivered


def deliver_to(name: str, now: datetime) -> None:
    """Let one consumer look at what is pending for it, without the others: for a writer who wants to see the result.

    It must be one that bears to be run by two at once.
    """
    consumer = next((known for known in _consumers if known.name == name), None)
    while consumer is not None and (rows := _list_pending(PendingChange.objects.filter(consumer=name))):
        _deliver(consumer, rows, now)


def deliver_if_few(now: datetime) -> None:
    """Deliver at once where little is waiting: for a person who decided something and looks at the page next.

    Where much is waiting, as after a first scan, the worker does it.
    """
    if PendingChange.objects.order_by()[: FEW + 1].count() <= FEW:
        deliver_changes(now)


def _list_pending(pending: QuerySet[PendingChange]) -> list[_Row]:
    """What waits, in the order in which it was written, as one query saw it."""
    return list(pending.order_by("pk").values_list("pk", "consumer", "subject_ref")[:LOOKED_THROUGH])


def _deliver(consumer: Consumer, rows: Sequence[_Row], now: datetime) -> int:
    """What of `rows` is for this consumer, batch by batch, each in one transaction; returns how many refs.

    All consumers get what one query saw: what is committed meanwhile waits for the next round, so that none looks
    at a change which a consumer before it, whose result it needs, has not seen.
    """
    ids: defaultdict[str, list[int]] = defaultdict(list)
    for pk, name, ref in rows:
        if name == consumer.name:
            ids[ref].append(pk)
    refs = list(ids)
    for start in range(0, len(refs), BATCH):
        batch = sorted(refs[start : start + BATCH])
        with transaction.atomic():
            consumer.consume(batch, now)
            delete_rows(PendingChange, [pk for ref in batch for pk in ids[ref]])
    return len(refs)


def _drop_strangers(waiting: set[str]) -> None:
    """What was written for a consumer that a later version has no more would wait for ever."""
    if strangers := waiting - {consumer.name for consumer in _consumers}:
        PendingChange.objects.filter(consumer__in=strangers).delete()
