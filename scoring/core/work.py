"""Whose work the commits in a code root are: authors bound to people, people to the teams of the day."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from scoring.core.authors import find_person
from scoring.core.evidence import CommitSeen
from scoring.core.snapshot import AuthorWork, Membership, Snapshot

#: With the value "true": other teams are invited to work on it.
INNER_SOURCE_LABEL = "bailiwick.dev/inner-source"


@dataclass(slots=True)
class Shares:
    """Commits of people in some places and one window: by team, and those of people the catalog does not know.

    `authors` holds, by team, whose commits these are: (origin id, author's work).
    """

    by_team: Counter[str] = field(default_factory=Counter)
    unbound: int = 0
    authors: defaultdict[str, dict[tuple[int, str], AuthorWork]] = field(default_factory=lambda: defaultdict(dict))

    @property
    def total(self) -> int:
        """All commits of people."""
        return self.by_team.total() + self.unbound

    def add(self, team_ref: str, commits: int, origin_id: int, author: AuthorWork) -> None:
        """Count commits for a team, or for people the catalog does not know if the ref is empty."""
        if team_ref:
            self.by_team[team_ref] += commits
            self.authors[team_ref][origin_id, author.email] = author
        else:
            self.unbound += commits

    def last_commits(self, team_ref: str) -> dict[int, tuple[CommitSeen, ...]]:
        """By origin, the last commit of each author who worked for the team, the newest first."""
        found: defaultdict[int, list[CommitSeen]] = defaultdict(list)
        for (origin_id, _), author in self.authors[team_ref].items():
            found[origin_id].append(CommitSeen(author.last_commit, author.name, author.last_committed_at))
        return {origin_id: tuple(sorted(seen, key=_newest)) for origin_id, seen in sorted(found.items())}


class WorkSharer:
    """Shares out the work of one Snapshot. Remembers whom it found, so make one and use it for everything."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._person_of: dict[str, str] = {}
        self._owning = frozenset(owner.team_ref for owner in snapshot.owners.values())

    def share(self, places: Sequence[tuple[int, str]], window: int, for_team: str) -> Shares:
        """The shares of the commits of people in `places` (origin id, path prefix) in the last `window` days.

        Whoever is in `for_team`, or in a team below it, works for that team.
        """
        shares = Shares()
        family = self._snapshot.teams_below(for_team)
        for place in places:
            for author in self._snapshot.work.get(place, ()):
                if not author.is_bot and author.in_window.get(window):
                    for teams, commits in self._teams_of(author, window):
                        team = for_team if teams & family else min(teams, key=self._generality, default="")
                        shares.add(team, commits, place[0], author)
        return shares

    def find_person(self, email: str) -> str:
        """The ref of the person with this address, empty where the catalog knows none."""
        person = self._person_of.get(email)
        if person is None:
            person = self._person_of[email] = find_person(
                email, (self._snapshot.directory, self._snapshot.directory_ever)
            )
        return person

    def teams_on(self, person_ref: str, day: date) -> frozenset[str]:
        """The teams the person was in on that day; where that is not known, those of the nearest day that is."""
        memberships = self._snapshot.memberships_of(person_ref)
        if not memberships:
            return frozenset()
        distances = [_days_from(membership, day) for membership in memberships]
        nearest = min(distances)
        return frozenset(
            membership.team_ref
            for membership, distance in zip(memberships, distances, strict=True)
            if distance == nearest
        )

    def _teams_of(self, author: AuthorWork, window: int) -> Iterator[tuple[frozenset[str], int]]:
        """The author's commits in the window with the teams they were in: by day where the days matter."""
        person = self.find_person(author.email)
        for day, commits in _by_day(author, window, self._snapshot.now):
            yield (self.teams_on(person, day) if person else frozenset()), commits

    def _generality(self, team_ref: str) -> tuple[bool, int, str]:
        """Of several teams of a person the one that owns something works, and of those the smallest."""
        return team_ref not in self._owning, len(self._snapshot.members_of(team_ref)), team_ref


def find_history_gap(snapshot: Snapshot, origin_ids: Iterable[int], window_days: int) -> str:
    """A sentence on why the last `window_days` days of these repositories are not known; empty where they are."""
    for origin_id in origin_ids:
        state, repository = snapshot.history.get(origin_id), snapshot.repositories.get(origin_id)
        name = repository.name if repository else "its repository"
        if state is None or not (state.commit or state.error):
            return f"The history of {name} has not been read yet."
        if state.error:
            return f"The history of {name} cannot be read: {state.error}"
        since = state.complete_since
        if since is not None and (snapshot.now - since).days < window_days:
            return f"The clone of {name} is shallow: its history goes back to {since:%Y-%m-%d} only."
    return ""


def _newest(seen: CommitSeen) -> tuple[float, str]:
    return -seen.at.timestamp(), seen.sha


def _by_day(author: AuthorWork, window: int, now: datetime) -> Iterator[tuple[date, int]]:
    """The author's commits in the window: by day where the days matter, else all on the last."""
    if not author.by_day:
        yield author.last_committed_at.astimezone(UTC).date(), author.in_window[window]
        return
    today = now.astimezone(UTC).date()
    for day, commits in author.by_day:
        if (today - day).days <= window:
            yield day, commits


def _days_from(membership: Membership, day: date) -> int:
    """0 on a day of the membership, else the number of days to the nearest."""
    since, until = membership.since.date(), membership.until.date() if membership.until else None
    if day < since:
        return (since - day).days
    return (day - until).days if until is not None and day > until else 0
