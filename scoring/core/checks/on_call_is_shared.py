"""On-call is shared.

What it checks
    For no service in production one person alone is on call, in the next 8 weeks, by the schedules that stand by for
    it: the one its descriptor names, else those of its team.

Why it matters
    Who always carries the pager never rests, and is ill or on holiday one day. Nobody else knows what to do then.

How to fix
    Name at least two people in the schedule, better four. A team that is too small shares a schedule with another.

Known limits
    People whom the catalog does not know count as people. ``pager-covers-service`` says the same of the service; here
    the team that keeps the schedule reads it. A service that nobody at all is on call for is not this check's.
"""

from __future__ import annotations

from collections.abc import Iterator

from scoring.core.duties import Duty, Guarded, judge_duties, list_duties, name_people
from scoring.core.evidence import PeopleEvidence, PersonSeen
from scoring.core.oncall import bind_person
from scoring.core.snapshot import Entity, Snapshot
from scoring.core.topic import Topic
from scoring.core.verdicts import Verdict, failed
from scoring.core.wording import join_names

SUBJECTS = ("group",)
TOPIC = Topic.ON_CALL
LABEL = "One person alone is on call"
REMEDY = "Name more people in the schedule."


def judge(snapshot: Snapshot) -> Iterator[Verdict]:
    """Verdicts on each Group."""
    return judge_duties(snapshot, _judge, "More than one person is on call by each of its schedules.")


def _judge(snapshot: Snapshot, group: Entity, duty: Duty) -> Verdict | None:
    people = {bind_person(snapshot, name) or name: name for name in duty.names}
    alone = [guarded for guarded in duty.services if _is_alone(snapshot, guarded)]
    if len(people) != 1 or not alone:
        return None
    (name,) = people.values()
    shown = name_people(snapshot, [name])[name]
    services = join_names([guarded.entity.shown_name for guarded in alone])
    sentence = f"{shown} alone is on call for {services}, for 8 weeks to come."
    seen = PeopleEvidence(f"On call by {duty.schedule.shown_name}", (PersonSeen(bind_person(snapshot, name), shown),))
    shows = duty.schedule.shows(f"The schedule {duty.schedule.shown_name}")
    return failed(group.ref, sentence, REMEDY, (seen, shows), key=duty.schedule.ref)


def _is_alone(snapshot: Snapshot, guarded: Guarded) -> bool:
    """Whether all schedules that stand by for the service come to one person."""
    refs = {schedule.ref for schedule in guarded.standby.schedules}
    duties = [duty for own in list_duties(snapshot).values() for duty in own if duty.schedule.ref in refs]
    names = {bind_person(snapshot, name) or name for duty in duties for name in duty.names}
    return len(names) == 1 and len(duties) == len(refs) and not any(duty.why_unknown for duty in duties)
