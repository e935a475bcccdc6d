"""Pager covers the service.

What it checks
    For a service in production, somebody of the team that owns it is on call in each hour of the next 7 days, and not
    always the same person. What counts is the schedule that the descriptor names in ``bailiwick.dev/on-call-ref``, else
    the schedules of the team, wherever they are kept. People of teams above or below the owner count as its own.

Why it matters
    An hour in which nobody is on call is the hour in which nobody notices; one person who always carries the pager
    will be ill or on holiday one day.

How to fix
    Close the gaps in the schedule, or name at least two people of the team in it. A team without a schedule writes
    one: an ``oncall.yaml`` with ``kind: Schedule``, ``name``, ``owner``, ``time_zone`` and ``layers``.

Known limits
    A schedule at a vendor that was not imported, one that no file declares, one that cannot be read or was last read
    more than a day and a half ago, and one with people whom the catalog does not know make the answer unknown; so does
    a catalog without any schedule. One person counts as alone if nobody else of the team is on call in the next 8 weeks
    either. Whether the pager reaches anybody is not looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from scoring.core.evidence import Evidence, NumberSeen, NumbersEvidence, PeopleEvidence, PersonSeen
from scoring.core.oncall import Standby, bind_person, find_standby, is_of_team, is_open, list_standby_shifts
from scoring.core.owners import Declared, find_declared_owner
from scoring.core.snapshot import Entity, Snapshot, Team
from scoring.core.topic import Topic
from scoring.core.verdicts import SomeEvidence, Verdict, failed, not_applicable, passed, unknown
from teams.core.oncall import OnCallError, Shift, list_gaps

SUBJECTS = ("component",)
TOPIC = Topic.ORPHANS
LABEL = "No pager coverage"
AHEAD = timedelta(days=7)
ALONE_FOR = timedelta(weeks=8)  # turns last for weeks: within 7 days one person may well be alone
SHOWN = 3
REMEDY = "Close the gaps in the schedule, or name more people of the team in it."
NO_SCHEDULE_REMEDY = "Write an oncall.yaml with the schedule of the team, or hand the service to a team that has one."


def judge(snapshot: Snapshot) -> Iterator[Verdict]:
    """One verdict on each Component."""
    for entity in snapshot.of_kinds(*SUBJECTS):
        owner = find_declared_owner(snapshot, entity)
        if not snapshot.is_service(entity) or entity.lifecycle not in snapshot.production_lifecycles:
            yield not_applicable(entity.ref, "It is no service in production.")
        elif owner.how is Declared.TEAM and owner.team is not None:
            yield _judge(snapshot, entity, owner.team)
        else:
            yield not_applicable(entity.ref, "Its owner is no team the catalog knows.")


def _judge(snapshot: Snapshot, entity: Entity, team: Team) -> Verdict:
    standby = find_standby(snapshot, entity, team.ref)
    if standby.why_unknown:
        return unknown(entity.ref, standby.why_unknown)
    if not standby.schedules:
        return _fail_without(snapshot, entity, team)
    since = snapshot.now.replace(minute=0, second=0, microsecond=0)
    try:
        shifts = list_standby_shifts(standby.schedules, since, since + ALONE_FOR)
    except OnCallError as error:
        are_told = all(is_open(snapshot, item) for item in standby.schedules)
        return unknown(entity.ref, f"The schedule cannot be read{f': {error}' if are_told else '.'}")
    return _judge_shifts(snapshot, entity, team, standby, shifts)


def _judge_shifts(snapshot: Snapshot, entity: Entity, team: Team, standby: Standby, shifts: Sequence[Shift]) -> Verdict:
    since = snapshot.now.replace(minute=0, second=0, microsecond=0)
    week = tuple(_cut(shifts, since + AHEAD))
    strangers = sorted({name for shift in week for name in shift.people if not bind_person(snapshot, name)})
    own = _of_team(snapshot, week, team)
    # an hour that nobody at all covers is a gap whoever the strangers are
    gaps = list_gaps(week if strangers else own, since, since + AHEAD)
    if gaps:
        return _fail_gaps(entity, team, standby, gaps, since)
    if strangers:
        are_told = all(is_open(snapshot, item) for item in standby.schedules)
        who = f": {', '.join(strangers)}" if are_told else ""
        return unknown(entity.ref, f"The schedule names people whom the catalog does not know{who}.")
    people = {bind_person(snapshot, name) for shift in _of_team(snapshot, shifts, team) for name in shift.people}
    if len(people) == 1:
        return _fail_alone(snapshot, entity, team, standby, people.pop())
    return passed(entity.ref, f"{team.shown_name} is on call in every hour of the next 7 days.")


def _cut(shifts: Sequence[Shift], until: datetime) -> Iterator[Shift]:
    return (Shift(one.start, min(one.end, until), one.people) for one in shifts if one.start < until)


def _of_team(snapshot: Snapshot, shifts: Sequence[Shift], team: Team) -> list[Shift]:
    """The shifts with the people of the team alone."""
    names = {name for shift in shifts for name in shift.people}
    own = {name for name in names if is_of_team(snapshot, bind_person(snapshot, name), team.ref)}
    kept = ((shift, tuple(name for name in shift.people if name in own)) for shift in shifts)
    return [Shift(shift.start, shift.end, people) for shift, people in kept if people]


def _fail_without(snapshot: Snapshot, entity: Entity, team: Team) -> Verdict:
    assert entity.place is not None  # noqa: S101  # of_kinds gives nothing else
    sentence = f"{entity.shown_name} is in production, and {team.shown_name} has no schedule: nobody is on call."
    evidence: SomeEvidence = (entity.place.shows_owner(f"spec.owner: {entity.owner_text}"),)
    group = snapshot.entities.get(team.ref)
    if group is not None and group.place is not None:
        evidence = (*evidence, group.place.shows(f"The Group {team.shown_name}"))
    return failed(entity.ref, sentence, NO_SCHEDULE_REMEDY, evidence)


def _fail_gaps(
    entity: Entity, team: Team, standby: Standby, gaps: Sequence[tuple[datetime, datetime]], since: datetime
) -> Verdict:
    zone = _zone(standby)
    spoken = [_speak(start, end, since, zone) for start, end in gaps[:SHOWN]]
    rest = f" and {len(gaps) - SHOWN} more times" if len(gaps) > SHOWN else ""
    sentence = (
        f"{entity.shown_name} is in production, and nobody of {team.shown_name} is on call "
        f"{', '.join(spoken)}{rest} ({zone.key})."
    )
    numbers = tuple(
        NumberSeen(
            f"{_write(start, zone)} to {_write(end, zone)}", round((end - start) / timedelta(hours=1), 2), "hours"
        )
        for start, end in gaps
    )
    seen = NumbersEvidence(f"Hours of the next 7 days without {team.shown_name} ({zone.key})", numbers)
    return failed(entity.ref, sentence, REMEDY, (seen, *_show_files(standby)))


def _fail_alone(snapshot: Snapshot, entity: Entity, team: Team, standby: Standby, person_ref: str) -> Verdict:
    person = snapshot.people[person_ref]
    sentence = f"{person.shown_name} alone is on call for {entity.shown_name}, for {ALONE_FOR.days // 7} weeks to come."
    seen = PeopleEvidence(f"On call of {team.shown_name}", (PersonSeen(person_ref, person.shown_name),))
    return failed(entity.ref, sentence, REMEDY, (seen, *_show_files(standby)))


def _show_files(standby: Standby) -> list[Evidence]:
    return [item.shows(f"The schedule {item.shown_name}") for item in standby.schedules]


def _zone(standby: Standby) -> ZoneInfo:
    schedule = standby.schedules[0].schedule
    return ZoneInfo(schedule.zone if schedule else "UTC")


def _speak(start: datetime, end: datetime, since: datetime, zone: ZoneInfo) -> str:
    """The hours without anybody. Where the week that is looked at begins and ends says nothing of the schedule, and
    would be told anew each hour.
    """
    begins = "" if start == since else f"from {_say(start, zone)}"
    if end == since + AHEAD:
        return f"{begins} on" if begins else "in the next 7 days"
    return f"{begins} to {_say(end, zone)}" if begins else f"until {_say(end, zone)}"


def _say(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%A %H:%M}"


def _write(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%a %Y-%m-%d %H:%M}"
