"""The records of people that are merged, joined into one person and taken apart again.

Taking apart and joining anew is all that is done to a merge: what files say of each record is written while they stand
apart, and what is joined follows from that and from the decisions that hold. So nothing of a merge stays when it ends.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Q

from catalog.actions.rename_sync import lock_names
from catalog.models.bulk import among, among_ids, update_rows
from catalog.selectors.merges import get_merged_refs
from teams.core.membership import Standing
from teams.core.records import Span, choose_shadowed, find_left_at
from teams.models import Membership, MembershipDecision, Person


def separate_records() -> None:
    """Let each record stand for itself. Call in a transaction that joins them again. Four queries where none is.

    Nobody merges people meanwhile: else what is derived would be of records that are one by then.
    """
    lock_names()
    people = list(Person.records.filter(Q(merged_into__isnull=False) | Q(own_left_at__isnull=False)))
    rows = list(Membership.records.filter(Q(record__isnull=False) | Q(is_shadowed=True)))
    for person in people:
        person.merged_into_id, person.left_at, person.own_left_at = None, person.own_left_at or person.left_at, None
    for row in rows:
        row.person_id, row.record_id = row.record_id or row.person_id, None
    update_rows(people, ("merged_into_id", "left_at", "own_left_at"))
    update_rows(rows, ("person_id", "record_id"))  # first apart, then to be seen: at no time twice in a team
    for row in rows:
        row.is_shadowed = False
    update_rows(rows, ("is_shadowed",))


def join_records(day: date) -> None:
    """Join the records that are merged, as of a day; they stand apart. One query where none is."""
    merged = get_merged_refs()
    if not merged:
        return
    by_ref = {p.ref: p for p in Person.records.filter(ref__in=among({*merged, *merged.values()}))}
    roots = {by_ref[ref].pk: by_ref[kept].pk for ref, kept in merged.items() if ref in by_ref and kept in by_ref}
    by_id = {person.pk: person for person in by_ref.values()}
    _join_people(by_id, roots)
    _join_memberships(roots, day)


def _join_people(by_id: Mapping[int, Person], roots: Mapping[int, int]) -> None:
    records: defaultdict[int, list[Person]] = defaultdict(list)
    for pk, root in roots.items():
        by_id[pk].merged_into_id = root
        records[root].append(by_id[pk])
    for root, others in records.items():
        person = by_id[root]
        left_at = find_left_at([person.left_at, *(other.left_at for other in others)])
        if left_at != person.left_at:
            person.left_at, person.own_left_at = left_at, person.left_at
    changed = [by_id[pk] for pk in {*roots, *records}]
    update_rows(changed, ("merged_into_id", "left_at", "own_left_at"))


def _join_memberships(roots: Mapping[int, int], day: date) -> None:
    cluster = {*roots, *roots.values()}
    rows = list(Membership.records.filter(person__in=among_ids(cluster)))
    groups: defaultdict[tuple[int, int], list[Membership]] = defaultdict(list)
    for row in rows:
        groups[row.team_id, roots.get(row.person_id, row.person_id)].append(row)
    out = _list_out(roots, cluster, day)
    shadowed: set[int] = set()
    for key, same in groups.items():
        spans = [Span(row.pk, row.since, row.until, row.is_lead) for row in same]
        shadowed |= choose_shadowed(spans, is_out=key in out)
    hidden = [row for row in rows if row.pk in shadowed]
    for row in hidden:
        row.is_shadowed = True
    update_rows(hidden, ("is_shadowed",))  # first out of sight, then together: at no time twice in a team
    moved = [row for row in rows if row.person_id in roots]
    for row in moved:
        row.record_id, row.person_id = row.person_id, roots[row.person_id]
    update_rows(moved, ("person_id", "record_id"))


def _list_out(roots: Mapping[int, int], cluster: Collection[int], day: date) -> set[tuple[int, int]]:
    """Team and person, where somebody decided that one of their records is not in it: then the person is not."""
    decided = MembershipDecision.objects.filter(person__in=among_ids(cluster), ended_at=None)
    rows = decided.filter(says=Standing.OUT.value)
    return {(row.team_id, roots.get(row.person_id, row.person_id)) for row in rows if row.decided.holds_on(day)}
