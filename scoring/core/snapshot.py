"""Snapshot: the whole organisation at one moment, in memory and read-only. It is all that a check sees.

Loading it is the work of `scoring.selectors.snapshot`; a test makes one by hand. Refs are canonical, in lower case.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple, TypeVar, TypeVarTuple, cast

from catalog.core.claims import Claim
from catalog.core.handles import Directory
from scoring.core.evidence import Evidence, FileEvidence, ScheduleEvidence
from teams.core.oncall import Rota
from teams.core.teamapi.document import TeamApiDocument
from teams.core.teamapi.survey import LoadFact

KeyT = TypeVar("KeyT")
ValueT = TypeVar("ValueT")
Arguments = TypeVarTuple("Arguments")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a descriptor stands. `owner_line` is the line of `spec.owner`, 0 where there is none."""

    origin_id: int
    commit: str
    path: str
    line: int
    owner_line: int = 0

    def shows(self, says: str) -> FileEvidence:
        """The descriptor as evidence."""
        return FileEvidence(says, self.origin_id, self.commit, self.path, self.line)

    def shows_owner(self, says: str) -> FileEvidence:
        """The line of its owner as evidence."""
        return FileEvidence(says, self.origin_id, self.commit, self.path, self.owner_line or self.line)


@dataclass(frozen=True, slots=True)
class Entity:
    """One entity; `kind` in lower case, `owner_text` as written, `error` where its descriptor is refused."""

    ref: str
    kind: str
    namespace: str
    name: str
    title: str = ""
    type: str = ""
    lifecycle: str = ""
    owner_text: str = ""
    error: str = ""
    source_id: int | None = None
    place: Place | None = None
    annotations: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    tags: frozenset[str] = frozenset()

    @property
    def shown_name(self) -> str:
        """The title where there is one, else the name."""
        return self.title or self.name


@dataclass(frozen=True, slots=True)
class Repository:
    """One repository. `descriptors` counts documents that declare something, `broken` those that cannot be read.

    `address` is `host/path` in lower case, empty where it has no remote that is known.
    """

    id: int
    ref: str
    name: str
    source_id: int | None = None
    tip: str = ""
    tip_committed_at: datetime | None = None
    is_archived: bool = False
    is_fork: bool = False
    is_template: bool = False
    is_scanned: bool = True
    scan_error: str = ""
    descriptors: int = 0
    broken: tuple[Place, ...] = ()
    address: str = ""


@dataclass(frozen=True, slots=True)
class Team:
    """A Group that people are in; `dissolved_at` is set when no source names it any more.

    `is_reachable` where the Group has an address or a link.
    """

    ref: str
    shown_name: str
    type: str = ""
    parent_ref: str = ""
    dissolved_at: datetime | None = None
    is_reachable: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """A User; `left_at` is set when no source names them any more."""

    ref: str
    shown_name: str
    left_at: datetime | None = None


class Membership(NamedTuple):
    """Who was in which team; `until` is None while they are."""

    team_ref: str
    person_ref: str
    since: datetime
    until: datetime | None = None


class Edge(NamedTuple):
    """A relation as declared; its target may not exist."""

    source_ref: str
    type: str
    target_ref: str


class CodeRoot(NamedTuple):
    """A folder of a repository that belongs to an entity."""

    entity_ref: str
    origin_id: int
    path_prefix: str


@dataclass(frozen=True, slots=True)
class Owner:
    """What the claims about one entity resolve to: the accountable team, empty where there is none."""

    team_ref: str
    confidence: float


@dataclass(frozen=True, slots=True)
class HistoryState:
    """How reading the history of a repository went: `error` says why it could not be read.

    `complete_since` is set for a shallow clone: before it, commits are missing.
    """

    commit: str = ""
    error: str = ""
    complete_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class AuthorWork:
    """The commits of one author in one code root: in all, by window in days, and the last of them.

    `by_day` is filled for authors whose teams changed, so that each commit counts for the team of its day.
    """

    email: str
    name: str
    is_bot: bool
    commits: int
    in_window: Mapping[int, int]
    last_commit: str
    last_committed_at: datetime
    by_day: tuple[tuple[date, int], ...] = ()


class TicketWork(NamedTuple):
    """Commits of a person on a ticket on one day."""

    author_email: str
    day_date: date
    commits: int


@dataclass(frozen=True, slots=True)
class OnCallSchedule:
    """A schedule of people on call; `schedule` is None, or out of date, where there is a `problem` reading it.

    `ref` and `owner_ref` are empty where the file does not tell; people are named as it names them. `place` is where
    it stands in Git, None where it is kept elsewhere.
    """

    ref: str
    owner_ref: str
    place: Place | None = None
    schedule: Rota | None = None
    problem: str = ""
    title: str = ""

    @property
    def shown_name(self) -> str:
        """Its title, else its name, else its file."""
        return self.title or self.ref.rpartition("/")[2] or (self.place.path if self.place else "")

    def shows(self, says: str) -> Evidence:
        """The schedule as evidence: its lines in Git, or its page."""
        return self.place.shows(says) if self.place else ScheduleEvidence(says, self.ref)


@dataclass(frozen=True, slots=True)
class TeamApi:
    """The Team API of a team, and the file it stands in.

    `document` is what the file said when it could last be read, None where it never could. `problem` says why it
    cannot be read now, empty where it can. `changed_date` is the day on which the file was first seen to say this.
    """

    team_ref: str
    place: Place
    document: TeamApiDocument | None
    changed_date: date
    problem: str = ""

    def shows_line(self, says: str, line: int) -> FileEvidence:
        """A line of the file as evidence."""
        return FileEvidence(says, self.place.origin_id, self.place.commit, self.place.path, line)


@dataclass(frozen=True)
class Snapshot:
    """Everything at `now`. Mappings are by ref, by origin id, or by (origin id, path prefix).

    `directory` knows who is there now, `directory_ever` also who is gone, and former names. `organisation_gaps` says
    what could not be read that may define teams and people, one sentence each.
    `tickets` are those that several authors worked on of late, in whatever repository.
    `restricted_sources` are those whose content not everyone may see. `team_apis` and `loads` (how much a team says it
    carries) are by team. `schedule_links` lead from what annotations name at vendors (`link_key`) to refs of imported
    schedules.
    """

    now: datetime
    directory: Directory
    directory_ever: Directory
    entities: Mapping[str, Entity] = field(default_factory=dict)
    repositories: Mapping[int, Repository] = field(default_factory=dict)
    edges: tuple[Edge, ...] = ()
    claims: Mapping[str, tuple[Claim, ...]] = field(default_factory=dict)
    owners: Mapping[str, Owner] = field(default_factory=dict)
    teams: Mapping[str, Team] = field(default_factory=dict)
    people: Mapping[str, Person] = field(default_factory=dict)
    memberships: tuple[Membership, ...] = ()
    code_roots: tuple[CodeRoot, ...] = ()
    history: Mapping[int, HistoryState] = field(default_factory=dict)
    work: Mapping[tuple[int, str], tuple[AuthorWork, ...]] = field(default_factory=dict)
    schedules: tuple[OnCallSchedule, ...] = ()
    tickets: Mapping[str, tuple[TicketWork, ...]] = field(default_factory=dict)
    team_apis: Mapping[str, TeamApi] = field(default_factory=dict)
    loads: Mapping[str, LoadFact] = field(default_factory=dict)
    schedule_links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    organisation_gaps: tuple[str, ...] = ()
    restricted_sources: frozenset[int] = frozenset()
    service_types: frozenset[str] = frozenset()
    production_lifecycles: frozenset[str] = frozenset()

    def once(self, make: Callable[[Snapshot, *Arguments], ValueT], *arguments: *Arguments) -> ValueT:
        """What `make` makes of this Snapshot, made when first asked for and kept: what several checks begin with."""
        key = (make, *arguments)
        if key not in self._made:
            self._made[key] = make(self, *arguments)
        return cast("ValueT", self._made[key])

    def of_kinds(self, *kinds: str) -> Iterator[Entity]:
        """The entities of these kinds that a descriptor declares, in the order of their refs."""
        wanted = frozenset(kinds)
        return (entity for entity in self._in_order if entity.kind in wanted and entity.place is not None)

    def is_service(self, entity: Entity) -> bool:
        """Whether the entity is a Component of a service type."""
        return entity.kind == "component" and entity.type in self.service_types

    def repository_by_ref(self, ref: str) -> Repository | None:
        """The repository with this ref."""
        return self._repositories_by_ref.get(ref)

    def roots_of(self, entity_ref: str) -> tuple[CodeRoot, ...]:
        """The code roots of an entity."""
        return self._roots_by_entity.get(entity_ref, ())

    def roots_in(self, origin_id: int) -> tuple[CodeRoot, ...]:
        """The code roots in a repository."""
        return self._roots_by_origin.get(origin_id, ())

    def work_in(self, origin_id: int) -> tuple[AuthorWork, ...]:
        """All work in a repository, whichever code root it is in."""
        return self._work_by_origin.get(origin_id, ())

    def memberships_of(self, person_ref: str) -> tuple[Membership, ...]:
        """Present and past memberships of a person."""
        return self._memberships_by_person.get(person_ref, ())

    def members_of(self, team_ref: str) -> tuple[Membership, ...]:
        """Present and past memberships in a team, without those of the teams below it."""
        return self._memberships_by_team.get(team_ref, ())

    def teams_below(self, team_ref: str) -> frozenset[str]:
        """The team itself and every team below it; a circle of parents ends where it began."""
        found: set[str] = set()
        waiting = [team_ref]
        while waiting:
            ref = waiting.pop()
            if ref not in found:
                found.add(ref)
                waiting.extend(self._children.get(ref, ()))
        return frozenset(found)

    @cached_property
    def _made(self) -> dict[object, object]:
        return {}

    @cached_property
    def _in_order(self) -> tuple[Entity, ...]:
        return tuple(self.entities[ref] for ref in sorted(self.entities))

    @cached_property
    def _repositories_by_ref(self) -> Mapping[str, Repository]:
        return {repository.ref: repository for repository in self.repositories.values()}

    @cached_property
    def _children(self) -> Mapping[str, tuple[str, ...]]:
        return _grouped((team.parent_ref, team.ref) for team in self.teams.values() if team.parent_ref)

    @cached_property
    def _roots_by_entity(self) -> Mapping[str, tuple[CodeRoot, ...]]:
        return _grouped((root.entity_ref, root) for root in self.code_roots)

    @cached_property
    def _roots_by_origin(self) -> Mapping[int, tuple[CodeRoot, ...]]:
        return _grouped((root.origin_id, root) for root in self.code_roots)

    @cached_property
    def _work_by_origin(self) -> Mapping[int, tuple[AuthorWork, ...]]:
        return _grouped((place[0], author) for place, authors in self.work.items() for author in authors)

    @cached_property
    def _memberships_by_person(self) -> Mapping[str, tuple[Membership, ...]]:
        return _grouped((membership.person_ref, membership) for membership in self.memberships)

    @cached_property
    def _memberships_by_team(self) -> Mapping[str, tuple[Membership, ...]]:
        return _grouped((membership.team_ref, membership) for membership in self.memberships)


def _grouped(pairs: Iterable[tuple[KeyT, ValueT]]) -> dict[KeyT, tuple[ValueT, ...]]:
    """The values of each key, in the order given."""
    groups: defaultdict[KeyT, list[ValueT]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return {key: tuple(values) for key, values in groups.items()}
