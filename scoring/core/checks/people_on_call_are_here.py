"""People on call are here.

What it checks
    Nobody who left is on call by a schedule of the team in the next 8 weeks, and a schedule in Git names nobody of whom
    the catalog has no User.

Why it matters
    The pager of somebody who left rings in a drawer.

How to fix
    Take the person out of the schedule. A name that is only misspelt is put right.

Known limits
    Who left is known from the Users of the catalog: somebody whose User was there once and is gone, or who never had
    one. While a source of the organisation cannot be read, only the former count. People of calendars and vendors whom
    nobody could be matched with are reported on the page of the source instead.
"""

from __future__ import annotations

from collections.abc import Iterator

from scoring.core.duties import Duty, judge_duties, name_people
from scoring.core.evidence import PeopleEvidence, PersonSeen
from scoring.core.oncall import bind_person
from scoring.core.snapshot import Entity, Snapshot
from scoring.core.topic import Topic
from scoring.core.verdicts import Verdict, failed
from scoring.core.wording import join_names

SUBJECTS = ("group",)
TOPIC = Topic.ON_CALL
LABEL = "People on call who left"
REMEDY = "Take the person out of the schedule."
_USER = "user:"


def judge(snapshot: Snapshot) -> Iterator[Verdict]:
    """Verdicts on each Group."""
    return judge_duties(snapshot, _judge, "Everybody on call by its schedules is here.")


def _judge(snapshot: Snapshot, group: Entity, duty: Duty) -> Verdict | None:
    why = {name: _find_absence(snapshot, duty, name) for name in duty.names}
    absent = {name: reason for name, reason in why.items() if reason}
    if not absent:
        return None
    names = name_people(snapshot, list(absent))
    first = {name: next(s.start for s in duty.shifts if name in s.people) for name in absent}
    spoken = [f"{_shorten(names[name])}, who {reason}" for name, reason in absent.items()]
    sentence = f"On call by {duty.schedule.shown_name}: {join_names(spoken)}."
    people = tuple(
        PersonSeen(bind_person(snapshot, name), _shorten(names[name]), f"next on call {first[name]:%Y-%m-%d %H:%M} UTC")
        for name in absent
    )
    seen = PeopleEvidence("On call, and not here", people)
    shows = duty.schedule.shows(f"The schedule {duty.schedule.shown_name}")
    return failed(group.ref, sentence, REMEDY, (seen, shows), key=duty.schedule.ref)


def _find_absence(snapshot: Snapshot, duty: Duty, name: str) -> str:
    """The rest of a sentence that says why somebody is not here; '' if they are, or it cannot be told."""
    ref = bind_person(snapshot, name)
    if ref:
        left_at = snapshot.people[ref].left_at
        return f"left on {left_at:%Y-%m-%d}" if left_at else ""
    is_told = duty.schedule.place is not None and snapshot.people and not snapshot.organisation_gaps
    return "is nobody in the catalog" if is_told and name.startswith(_USER) else ""


def _shorten(name: str) -> str:
    return name.removeprefix("user:default/")
