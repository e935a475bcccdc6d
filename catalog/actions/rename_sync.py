"""Old names kept in step with the catalog: what scans bring up, what descriptors declare, where each name leads.

`sync_renames` is a consumer of changes. Aliases of the scheme `ref` are written here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

import orjson
from django.db.models import Q

from catalog.actions.ended_decisions import ENDED, REASON, end, log_decision
from catalog.actions.pending import Change, queue_changes
from catalog.core import renames as core
from catalog.core.handles import FORMER_REF
from catalog.models import Alias, ChangeLog, Descriptor, Entity, Lease, Rename
from catalog.models.bulk import among, insert_rows, update_rows
from catalog.selectors.merges import get_merged_refs

Action, Basis, State = ChangeLog.Action, Rename.Basis, Rename.State
FORMER, NOW_CALLED = "(former ref)", "(now called)"
IN_USE = "The old ref is in use again."
NOTHING_THERE = "What would be the new name is gone."
NOT_WRITTEN = "The descriptor does not say so any more."
REPOSITORY_PREFIX = "repository:"
LOCK = "former-refs"

Pair = tuple[str, str]


def sync_renames(refs: Sequence[str], now: datetime) -> None:
    """Bring renames and aliases to what the changed entities among `refs` say. Safe to run twice.

    Proposes what looks like a rename, takes over what descriptors declare, ends what is over. Call in a transaction.
    """
    named = [ref for ref in refs if not ref.startswith(REPOSITORY_PREFIX)]
    if not named:
        return
    living = dict(Entity.objects.filter(ref__in=among(named), removed_at=None).values_list("ref", "body_json"))
    _end_what_is_over(named, living, now)
    _take_over_declared(living, now)
    _propose([ref for ref in named if ref not in living], now)
    if Rename.objects.filter(_concerns(named), state=State.CONFIRMED).exists():
        sync_former_refs(now)


def lock_names() -> None:
    """Let people and workers who say what was called what, or who is who, come one after the other.

    Call in a transaction, before what they rest on is read: who comes second sees what the first did.
    """
    Lease.objects.get_or_create(name=LOCK)
    Lease.objects.select_for_update().get(name=LOCK)


def sync_former_refs(now: datetime) -> None:
    """Open and close aliases so that each confirmed old ref leads to what it leads to now. Call in a transaction."""
    lock_names()
    confirmed = Rename.objects.filter(state=State.CONFIRMED, ended_at=None)
    said = [core.Rename(row.old_ref, row.new_ref, row.basis != Basis.DESCRIPTOR) for row in confirmed]
    refs = {ref for rename in said for ref in (rename.old_ref, rename.new_ref)}
    living = set(Entity.objects.filter(ref__in=among(refs), removed_at=None).values_list("ref", flat=True))
    merged = get_merged_refs()
    wanted = {(old, merged.get(new, new)) for old, found in core.settle_names(said, living).items() for new in found}
    wanted |= set(merged.items())
    current = {(row.value, row.entity_ref): row for row in Alias.objects.filter(scheme=FORMER_REF, valid_to=None)}
    closed = [row for pair, row in current.items() if pair not in wanted]
    for row in closed:
        row.valid_to = now
    opened = [
        Alias(scheme=FORMER_REF, value=old, entity_ref=new, valid_from=now)
        for old, new in sorted(wanted - current.keys())
    ]
    update_rows(closed, ("valid_to",))
    insert_rows(opened)
    # search finds them by their old names; any claim may name a team by one
    queue_changes(Change.ENTITY, [row.entity_ref for row in (*closed, *opened)], now)


def log_rename(rename: Rename, actor_ref: str, now: datetime) -> list[ChangeLog]:
    """What the change logs of both refs say about a rename that begins or has ended. They are not saved."""
    ended = rename.ended_at is not None
    reason = rename.end_reason if ended else rename.reason
    why = {REASON: [None, reason]} if reason else {}
    said = ((rename.new_ref, FORMER, rename.old_ref), (rename.old_ref, NOW_CALLED, rename.new_ref))
    return [
        log_decision(
            Action.WITHDRAWN if ended else Action.DECIDED,
            subject,
            {name: [value, None] if ended else [None, value]} | why,
            actor_ref=actor_ref,
            origin=rename.origin,
            now=now,
        )
        for subject, name, value in said
    ]


def _concerns(refs: Iterable[str]) -> Q:
    refs = list(refs)
    return Q(old_ref__in=among(refs)) | Q(new_ref__in=among(refs))


def _end(renames: Sequence[Rename], reason: str, now: datetime) -> None:
    for rename in renames:
        end(rename, "scan", reason, now)
    update_rows(renames, ENDED)
    insert_rows(
        [row for rename in renames if rename.state == State.CONFIRMED for row in log_rename(rename, "scan", now)]
    )


def _end_what_is_over(refs: Sequence[str], living: Collection[str], now: datetime) -> None:
    """An old name and a proposal end when the old ref is in use again; a proposal also with its new ref."""
    said = Rename.objects.filter(_concerns(refs), ended_at=None).exclude(basis=Basis.DESCRIPTOR)
    said = said.exclude(state=State.DECLINED)
    in_use = [row for row in said if row.old_ref in living]
    gone = [row for row in said if row not in in_use and row.state == State.PROPOSED and row.new_ref in refs]
    _end(in_use, IN_USE, now)
    _end([row for row in gone if row.new_ref not in living], NOTHING_THERE, now)


def _take_over_declared(living: Mapping[str, str], now: datetime) -> None:
    """Open and close the renames that the descriptors of `living` (bodies by ref) declare."""
    wanted: set[Pair] = set()
    for ref, body in living.items():
        if core.FORMER_REFS in body:
            wanted |= {(old, ref) for old in core.list_former_refs(orjson.loads(body))}
    current = Rename.objects.filter(new_ref__in=among(living), ended_at=None)
    known = {(row.old_ref, row.new_ref): row for row in current}
    _end([row for pair, row in known.items() if row.basis == Basis.DESCRIPTOR and pair not in wanted], NOT_WRITTEN, now)
    fresh = _make_declared(sorted(wanted - known.keys()), now)
    insert_rows(fresh, ignore_conflicts=True)
    insert_rows([row for rename in fresh if rename.state == State.CONFIRMED for row in log_rename(rename, "scan", now)])


def _make_declared(pairs: Sequence[Pair], now: datetime) -> list[Rename]:
    """Rows for what descriptors say: confirmed, but proposed where another origin declares, or did, the old ref."""
    if not pairs:
        return []
    refs = sorted({ref for pair in pairs for ref in pair})
    in_force = Descriptor.objects.filter(ref__in=among(refs), state=Descriptor.State.IN_FORCE)
    places = {row.ref: row for row in in_force.select_related("origin")}
    removals = ChangeLog.objects.filter(subject_ref__in=among(refs), action=Action.REMOVED).order_by("pk")
    homes = dict(removals.values_list("subject_ref", "origin")) | {ref: row.origin_id for ref, row in places.items()}
    known = set(Entity.objects.filter(ref__in=among(refs)).values_list("ref", flat=True))
    rows = []
    for old, new in pairs:
        place = places.get(new)
        if place is None:
            continue
        is_its_own = old not in known or homes.get(old) == place.origin_id
        rows.append(
            Rename(
                old_ref=old,
                new_ref=new,
                basis=Basis.DESCRIPTOR,
                state=State.CONFIRMED if is_its_own else State.PROPOSED,
                origin=place.origin,
                commit=place.commit,
                path=place.path,
                seen_at=now,
                decided_by_ref="scan" if is_its_own else "",
                decided_at=now if is_its_own else None,
            )
        )
    return rows


def _propose(gone: Sequence[str], now: datetime) -> None:
    """Propose what looks like a rename of what is gone. One query where nothing of it was removed by a scan."""
    removed = ChangeLog.objects.filter(subject_ref__in=among(gone), action=Action.REMOVED, origin__isnull=False)
    latest = {row.subject_ref: row for row in removed.order_by("pk")} if gone else {}
    if not latest:
        return
    # all that came and went with it: which of several is meant must not be guessed
    around = list(
        ChangeLog.objects.filter(
            at__in={row.at for row in latest.values()}, origin__in={row.origin_id for row in latest.values()}
        )
    )
    went = [_seen(row) for row in around if row.action == Action.REMOVED]
    came = [_seen(row) for row in around if row.action in (Action.ADDED, Action.REVIVED)]
    pairs = [(old, new) for old, new in core.find_renames(went, came) if old.ref in latest]
    # what a person declined or withdrew once is not brought up again
    said = Rename.objects.filter(old_ref__in=among([old.ref for old, _ in pairs])).exclude(ended_by_ref="scan")
    known = set(said.values_list("old_ref", "new_ref"))
    insert_rows([_make_proposal(*pair, now) for pair in pairs if (pair[0].ref, pair[1].ref) not in known])


def _seen(row: ChangeLog) -> core.Seen:
    return core.Seen(row.subject_ref, row.origin_id or 0, row.commit, row.path)


def _make_proposal(old: core.Seen, new: core.Seen, now: datetime) -> Rename:
    return Rename(
        old_ref=old.ref,
        new_ref=new.ref,
        basis=Basis.DETECTED,
        origin_id=new.origin_id,
        commit=new.commit,
        path=new.path,
        seen_at=now,
    )
