"""On-call is balanced.

What it checks
    By no schedule of the team somebody is on call for longer than the average of everyone on call by it, in the next 8
    weeks, as Grafana OnCall's quality report counts it: where the balance, the mean over all pairs of people of the
    shorter time over the longer, is below 95 %.

Why it matters
    Who carries the pager more than the others is worn out before the others, and leaves first.

How to fix
    Give the people equal turns, or swap some. An override that became a habit belongs into the rotation.

Known limits
    Says how many, and names nobody: who it is, the people of the team see on the page of the schedule. A window always
    cuts somebody's turn or gives some one turn more, so that an excess of no more than one turn, or of what one has
    within a week, is nobody's burden. Nights and weekends count like other hours.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, timedelta

from scoring.core.duties import AHEAD, Duty, judge_duties
from scoring.core.evidence import NumberSeen, NumbersEvidence
from scoring.core.snapshot import Entity, Snapshot
from scoring.core.topic import Topic
from scoring.core.verdicts import Verdict, failed
from teams.core.oncall import Shift
from teams.core.oncall.quality import judge_quality

SUBJECTS = ("group",)
TOPIC = Topic.ON_CALL
LABEL = "Overloaded people on call"
REMEDY = "Give the people of the schedule equal turns."
_HOUR = timedelta(hours=1)


def judge(snapshot: Snapshot) -> Iterator[Verdict]:
    """Verdicts on each Group."""
    return judge_duties(snapshot, _judge, "By its schedules everybody is on call for about as long as the others.")


def _judge(snapshot: Snapshot, group: Entity, duty: Duty) -> Verdict | None:
    since = snapshot.now.replace(minute=0, second=0, microsecond=0)
    overloads = judge_quality(duty.shifts, since, since + AHEAD).overloads
    hours = _add_up(duty.shifts)
    average = sum(hours.values()) / len(hours) if hours else 0
    turns = _find_longest_turns(duty.shifts)
    heavy = [each for each in overloads if hours[each.person] - average > turns[each.person]]
    if not heavy:
        return None
    verb = "is" if len(heavy) == 1 else "are"
    most = max(each.percent_above_average for each in heavy)
    sentence = (
        f"{len(heavy)} of {len(hours)} people {verb} on call by {duty.schedule.shown_name} for longer than the others, "
        f"{'' if len(heavy) == 1 else 'up to '}{most} % above the average."
    )
    told = (("Longest", max(hours.values())), ("On average", average), ("Shortest", min(hours.values())))
    rows = tuple(NumberSeen(name, round(value, 2), "hours") for name, value in told)
    seen = NumbersEvidence(f"One person on call by {duty.schedule.shown_name} in the next 8 weeks", rows)
    shows = duty.schedule.shows(f"The schedule {duty.schedule.shown_name}")
    return failed(group.ref, sentence, REMEDY, (seen, shows), key=duty.schedule.ref)


def _add_up(shifts: Sequence[Shift]) -> dict[str, float]:
    """Hours by person."""
    hours: defaultdict[str, float] = defaultdict(float)
    for shift in shifts:
        for name in shift.people:
            hours[name] += (shift.end - shift.start) / _HOUR
    return dict(hours)


def _find_longest_turns(shifts: Sequence[Shift]) -> dict[str, float]:
    """The most hours of each person in one go, nobody else in between, or within a week, whichever is more."""
    longest: defaultdict[str, float] = defaultdict(float)
    running: dict[str, float] = {}
    weeks: defaultdict[tuple[str, tuple[int, int]], float] = defaultdict(float)
    for shift in shifts:
        length = (shift.end - shift.start) / _HOUR
        running = {name: running.get(name, 0) + length for name in shift.people}
        for name in shift.people:
            year, week, _ = shift.start.astimezone(UTC).isocalendar()
            weeks[name, (year, week)] += length
            longest[name] = max(longest[name], running[name], weeks[name, (year, week)])
    return longest
