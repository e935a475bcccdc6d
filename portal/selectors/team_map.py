"""The map of all teams as one actor may see it: every interaction, and every team that declares none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from catalog.core.access import Actor
from portal.selectors.team_facts import get_visible_directory
from teams.core.teamapi.document import Mode, Status, TeamType
from teams.core.teamapi.map_drawing import Drawing, draw, lane_of
from teams.core.teamapi.team_map import TeamLink, TeamNode, draw_map
from teams.selectors.team_apis import list_documents

#: More teams than this are not drawn; the table has all of them.
MOST_DRAWN = 120
TYPE_WORDS = {
    TeamType.STREAM_ALIGNED: "stream-aligned",
    TeamType.ENABLING: "enabling",
    TeamType.COMPLICATED_SUBSYSTEM: "complicated subsystem",
    TeamType.PLATFORM: "platform",
    TeamType.UNDEFINED: "type not declared",
}
MODE_WORDS = {
    Mode.COLLABORATION: "collaboration",
    Mode.X_AS_A_SERVICE: "X-as-a-service",
    Mode.FACILITATING: "facilitating",
}
_VERBS = {
    Mode.COLLABORATION: "works with",
    Mode.X_AS_A_SERVICE: "provides to",
    Mode.FACILITATING: "helps",
}


@dataclass(frozen=True, slots=True)
class MapRow:
    """An interaction of two teams; a team that declares none stands alone."""

    first: TeamNode
    second: TeamNode | None = None
    link: TeamLink | None = None
    said_by: tuple[str, ...] = ()

    @property
    def nodes(self) -> tuple[TeamNode, ...]:
        """The teams, with their types."""
        return (self.first,) if self.second is None else (self.first, self.second)

    @property
    def verb(self) -> str:
        """What the first does with the second, in a word."""
        if self.link is None:
            return ""
        is_told = self.link.is_directed or self.link.mode is Mode.COLLABORATION
        return _VERBS[self.link.mode] if is_told else "and"

    @property
    def mode_words(self) -> str:
        """The mode in words; empty without an interaction."""
        return MODE_WORDS[self.link.mode] if self.link else ""

    @property
    def state(self) -> str:
        """`overdue`, `expected`, `current`, or `none` without an interaction."""
        if self.link is None:
            return "none"
        if self.link.is_overdue:
            return "overdue"
        return "expected" if self.link.status is Status.EXPECTED else "current"

    @property
    def is_one_sided(self) -> bool:
        """Whether only one of two teams that both keep a Team API says so."""
        return len(self.said_by) == 1 and all(node.has_document for node in self.nodes)


def type_words(node: TeamNode) -> str:
    """The type of a team as pages say it."""
    return TYPE_WORDS[lane_of(node)]


def list_map_rows(actor: Actor, today: date) -> list[MapRow]:
    """Every interaction that a visible Team API declares between visible teams, then the teams without. Six queries."""
    documents = {ref: document for ref, (_, document) in list_documents(actor).items()}
    directory = get_visible_directory(actor)
    team_map = draw_map({ref: documents[ref] for ref in documents if ref in directory.teams}, directory, today)
    nodes = {node.ref: node for node in team_map.nodes}
    rows = [
        MapRow(nodes[link.first_ref], nodes[link.second_ref], link, tuple(nodes[ref].name for ref in link.said_by))
        for link in team_map.links
    ]
    tied = {node.ref for row in rows for node in row.nodes}
    return rows + [MapRow(node) for node in team_map.nodes if node.ref not in tied]


@dataclass(frozen=True, slots=True)
class Pictures:
    """The picture for wide and for narrow screens; `left_out` teams are only in the table."""

    wide: Drawing
    narrow: Drawing
    left_out: int


def draw_rows(rows: Sequence[MapRow]) -> Pictures:
    """The teams of these rows and what is between them. Those with interactions are drawn before the others."""
    tied = {node.ref: node for row in rows if row.link for node in row.nodes}
    everybody = tied | {row.first.ref: row.first for row in rows}
    nodes = sorted(list(everybody.values())[:MOST_DRAWN], key=lambda node: (node.name.casefold(), node.ref))
    links = [row.link for row in rows if row.link]
    return Pictures(
        wide=draw(nodes, links, columns=5, width=1000, gap=24),
        narrow=draw(nodes, links, columns=2, width=350, gap=14),
        left_out=len(everybody) - len(nodes),
    )
