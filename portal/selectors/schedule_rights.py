"""Who may keep schedules and decide who is on call: leads for their team, members for themselves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from catalog.core.access import Action, Actor, Subject, may
from teams.core.oncall import OnCallError
from teams.core.oncall.decided import is_own
from teams.core.oncall.model import Mode
from teams.core.oncall.model import Override as Decision
from teams.models import Override, Schedule
from teams.selectors.on_call_people import find_people
from teams.selectors.schedules import list_schedule_shifts
from teams.selectors.teams import get_team, list_members, list_teams

AHEAD = timedelta(days=56)
Choices = Sequence[tuple[str, str]]


def may_keep(actor: Actor, action: Action, team_ref: str) -> bool:
    """Whether the actor may create, change or end a schedule of a team."""
    return may(actor, action, Subject("schedule", team_ref=team_ref or None))


def may_decide(actor: Actor, row: Schedule, decision: Decision) -> bool:
    """Whether the actor may let this hold for a schedule: anything of their team for a lead, their own for a member."""
    if may(actor, "create", Subject("override", team_ref=row.owner_ref or None)):
        return True
    own = Subject("own-override", team_ref=row.owner_ref or None)
    return is_own(decision, actor.person_ref) and may(actor, "create", own)


def may_decide_anything(actor: Actor, row: Schedule) -> bool:
    """Whether there is any override at all that the actor may add."""
    return row.imported is None and any(
        may(actor, "create", Subject(kind, team_ref=row.owner_ref or None))
        for kind in ("override", *(("own-override",) if actor.person_ref else ()))
    )


def may_undo(actor: Actor, row: Schedule, override: Override) -> bool:
    """Whether the actor may undo an override: who may add one such."""
    if may(actor, "delete", Subject("override", team_ref=row.owner_ref or None)):
        return True
    decision = Decision(Mode(override.mode), 0, 0, frozenset(override.people), override.replaces)
    own = Subject("own-override", team_ref=row.owner_ref or None)
    return is_own(decision, actor.person_ref) and may(actor, "delete", own)


def list_people_to_decide_for(actor: Actor, row: Schedule, now: datetime) -> tuple[Choices, Choices]:
    """Who may take on a stretch, and who is on call in the next weeks and could be relieved. At most five queries.

    People of the team that the catalog knows; for somebody who decides for themselves alone, that is what the answer
    to the form says.
    """
    until = now + AHEAD
    try:
        named = {ref for shift in list_schedule_shifts(row, now, until) for ref in shift.people}
    except OnCallError:
        named = set()
    people = find_people(actor, named, [row.document])
    givers = sorted({(each.ref, each.name) for each in people.values() if each.ref}, key=lambda pair: pair[1].lower())
    team = get_team(actor, row.owner_ref)
    members = [(each.person.ref, str(each.person)) for each in list_members(actor, team)] if team else []
    known = [(each.ref, each.name) for each in people.values() if each.is_known]
    takers = sorted(set(members + known), key=lambda pair: pair[1].lower())
    return takers, givers


def list_teams_to_keep_for(actor: Actor) -> list[tuple[str, str]]:
    """Ref and name of the teams whose schedules the actor may create. One query."""
    rows = list_teams(actor).filter(dissolved_at=None).values_list("ref", "title", "name")
    return [(ref, title or name) for ref, title, name in rows if may_keep(actor, "create", ref)]
