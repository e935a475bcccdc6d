"""Whom and what a schedule may be given: the people of its team and whoever it names, everybody else, zones, teams."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from zoneinfo import available_timezones

from catalog.core.access import Actor
from catalog.core.refs import DEFAULT_NAMESPACE
from catalog.filters import read_owner_ref
from portal.selectors.schedule_rights import list_teams_to_keep_for
from teams.core.oncall import ScheduleError
from teams.core.oncall.documents import read_person_ref
from teams.selectors.on_call_people import find_people
from teams.selectors.teams import get_team, list_members, list_people

MOST_OTHERS = 500
Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Choices:
    """Pairs of what is written and what is shown. `members` are of the team, `named` are written in the schedule
    already, `others` more people of the catalog.
    """

    members: Pairs = ()
    named: Pairs = ()
    others: Pairs = ()
    teams: Pairs = ()
    zones: Sequence[str] = ()


def list_choices(actor: Actor, owner: str, named: Iterable[str]) -> Choices:
    """What to choose from. At most seven queries, whatever the schedule says."""
    team = get_team(actor, read_owner_ref(owner)) if owner else None
    members = [(each.person.ref, str(each.person)) for each in list_members(actor, team)] if team else []
    taken = {ref for ref, _ in members}
    extra = sorted(set(named) - taken)
    people = find_people(actor, {_make_ref(text) for text in extra}) if extra else {}
    shown = [(text, _describe(text, people[_make_ref(text)].name, people[_make_ref(text)].is_known)) for text in extra]
    others = list_people(actor).filter(left_at=None).exclude(ref__in=taken).order_by("name")[:MOST_OTHERS]
    return Choices(
        members=members,
        named=shown,
        others=[(each.ref, str(each)) for each in others],
        teams=list_teams_to_keep_for(actor),
        zones=_list_zones(),
    )


def _make_ref(text: str) -> str:
    """A person as a schedule names them, as a ref: `ana` is `user:default/ana`."""
    try:
        return read_person_ref(text, "", DEFAULT_NAMESPACE)
    except ScheduleError:
        return text


def _describe(text: str, name: str, is_known: bool) -> str:
    return name if is_known else f"{text} (not in the catalog)"


@cache
def _list_zones() -> tuple[str, ...]:
    return tuple(sorted(name for name in available_timezones() if "/" in name or name == "UTC"))
