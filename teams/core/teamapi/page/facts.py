"""What is observed of a team: plain values, filled in by whoever reads the catalog and Git. Refs are canonical."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from catalog.core.handles import Directory


@dataclass(frozen=True, slots=True)
class ChannelFact:
    """A link or address of the Group; `kind` is what the Group calls it (`slack`, `email`, an icon's name)."""

    kind: str
    title: str
    url: str


class MemberFact(NamedTuple):
    """Somebody who is in the team now."""

    ref: str
    name: str
    is_lead: bool = False


@dataclass(frozen=True, slots=True)
class OwnedFact:
    """An entity the team is accountable for; `kind` in lower case. `on_call` says in words who is woken."""

    ref: str
    name: str
    kind: str
    type: str = ""
    lifecycle: str = ""
    description: str = ""
    repository_url: str = ""
    api_docs_url: str = ""
    docs_url: str = ""
    on_call: str = ""


class EdgeFact(NamedTuple):
    """That an entity of one team uses an entity of another."""

    user_ref: str
    used_ref: str


@dataclass(frozen=True, slots=True)
class NeighbourFact:
    """Another team that is tied to this one by edges of the catalog."""

    team_ref: str
    edges: tuple[EdgeFact, ...]


@dataclass(frozen=True, slots=True)
class CommonWorkFact:
    """Commits of the last `days` days on which this team and another worked together, and the entities they touched."""

    team_ref: str
    commits: int
    days: int
    entity_refs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OnCallFact:
    """Who is on call now by one schedule; nobody where `people` is empty. `unknown` says why nobody can tell."""

    schedule: str
    people: tuple[str, ...]
    until_at: datetime | None = None
    url: str = ""
    unknown: str = ""


@dataclass(frozen=True, slots=True)
class TeamFacts:
    """All that is observed. `focus` and `email` are those of the Group; `consumers` use what this team owns.

    `directory` names the teams of the catalog; `document_url` is where the document can be looked at.
    """

    ref: str
    name: str
    today: date
    directory: Directory
    focus: str = ""
    email: str = ""
    parent_ref: str = ""
    channels: tuple[ChannelFact, ...] = ()
    members: tuple[MemberFact, ...] = ()
    owned: tuple[OwnedFact, ...] = ()
    consumers: tuple[NeighbourFact, ...] = ()
    providers: tuple[NeighbourFact, ...] = ()
    common_work: tuple[CommonWorkFact, ...] = ()
    on_call: tuple[OnCallFact, ...] = ()
    document_url: str = ""
