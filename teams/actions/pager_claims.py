"""What schedules claim about owners, in the ledger: the team of the schedule that a service names. A consumer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import reduce
from operator import or_

import orjson
from django.db.models import Q

from catalog.actions.claims import NewClaim, record_scopes
from catalog.core.claims import Basis
from catalog.models import Entity
from catalog.models.bulk import among, among_ids
from teams.actions.on_call_refresh import CHANGED
from teams.actions.schedules import list_origin_ids
from teams.core.oncall.linking import ANNOTATIONS, ON_CALL_REF, read_link
from teams.models import Schedule
from teams.selectors.schedule_links import load_schedule_links
from teams.selectors.schedules import list_all_counting_schedules

BASIS = Basis.PAGER.value
_SCHEDULE = "schedule:"


def claim_pagers(refs: list[str], now: datetime) -> None:
    """Record anew what the pager says of the entities among `refs`, and of those that name a schedule among them.

    A repository among them stands for the schedules in it. Safe to run twice. At most seven queries and those of
    the ledger.
    """
    moved = _list_moved(refs)
    imported = load_schedule_links()
    linked = _list_linked(refs, moved, imported)
    schedules = _list_current({ref for named in linked.values() for ref in named}) if linked else {}
    subjects = [ref for ref in refs if not ref.startswith(("repository:", CHANGED))]
    scopes: dict[str, list[NewClaim]] = {ref: [] for ref in (*subjects, *linked)}
    for subject, named in linked.items():
        owners = {schedules[ref].owner_ref: schedules[ref] for ref in reversed(named) if ref in schedules}
        scopes[subject] += [_claim(subject, row) for _, row in sorted(owners.items())]
    record_scopes(BASIS, scopes, now)


def _list_moved(refs: list[str]) -> set[str] | None:
    """The schedules among refs, and those of the repositories among them; None for all of them, where an on-call
    source was read.
    """
    if any(ref.startswith(CHANGED) for ref in refs):
        return None
    kept_here = {ref for ref in refs if ref.startswith(_SCHEDULE)}
    origin_ids = list_origin_ids(refs)
    there = Schedule.objects.filter(origin__in=among_ids(origin_ids))
    return kept_here | set(there.values_list("ref", flat=True)) if origin_ids else kept_here


def _list_current(refs: set[str]) -> dict[str, Schedule]:
    """The schedules with an owner by ref; of several that say they are the same, the one first seen."""
    return {row.ref: row for row in list_all_counting_schedules().filter(ref__in=among(refs)).exclude(owner_ref="")}


def _list_linked(
    refs: list[str], moved: set[str] | None, imported: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Entity -> the schedules it names, of the entities asked for and of those that name a schedule that moved.

    One that named an imported schedule which is gone names none.
    """
    annotations = ANNOTATIONS if imported or moved is None else (ON_CALL_REF,)
    naming = Entity.objects.filter(reduce(or_, (Q(body_json__contains=text) for text in annotations)), removed_at=None)
    rows = naming if moved is None or moved else naming.filter(ref__in=among(refs))
    asked, found = set(refs), {}
    for ref, namespace, body in rows.values_list("ref", "namespace", "body_json"):
        link = read_link(_read_annotations(body), namespace)
        named = link.find(imported) if link else ()
        if link and (ref in asked or moved is None or not moved.isdisjoint(named)):
            found[ref] = named
    return found


def _read_annotations(body: str) -> Mapping[str, str]:
    metadata = orjson.loads(body).get("metadata")
    annotations = metadata.get("annotations") if isinstance(metadata, dict) else None
    if not isinstance(annotations, dict):
        return {}
    return {key: value for key, value in annotations.items() if isinstance(value, str)}


def _claim(subject_ref: str, row: Schedule) -> NewClaim:
    if row.origin is None:
        evidence = {"kind": "schedule", "says": f"The schedule {row.shown_name}", "schedule_ref": row.ref}
        return NewClaim(subject_ref=subject_ref, owner_text=row.owner_ref, evidence=evidence)
    return NewClaim(
        subject_ref=subject_ref,
        owner_text=row.owner_ref,
        evidence={"origin": row.origin_id, "commit": row.commit, "path": row.path, "line": row.line},
        source_id=row.origin.source_id,
        origin_id=row.origin_id,
    )
