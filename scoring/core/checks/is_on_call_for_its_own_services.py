"""Is on call for its own services.

What it checks
    The people of the team are not on call for a service in production that another team owns: in at least half of the
    hours of the next 8 weeks in which anybody stands by for it, nobody of its owner is among them, and people of this
    team are.

Why it matters
    Who wakes up for a service should be who can change it: else one team mends at night what another breaks by day.

How to fix
    The owner takes the pager over, or hands the service over to the team that is woken up for it.

Known limits
    Teams above and below the owner count as the owner. Where a schedule names people whom the catalog does not know,
    or cannot be read, nothing is said. Teams that agreed on it exempt the finding.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from scoring.core.duties import AHEAD, Guarded, list_duties, list_guarded
from scoring.core.evidence import Evidence, NumberSeen, NumbersEvidence
from scoring.core.oncall import bind_person, is_of_team, list_standby_shifts
from scoring.core.owners import is_present
from scoring.core.snapshot import Snapshot, Team
from scoring.core.topic import Topic
from scoring.core.verdicts import SomeEvidence, Verdict, failed, not_applicable, passed, unknown
from teams.core.oncall import OnCallError, Shift

SUBJECTS = ("group",)
TOPIC = Topic.ON_CALL
LABEL = "On call for another team's service"
FROM_SHARE = 0.5
REMEDY = "Let the owner stand by for the service, or hand the service over."
_HOUR = timedelta(hours=1)


def judge(snapshot: Snapshot) -> Iterator[Verdict]:
    """Verdicts on each Group."""
    foreign: defaultdict[str, list[Verdict]] = defaultdict(list)
    for guarded in list_guarded(snapshot):
        verdict = _judge(snapshot, guarded)
        if verdict is not None:
            foreign[verdict.subject_ref].append(verdict)
    duties = list_duties(snapshot)
    for group in snapshot.of_kinds("group"):
        why = next((duty.why_unknown for duty in duties.get(group.ref, ()) if duty.why_unknown), "")
        if group.ref in foreign:
            yield from foreign[group.ref]
        elif why:
            yield unknown(group.ref, why)
        elif group.ref in duties:
            yield passed(group.ref, "Its people are on call for its own services.")
        else:
            yield not_applicable(group.ref, "It keeps no schedule.")


def _judge(snapshot: Snapshot, guarded: Guarded) -> Verdict | None:
    shifts = _list_shifts(snapshot, guarded)
    names = {name for shift in shifts for name in shift.people}
    people = {name: bind_person(snapshot, name) for name in names}
    if not people or not all(people.values()):
        return None
    own = {name for name, ref in people.items() if is_of_team(snapshot, ref, guarded.team.ref)}
    others = [shift for shift in shifts if own.isdisjoint(shift.people)]
    if _add_up(others) < FROM_SHARE * _add_up(shifts):
        return None
    carrier = _find_carrier(snapshot, others, people)
    return _fail(guarded, carrier, others, shifts) if carrier else None


def _list_shifts(snapshot: Snapshot, guarded: Guarded) -> Sequence[Shift]:
    """Who stands by for the service; nobody where that cannot be told."""
    since = snapshot.now.replace(minute=0, second=0, microsecond=0)
    if guarded.standby.why_unknown or not guarded.standby.schedules:
        return ()
    try:
        return list_standby_shifts(guarded.standby.schedules, since, since + AHEAD)
    except OnCallError:
        return ()


def _find_carrier(snapshot: Snapshot, shifts: Sequence[Shift], people: Mapping[str, str]) -> Team | None:
    """The team whose people are on call for the most of these hours, one that is in the catalog."""
    hours: defaultdict[str, float] = defaultdict(float)
    for shift in shifts:
        teams = {
            membership.team_ref
            for name in shift.people
            for membership in snapshot.memberships_of(people[name])
            if is_present(snapshot, membership)
        }
        for ref in teams:
            hours[ref] += _add_up([shift])
    known = [ref for ref in hours if ref in snapshot.teams and ref in snapshot.entities]
    found = min(known, key=lambda ref: (snapshot.teams[ref].type != "team", -hours[ref], ref), default="")
    return snapshot.teams[found] if found else None


def _fail(guarded: Guarded, carrier: Team, others: Sequence[Shift], shifts: Sequence[Shift]) -> Verdict:
    entity = guarded.entity
    sentence = f"{carrier.shown_name} is on call for {entity.shown_name}, which belongs to {guarded.team.shown_name}."
    rows = (
        NumberSeen(f"Without anybody of {guarded.team.shown_name}", round(_add_up(others), 2), "hours", carrier.ref),
        NumberSeen("In which anybody is on call", round(_add_up(shifts), 2), "hours", entity.ref),
    )
    seen = NumbersEvidence(f"On call for {entity.shown_name} in the next 8 weeks", rows)
    files: list[Evidence] = [each.shows(f"The schedule {each.shown_name}") for each in guarded.standby.schedules]
    evidence: SomeEvidence = (seen, *files)
    if entity.place is not None:
        evidence = (*evidence, entity.place.shows(f"The descriptor of {entity.shown_name}"))
    return failed(carrier.ref, sentence, REMEDY, evidence, key=entity.ref)


def _add_up(shifts: Sequence[Shift]) -> float:
    return sum((shift.end - shift.start) / _HOUR for shift in shifts)
