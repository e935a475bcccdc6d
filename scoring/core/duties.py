"""Who carries the pager: schedules with the team that keeps each, and the services in production they stand by for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from scoring.core.oncall import Standby, bind_person, find_standby
from scoring.core.owners import Declared, find_declared_owner
from scoring.core.snapshot import Entity, OnCallSchedule, Snapshot, Team
from scoring.core.verdicts import Verdict, not_applicable, passed, unknown
from teams.core.oncall import OnCallError, Shift, list_rota_shifts

AHEAD = timedelta(weeks=8)  # turns last for weeks: in fewer the same few may well be on call by chance


@dataclass(frozen=True, slots=True)
class Guarded:
    """A service in production, the team that owns it, and what stands by for it."""

    entity: Entity
    team: Team
    standby: Standby


@dataclass(frozen=True, slots=True)
class Duty:
    """A schedule, and the services in production that it stands by for. `shifts` of the next 8 weeks.

    `why_unknown` is a sentence that says why they cannot be told.
    """

    schedule: OnCallSchedule
    services: Sequence[Guarded]
    shifts: Sequence[Shift] = ()
    why_unknown: str = ""

    @property
    def names(self) -> list[str]:
        """Everybody on call, as the schedule names them."""
        return sorted({name for shift in self.shifts for name in shift.people})


#: Of a Group and one of its duties: a failed verdict, or none.
JudgeDuty = Callable[[Snapshot, Entity, Duty], Verdict | None]


def judge_duties(snapshot: Snapshot, judge: JudgeDuty, good: str) -> Iterator[Verdict]:
    """Verdicts on each Group: of those that keep schedules what `judge` says of each, else the sentence `good`."""
    duties = list_duties(snapshot)
    for group in snapshot.of_kinds("group"):
        own = duties.get(group.ref, ())
        said = [_judge(snapshot, group, duty, judge) for duty in own]
        verdicts = [verdict for verdict in said if verdict is not None]
        yield from verdicts or [passed(group.ref, good) if own else not_applicable(group.ref, "It keeps no schedule.")]


def _judge(snapshot: Snapshot, group: Entity, duty: Duty, judge: JudgeDuty) -> Verdict | None:
    return unknown(group.ref, duty.why_unknown) if duty.why_unknown else judge(snapshot, group, duty)


def list_duties(snapshot: Snapshot) -> Mapping[str, Sequence[Duty]]:
    """The duties of each team by its ref. Of several schedules with one ref the first seen counts."""
    return snapshot.once(_list_duties)


def list_guarded(snapshot: Snapshot) -> Sequence[Guarded]:
    """All services in production that a team owns."""
    return snapshot.once(_list_guarded)


def name_people(snapshot: Snapshot, names: Sequence[str]) -> dict[str, str]:
    """What the people of a schedule are called; whom nobody knows is called what the schedule calls them."""
    refs = {name: bind_person(snapshot, name) for name in names}
    return {name: snapshot.people[ref].shown_name if ref else name for name, ref in refs.items()}


def _list_guarded(snapshot: Snapshot) -> Sequence[Guarded]:
    found = []
    for entity in snapshot.of_kinds("component"):
        if not snapshot.is_service(entity) or entity.lifecycle not in snapshot.production_lifecycles:
            continue
        owner = find_declared_owner(snapshot, entity)
        if owner.how is Declared.TEAM and owner.team is not None:
            found.append(Guarded(entity, owner.team, find_standby(snapshot, entity, owner.team.ref)))
    return found


def _list_duties(snapshot: Snapshot) -> Mapping[str, Sequence[Duty]]:
    services: defaultdict[str, list[Guarded]] = defaultdict(list)
    for guarded in list_guarded(snapshot):
        for schedule in guarded.standby.schedules:
            services[schedule.ref].append(guarded)
    found: defaultdict[str, list[Duty]] = defaultdict(list)
    seen: set[str] = set()
    for schedule in snapshot.schedules:
        team_ref = _find_keeper(snapshot, schedule, services[schedule.ref])
        if team_ref and schedule.ref and schedule.ref not in seen:
            seen.add(schedule.ref)
            found[team_ref].append(_compute(snapshot, schedule, services[schedule.ref]))
    return found


def _find_keeper(snapshot: Snapshot, schedule: OnCallSchedule, services: Sequence[Guarded]) -> str:
    """The team that owns the schedule; where it says none, the one that owns all services it stands by for."""
    if schedule.owner_ref:
        return snapshot.directory.bind(schedule.owner_ref).team_ref
    owners = {guarded.team.ref for guarded in services}
    return owners.pop() if len(owners) == 1 else ""


def _compute(snapshot: Snapshot, schedule: OnCallSchedule, services: Sequence[Guarded]) -> Duty:
    why = f"The schedule {schedule.shown_name} cannot be read."
    if schedule.problem or schedule.schedule is None:
        return Duty(schedule, services, why_unknown=why)
    since = snapshot.now.replace(minute=0, second=0, microsecond=0)
    try:
        return Duty(schedule, services, list_rota_shifts(schedule.schedule, since, since + AHEAD))
    except OnCallError:
        return Duty(schedule, services, why_unknown=why)
