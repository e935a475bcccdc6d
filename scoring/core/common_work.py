"""What two teams work on together: code that people of both changed in the same time, and tickets of both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from scoring.core.snapshot import AuthorWork, Snapshot
from scoring.core.work import WorkSharer

ThingT = TypeVar("ThingT")
Place = tuple[int, str]  # origin id, path prefix


@dataclass(frozen=True, slots=True)
class CommonWork:
    """`commits` of either team on code that both changed, else on tickets that both worked on.

    `unclear` is the rest of a sentence on why there may be some all the same.
    """

    commits: int
    unclear: str = ""


@dataclass(slots=True)
class _Worked:
    """Where and on which tickets people worked, by person; and where people did whom the catalog does not know."""

    places: defaultdict[str, set[Place]] = field(default_factory=lambda: defaultdict(set))
    tickets: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    strangers: defaultdict[Place, int] = field(default_factory=lambda: defaultdict(int))


def find_common_work(snapshot: Snapshot, team_refs: tuple[str, str], window_days: int) -> CommonWork:
    """What two teams, each with the teams below it, worked on together in the last `window_days` days.

    Somebody who is in both teams works with nobody: it takes two.
    """
    worked = snapshot.once(_find_worked, window_days)
    one, other = (_list_people(snapshot, team_ref) for team_ref in team_refs)
    places, others = _of_people(worked.places, one), _of_people(worked.places, other)
    common = sum(_count_in_place(snapshot, place, team_refs, window_days) for place in places & others)
    if not common:
        tickets, more = _of_people(worked.tickets, one), _of_people(worked.tickets, other)
        common = sum(_count_on_ticket(snapshot, ticket, team_refs) for ticket in tickets & more)
    return CommonWork(common, "" if common else _find_unclear(snapshot, worked, places | others))


def _find_worked(snapshot: Snapshot, window_days: int) -> _Worked:
    worked, sharer = _Worked(), snapshot.once(WorkSharer)
    for place, authors in snapshot.work.items():
        for author in authors:
            commits = 0 if author.is_bot else author.in_window.get(window_days, 0)
            if commits and (person := sharer.find_person(author.email)):
                worked.places[person].add(place)
            elif commits:
                worked.strangers[place] += commits
    for ticket, rows in snapshot.tickets.items():
        for email in {row.author_email for row in rows}:
            worked.tickets[sharer.find_person(email)].add(ticket)
    return worked


def _list_people(snapshot: Snapshot, team_ref: str) -> set[str]:
    """Everybody who is or was in the team or in one below it."""
    return {each.person_ref for ref in snapshot.teams_below(team_ref) for each in snapshot.members_of(ref)}


def _of_people(things: Mapping[str, set[ThingT]], people: Iterable[str]) -> set[ThingT]:
    return {thing for person in people for thing in things.get(person, ())}


def _count_in_place(snapshot: Snapshot, place: Place, team_refs: tuple[str, str], window_days: int) -> int:
    """Commits of both teams in one place, 0 unless both have somebody there."""
    sharer = snapshot.once(WorkSharer)
    authors: dict[tuple[int, str], AuthorWork] = {}
    people: list[set[str]] = []
    for team_ref in team_refs:
        own = sharer.share((place,), window_days, team_ref).authors[team_ref]
        people.append({sharer.find_person(email) for _, email in own})
        authors |= own
    commits = sum(author.in_window[window_days] for author in authors.values())
    return commits if _are_common(*people) else 0


def _count_on_ticket(snapshot: Snapshot, ticket: str, team_refs: tuple[str, str]) -> int:
    """Commits of both teams on one ticket, 0 unless both have somebody there."""
    sharer, commits = snapshot.once(WorkSharer), 0
    one, other = (snapshot.teams_below(team_ref) for team_ref in team_refs)
    people: tuple[set[str], set[str]] = (set(), set())
    for row in snapshot.tickets[ticket]:
        person = sharer.find_person(row.author_email)
        teams = sharer.teams_on(person, row.day_date)
        people[0].update({person} if teams & one else ())
        people[1].update({person} if teams & other else ())
        commits += row.commits if teams & (one | other) else 0
    return commits if _are_common(*people) else 0


def _are_common(people: set[str], others: set[str]) -> bool:
    """Whether it is the work of two people at least, of one team and of the other."""
    return bool(people and others) and len(people | others) > 1


def _find_unclear(snapshot: Snapshot, worked: _Worked, places: set[Place]) -> str:
    """That people whom the catalog does not know worked beside people of the teams; empty where none did."""
    for place in sorted(places & worked.strangers.keys()):
        repository = snapshot.repositories.get(place[0])
        if repository is not None:
            is_hidden = repository.source_id in snapshot.restricted_sources
            where = "a repository that not everyone may see" if is_hidden else repository.name
            return f"people the catalog does not know made {worked.strangers[place]} commits beside them in {where}."
    return ""
