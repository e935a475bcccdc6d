"""The map of all teams: nodes by type, links by mode of interaction, with ends expected and passed. Also as a table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from catalog.core.handles import Directory
from teams.core.teamapi.document import Mode, Role, Status, TeamType
from teams.core.teamapi.drift.facts import Documents, DriftFacts
from teams.core.teamapi.drift.interactions_end_in_time import is_past
from teams.core.teamapi.drift.pairs import Pair, Said, list_pairs


@dataclass(frozen=True, slots=True)
class TeamNode:
    """A team; `type` is None where it declares none, `has_document` whether it keeps a Team API."""

    ref: str
    name: str
    type: TeamType | None
    has_document: bool


@dataclass(frozen=True, slots=True)
class TeamLink:
    """An interaction of two teams in one mode, by what either says.

    For X-as-a-Service and facilitating, `first_ref` provides or facilitates where anybody says so (`is_directed`).
    `said_by` are the teams that declare it; `until_date` is the later of the expected ends.
    """

    first_ref: str
    second_ref: str
    mode: Mode
    purpose: str
    status: Status
    since_date: date | None
    until_date: date | None
    is_directed: bool
    is_overdue: bool
    said_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TeamMap:
    """Nodes in order of names, links in order of the teams they tie."""

    nodes: tuple[TeamNode, ...]
    links: tuple[TeamLink, ...]


def draw_map(documents: Documents, directory: Directory, today: date) -> TeamMap:
    """The map of the teams of the catalog. Interactions that have ended or whose mode nobody can read are left out."""
    facts = DriftFacts(today, directory)
    nodes = [_make_node(ref, name, documents) for ref, name in directory.teams.items()]
    links = [link for pair in list_pairs(documents, facts) for mode in Mode if (link := _make_link(pair, mode, today))]
    return TeamMap(tuple(sorted(nodes, key=lambda node: (node.name.casefold(), node.ref))), tuple(links))


def _make_node(ref: str, name: str, documents: Documents) -> TeamNode:
    document = documents.get(ref)
    return TeamNode(ref, name or ref, document.type if document else None, document is not None)


def _make_link(pair: Pair, mode: Mode, today: date) -> TeamLink | None:
    said = pair.in_mode(mode, Status.CURRENT, Status.EXPECTED)
    if not said:
        return None
    giving = {ref for each in said if (ref := _giver(each))}
    is_directed = len(giving) == 1 and mode is not Mode.COLLABORATION
    first = giving.pop() if is_directed else pair.first_ref
    interactions = [each.interaction for each in said]
    until = max(filter(None, (each.until_date for each in interactions)), default=None)
    is_going_on = any(each.status is Status.CURRENT for each in interactions)
    return TeamLink(
        first_ref=first,
        second_ref=pair.second_ref if first == pair.first_ref else pair.first_ref,
        mode=mode,
        purpose=next((each.purpose for each in interactions if each.purpose), ""),
        status=Status.CURRENT if is_going_on else Status.EXPECTED,
        since_date=min(filter(None, (each.since_date for each in interactions)), default=None),
        until_date=until,
        is_directed=is_directed,
        is_overdue=until is not None and is_past(until, today),
        said_by=tuple(dict.fromkeys(each.team_ref for each in said)),
    )


def _giver(said: Said) -> str:
    """The team that provides or facilitates, by what one of the two says."""
    match said.interaction.role:
        case Role.PROVIDER | Role.FACILITATOR:
            return said.team_ref
        case Role.CONSUMER | Role.FACILITATED:
            return said.other_ref
    return ""
