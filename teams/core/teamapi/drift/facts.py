"""What the rules hold Team APIs against: the organisation as it is observed at one moment. Refs are canonical.

Whoever loads this counts commits of people only, each for the team its author was in on that day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from catalog.core.handles import Directory
from teams.core.teamapi.document import Dialect, Owned, TeamApiDocument
from teams.core.teamapi.naming import bind_team, entity_ref, namespace_of, owned_ref, repository_of

#: Team APIs in force, by the ref of the team each belongs to.
Documents = Mapping[str, TeamApiDocument]


@dataclass(frozen=True, slots=True)
class EntityFact:
    """A Component, API, Resource or System that exists. `kind` in lower case.

    `owner_ref` is the team its descriptor names, empty where that is nobody; `owner_text` is what stands there.
    `repository` is `host/path` in lower case; `is_shared` is set where others are asked to contribute (inner source).
    """

    ref: str
    name: str
    kind: str
    owner_ref: str = ""
    owner_text: str = ""
    system_ref: str = ""
    lifecycle: str = ""
    repository: str = ""
    is_service: bool = False
    is_production: bool = False
    is_shared: bool = False


@dataclass(frozen=True, slots=True)
class RepositoryFact:
    """A repository that is scanned; `address` is `host/path` in lower case."""

    address: str
    name: str
    is_archived: bool = False


@dataclass(frozen=True, slots=True)
class WorkFact:
    """Commits of people on one entity, by team and in all, in the window of `services_are_used_not_written`.

    `unbound` are those of people the catalog does not know.
    """

    total: int
    by_team: Mapping[str, int]
    unbound: int = 0


@dataclass(frozen=True)
class DriftFacts:
    """Everything observed on `today`.

    `aliases` go from former refs of entities to present ones. `teams_below` has each team with itself and all below it.
    `work` is by entity; an entity whose history could not be read stands in `unread_history` with the reason.
    `common_commits` counts, for two teams, commits of either in the window of `collaborations_have_common_work` that
    both had a part in: changes to what both work on, or to one ticket both worked on; pairs without any are left out.
    `unclear_work` says of two teams why there may be some all the same.
    `consumers` are by providing team the teams whose entities use what it owns. `reachable` are teams whose Group has
    an address or a link, `paged` those with a schedule. `changed` says when a team's document last changed in Git.
    `unreadable` are teams whose Team API cannot be read at present: what they say now is not known, whatever stands in
    their document of before. `gaps` are sentences on what of the organisation could not be read.
    """

    today: date
    directory: Directory
    entities: Mapping[str, EntityFact] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    repositories: Mapping[str, RepositoryFact] = field(default_factory=dict)
    teams_below: Mapping[str, frozenset[str]] = field(default_factory=dict)
    work: Mapping[str, WorkFact] = field(default_factory=dict)
    unread_history: Mapping[str, str] = field(default_factory=dict)
    common_commits: Mapping[frozenset[str], int] = field(default_factory=dict)
    unclear_work: Mapping[frozenset[str], str] = field(default_factory=dict)
    consumers: Mapping[str, frozenset[str]] = field(default_factory=dict)
    reachable: frozenset[str] = frozenset()
    paged: frozenset[str] = frozenset()
    changed: Mapping[str, date] = field(default_factory=dict)
    unreadable: frozenset[str] = frozenset()
    gaps: tuple[str, ...] = ()

    def name(self, team_ref: str) -> str:
        """The name a team is shown by."""
        return self.directory.teams.get(team_ref) or team_ref

    def below(self, team_ref: str) -> frozenset[str]:
        """The team and every team below it."""
        return self.teams_below.get(team_ref, frozenset()) | {team_ref}

    def line_of(self, team_ref: str) -> frozenset[str]:
        """The team, every team below it and every team above it."""
        return self.below(team_ref) | self._above.get(team_ref, frozenset())

    def is_same_line(self, team_ref: str, other_ref: str) -> bool:
        """Whether the teams are one, or one is somewhere above the other."""
        return other_ref in self.below(team_ref) or team_ref in self.below(other_ref)

    def bind_team(self, text: str, document: TeamApiDocument) -> str:
        """The team of the catalog that a text in a document stands for; empty for none."""
        asked = (text, namespace_of(document))
        if asked not in self._bound:
            self._bound[asked] = bind_team(text, self.directory, asked[1])
        return self._bound[asked]

    def find_owned(self, item: Owned, document: TeamApiDocument) -> EntityFact | None:
        """The entity a claim speaks of: by ref or former ref; a name in words by the one entity that is called so."""
        ref = owned_ref(item, document)
        is_name = not ref or (document.dialect is not Dialect.NATIVE and ":" not in item.ref_text)
        return self.find_entity(ref) or (self._by_name.get(_plain(item.ref_text)) if is_name else None)

    def find_entity(self, ref: str) -> EntityFact | None:
        """The entity with this ref, also a former one."""
        return self.entities.get(ref) or self.entities.get(self.aliases.get(ref, ""))

    def find_entity_text(
        self, text: str, document: TeamApiDocument, default_kind: str = "component"
    ) -> EntityFact | None:
        """The entity a reference in a document names."""
        return self.find_entity(entity_ref(text, default_kind, namespace_of(document)))

    def find_repository(self, text: str) -> RepositoryFact | None:
        """The scanned repository that an address names."""
        address = repository_of(text)
        return self.repositories.get(f"{address.host}/{address.key}") if address else None

    def owned_by(self, team_ref: str) -> tuple[EntityFact, ...]:
        """What the catalog says a team owns, in order of refs."""
        return self._by_owner.get(team_ref, ())

    @cached_property
    def _bound(self) -> dict[tuple[str, str], str]:
        """Which teams texts were found to stand for: every rule asks for the same few."""
        return {}

    @cached_property
    def _above(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for above, below in self.teams_below.items():
            for team_ref in below:
                found.setdefault(team_ref, set()).add(above)
        return {team_ref: frozenset(teams) for team_ref, teams in found.items()}

    @cached_property
    def _by_owner(self) -> Mapping[str, tuple[EntityFact, ...]]:
        found: dict[str, list[EntityFact]] = {}
        for ref in sorted(self.entities):
            found.setdefault(self.entities[ref].owner_ref, []).append(self.entities[ref])
        return {owner: tuple(entities) for owner, entities in found.items()}

    @cached_property
    def _by_name(self) -> Mapping[str, EntityFact]:
        """Entities by what they are called, where only one is."""
        found: dict[str, list[EntityFact]] = {}
        for entity in self.entities.values():
            for name in {_plain(entity.name), _plain(entity.ref.rpartition("/")[2])}:
                found.setdefault(name, []).append(entity)
        return {name: entities[0] for name, entities in found.items() if name and len(entities) == 1}


def list_names(names: Iterable[str]) -> str:
    """Names in a sentence: `a, b and c`."""
    *most, last = list(names) or [""]
    return f"{', '.join(most)} and {last}" if most else last


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("-", " ").replace("_", " ").split())
