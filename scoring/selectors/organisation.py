"""Teams and people for the Snapshot, and what could not be read about them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import starmap
from typing import NamedTuple

from catalog.core.handles import Directory
from catalog.models import Alias, Descriptor, Origin, Source
from scoring.core.guards import mark_name
from scoring.core.snapshot import Membership, Person, Team
from teams import models

#: Ids of the sources that not everybody may see.
Restricted = frozenset[int]
ORGANISATION_KINDS = ("group:", "user:")


class DescriptorRow(NamedTuple):
    """What the Snapshot needs of a descriptor, by the names of its fields.

    `place` is its path, or the address of a registered URL for the Location that stands for it and is in no file.
    """

    origin_id: int
    ref: str
    state: str
    commit: str
    path: str
    place: str
    line: int
    owner_line: int


@dataclass(frozen=True, slots=True)
class Organisation:
    """Everyone there is or was; an alias is (scheme, value, ref, the time it ended or None)."""

    teams: dict[str, Team]
    people: dict[str, Person]
    memberships: tuple[Membership, ...]
    aliases: tuple[tuple[str, str, str, datetime | None], ...]

    def make_directory(self) -> Directory:
        """Who is there now, under their present names."""
        teams = {ref: team.shown_name for ref, team in self.teams.items() if team.dissolved_at is None}
        people = {ref: person.shown_name for ref, person in self.people.items() if person.left_at is None}
        return Directory(teams, people, self._aliases(are_ended=False), self._teams_of())

    def make_directory_ever(self) -> Directory:
        """Who is or was there, under all names."""
        teams = {ref: team.shown_name for ref, team in self.teams.items()}
        people = {ref: person.shown_name for ref, person in self.people.items()}
        return Directory(teams, people, self._aliases(are_ended=True), self._teams_of())

    def _aliases(self, *, are_ended: bool) -> dict[tuple[str, str], frozenset[str]]:
        found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for scheme, value, ref, ended_at in self.aliases:
            if are_ended or ended_at is None:
                found[scheme, value].add(ref)
        return {key: frozenset(refs) for key, refs in found.items()}

    def _teams_of(self) -> dict[str, frozenset[str]]:
        found: defaultdict[str, set[str]] = defaultdict(set)
        for membership in self.memberships:
            if membership.until is None:
                found[membership.person_ref].add(membership.team_ref)
        return {ref: frozenset(teams) for ref, teams in found.items()}


def mark_if_restricted(name: str, source_id: int | None, restricted: Restricted) -> str:
    """The name as it stands in a Snapshot, see `scoring.core.guards`."""
    return mark_name(name, source_id) if source_id is not None and source_id in restricted else name


def load_organisation(restricted: Restricted = frozenset()) -> Organisation:
    """Everyone, each person once, in four queries."""
    people = {
        row.ref: Person(row.ref, mark_if_restricted(str(row), row.source_id, restricted), row.left_at)
        for row in models.Person.objects.all()
    }
    teams = {row.ref: _make_team(row, restricted) for row in models.Team.objects.all()}
    rows = models.Membership.objects.values_list("team__ref", "person__ref", "since", "until").order_by("pk")
    aliases = Alias.objects.values_list("scheme", "value", "entity_ref", "valid_to")
    return Organisation(teams, people, tuple(starmap(Membership, rows)), tuple(aliases))


def _make_team(row: models.Team, restricted: Restricted) -> Team:
    name, is_reachable = mark_if_restricted(row.shown_name, row.source_id, restricted), bool(row.email or row.channels)
    return Team(row.ref, name, row.type, row.parent_ref, row.dissolved_at, is_reachable)


def list_organisation_gaps(
    sources: Iterable[Source],
    origins: Iterable[Origin],
    descriptors: Iterable[DescriptorRow],
    restricted: Restricted = frozenset(),
) -> tuple[str, ...]:
    """What could not be read that may define teams and people, one sentence each.

    A repository that was never read may define them, if its source may; one that cannot be read does if it did
    before; so does a document that cannot be read beside Groups and Users in the same file.
    """
    defining = {source.pk for source in sources if source.may_define_organisation}
    gaps = [
        f"the source {mark_if_restricted(source.name, source.pk, restricted)} cannot be listed: {source.list_error}"
        for source in sources
        if source.pk in defining and source.list_error and source.listed_at is None
    ]
    files: defaultdict[int, set[str]] = defaultdict(set)
    for row in descriptors:
        if row.ref.startswith(ORGANISATION_KINDS):
            files[row.origin_id].add(row.path)
    names = {origin.pk: mark_if_restricted(origin.name, origin.source_id, restricted) for origin in origins}
    for origin in origins:
        if origin.scan_error and origin.pk in files:
            gaps.append(f"the repository {names[origin.pk]}, which defines teams and people, cannot be read.")
        elif origin.scanned_at is None and not origin.scan_error and origin.source_id in defining:
            gaps.append(f"the repository {names[origin.pk]} has not been read yet.")
    gaps += [
        f"a document in {row.path} of {names[row.origin_id]}, beside teams and people, cannot be read."
        for row in descriptors
        if row.state == Descriptor.State.BROKEN and row.path in files[row.origin_id] and row.origin_id in names
    ]
    return tuple(gaps)
