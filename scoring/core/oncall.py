"""Who stands by for an entity, as checks ask it: its schedules, and whose people are on call by them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from scoring.core.owners import is_present, is_same_line
from scoring.core.snapshot import Entity, OnCallSchedule, Snapshot
from teams.core.oncall import OnCallError, Shift, list_rota_shifts
from teams.core.oncall.cover import merge_shifts
from teams.core.oncall.linking import Link, read_link


@dataclass(frozen=True, slots=True)
class Standby:
    """The schedules that count for an entity: those its descriptor names, else those of its team.

    `why_unknown` is a sentence that says why they cannot be told; without it, no schedules means there are none.
    """

    schedules: Sequence[OnCallSchedule] = ()
    why_unknown: str = ""


def find_standby(snapshot: Snapshot, entity: Entity, team_ref: str) -> Standby:
    """The schedules of an entity that a team owns."""
    link = read_link(entity.annotations, entity.namespace)
    if link:
        return _find_named(snapshot, link)
    if not snapshot.schedules:
        return Standby(why_unknown="The catalog knows no schedule at all. Keep them as oncall.yaml beside the code.")
    own = [item for item in snapshot.schedules if item.ref and _owner(snapshot, item) == team_ref]
    return _readable(snapshot, own) if own else _find_unread(snapshot, entity)


def _find_named(snapshot: Snapshot, link: Link) -> Standby:
    refs = link.find(snapshot.schedule_links)
    named = [next((item for item in snapshot.schedules if item.ref == ref), None) for ref in refs]
    found = [item for item in named if item is not None]
    if found:
        return _readable(snapshot, found)
    if link.vendor:
        return Standby(why_unknown=f"Its schedule is at {link.vendor}, which was not looked at.")
    return Standby(why_unknown=f"Its descriptor names {link.schedule_ref}, which no file that was read declares.")


def _find_unread(snapshot: Snapshot, entity: Entity) -> Standby:
    """No schedule of the team; but a file in the same repository may hold one that cannot be read."""
    origin_id = entity.place.origin_id if entity.place else 0
    for item in snapshot.schedules:
        if not item.owner_ref and item.place and item.place.origin_id == origin_id:
            why = f"{item.place.path} cannot be read: {item.problem}"
            return Standby(why_unknown=why if is_open(snapshot, item) else "A schedule beside it cannot be read.")
    return Standby()


def _readable(snapshot: Snapshot, schedules: Sequence[OnCallSchedule]) -> Standby:
    broken = next((item for item in schedules if item.problem or item.schedule is None), None)
    if broken is None:
        return Standby(schedules)
    why = f"The schedule {broken.shown_name} cannot be read: {broken.problem}"
    return Standby(schedules, why if is_open(snapshot, broken) else "Its schedule cannot be read.")


def is_open(snapshot: Snapshot, schedule: OnCallSchedule) -> bool:
    """Whether everybody may see what the schedule says: it stands in no restricted source."""
    repository = snapshot.repositories.get(schedule.place.origin_id) if schedule.place else None
    return repository is None or repository.source_id not in snapshot.restricted_sources


def _owner(snapshot: Snapshot, schedule: OnCallSchedule) -> str:
    return snapshot.directory.bind(schedule.owner_ref).team_ref or schedule.owner_ref


def list_standby_shifts(schedules: Sequence[OnCallSchedule], since: datetime, until: datetime) -> tuple[Shift, ...]:
    """Who is on call by any of the schedules, as they name people. Raises OnCallError."""
    if any(item.schedule is None for item in schedules):
        raise OnCallError("a schedule cannot be read")
    return merge_shifts(
        list_rota_shifts(item.schedule, since, until) for item in schedules if item.schedule is not None
    )


def bind_person(snapshot: Snapshot, text: str) -> str:
    """The ref of the person that a schedule names, by ref, former ref or address; empty if nobody in the catalog."""
    name = text.partition("/")[2]
    for directory in (snapshot.directory, snapshot.directory_ever):
        found = directory.bind(text).person_ref or (directory.bind(name).person_ref if "@" in name else "")
        if found:
            return found
    return ""


def is_of_team(snapshot: Snapshot, person_ref: str, team_ref: str) -> bool:
    """Whether the person is in the team now, or in one above or below it."""
    return any(
        is_present(snapshot, membership) and is_same_line(snapshot, team_ref, membership.team_ref)
        for membership in snapshot.memberships_of(person_ref)
    )
