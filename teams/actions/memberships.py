"""Who is in which team: derived from the catalog's edges and from what people decided. The one place that writes it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Max, Q
from django.utils import timezone

from catalog.models import Edge
from catalog.models.bulk import among, among_ids, insert_rows, update_rows
from catalog.models.clock import get_day
from teams.actions.records import join_records, separate_records
from teams.core.identity import TeamIdentity
from teams.core.membership import Decided, Standing, declare, resolve
from teams.models import Membership, MembershipDecision, Person, Team

#: Ref of a team, ref of a person.
Pair = tuple[str, str]


def sync_memberships(refs: Sequence[str], identities: Mapping[str, TeamIdentity], now: datetime) -> None:
    """Bring the memberships that touch `refs` to what files and decisions say. Safe to run twice.

    `identities` are those of the teams among `refs`: of another team nobody's lead changes here. Call in a transaction.
    """
    separate_records()
    _sync(refs, identities, now)
    join_records(get_day(now))


def _sync(refs: Sequence[str], identities: Mapping[str, TeamIdentity], now: datetime) -> None:
    """What each record is in by itself."""
    derived = _Derived(_list_declared(refs), _list_decided(refs), identities, get_day(now))
    named = {ref for pair in derived.declared | derived.decided.keys() for ref in pair} | set(refs)
    teams = dict(Team.objects.filter(ref__in=among(named)).values_list("ref", "pk"))
    people = Person.objects.filter(ref__in=among(named))
    persons = {ref: (pk, left_at is not None) for ref, pk, left_at in people.values_list("ref", "pk", "left_at")}
    wanted = {
        (teams[team_ref], persons[person_ref][0]): (team_ref, person_ref)
        for team_ref, person_ref in derived.list_members()
        if team_ref in teams and person_ref in persons and not persons[person_ref][1]
    }
    concerned = Q(team__in=among_ids(teams.values())) | Q(person__in=among_ids([pk for pk, _ in persons.values()]))
    touched = set(refs)
    ended, moved = [], []
    for row in Membership.objects.filter(concerned, until=None).select_related("team", "person"):
        pair = row.team.ref, row.person.ref
        if (row.team_id, row.person_id) not in wanted and touched & set(pair):
            row.until = max(row.since, derived.get_start(pair, now))
            ended.append(row)
        elif (row.team_id, row.person_id) in wanted:
            is_lead = derived.is_lead(pair, was=row.is_lead)
            if is_lead != row.is_lead:
                row.is_lead = is_lead
                moved.append(row)
            del wanted[row.team_id, row.person_id]
    update_rows(ended, ("until",))
    update_rows(moved, ("is_lead",))
    insert_rows(_make_rows(wanted, derived, now))


def _make_rows(wanted: Mapping[tuple[int, int], Pair], derived: _Derived, now: datetime) -> list[Membership]:
    """New memberships: one that a decision begins earlier begins then, but not before an earlier one ended."""
    earlier: dict[tuple[int, int], datetime] = {}
    if any(derived.get_start(pair, now) < now for pair in wanted.values()):
        past = Membership.objects.filter(person__in=among_ids({person for _, person in wanted}), until__isnull=False)
        rows = past.order_by().values_list("team", "person").annotate(last=Max("until"))
        earlier = {(team, person): last for team, person, last in rows}
    return [
        Membership(
            team_id=key[0],
            person_id=key[1],
            since=max(earlier.get(key, derived.get_start(pair, now)), derived.get_start(pair, now)),
            is_lead=derived.is_lead(pair, was=False),
        )
        for key, pair in wanted.items()
    ]


def _list_declared(refs: Collection[str]) -> set[Pair]:
    """Who is in which team by the files; both directions of an edge are stored."""
    member_of = Edge.objects.filter(type="memberOf", source_ref__in=among(refs))
    has_member = Edge.objects.filter(type="hasMember", source_ref__in=among(refs))
    found = set(member_of.values_list("target_ref", "source_ref"))
    return found | set(has_member.values_list("source_ref", "target_ref"))


def _list_decided(refs: Collection[str]) -> dict[Pair, Decided]:
    touching = Q(team__ref__in=among(refs)) | Q(person__ref__in=among(refs))
    rows = MembershipDecision.objects.filter(touching, ended_at=None).select_related("team", "person")
    return {(row.team.ref, row.person.ref): row.decided for row in rows}


@dataclass(frozen=True, slots=True)
class _Derived:
    """What files and decisions come to on a day."""

    declared: set[Pair]
    decided: Mapping[Pair, Decided]
    identities: Mapping[str, TeamIdentity]
    day: date

    def list_members(self) -> list[Pair]:
        return [
            pair for pair in self.declared | self.decided.keys() if self._resolve(pair, is_lead=False) != Standing.OUT
        ]

    def is_lead(self, pair: Pair, *, was: bool) -> bool:
        identity = self.identities.get(pair[0])
        is_lead = pair[1] in identity.lead_refs if identity is not None else was
        return self._resolve(pair, is_lead=is_lead) == Standing.LEAD

    def get_start(self, pair: Pair, now: datetime) -> datetime:
        """Since when a pair stands as it does: the first day of its decision if that is earlier."""
        decided = self.decided.get(pair)
        if decided is None or decided.from_date is None or not decided.holds_on(self.day):
            return now
        return min(now, datetime.combine(decided.from_date, time.min, timezone.get_default_timezone()))

    def _resolve(self, pair: Pair, *, is_lead: bool) -> Standing:
        return resolve(declare(pair in self.declared, is_lead), self.decided.get(pair), self.day)
