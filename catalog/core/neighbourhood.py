"""What is around one entity, two relations far: small enough to be drawn, and honest about what was left out. Pure.

Both directions of a relation are stored; here it stands once, in the direction in which it is usually declared:
`dependsOn`, not `dependencyOf`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

#: The other direction of each relation of the builtin kinds -> the one it is shown in.
FORWARD: Mapping[str, str] = {
    "ownerOf": "ownedBy",
    "hasPart": "partOf",
    "dependencyOf": "dependsOn",
    "apiProvidedBy": "providesApi",
    "apiConsumedBy": "consumesApi",
    "parentOf": "childOf",
    "hasMember": "memberOf",
}
BACKWARD: Mapping[str, str] = {forward: backward for backward, forward in FORWARD.items()}
#: Seen from these ends, a team, a system or a parent has a list of what belongs to it, most of which is beside the
#: point two relations from the centre.
LISTS = frozenset({"ownerOf", "hasPart", "parentOf", "hasMember"})
MOST_NODES = 120


class Row(NamedTuple):
    """One relation of `source_ref`, and how many of this type it has, of which not all need be given."""

    source_ref: str
    type: str
    target_ref: str
    number: int


class Link(NamedTuple):
    """One relation in the direction it is shown in."""

    source_ref: str
    type: str
    target_ref: str


class Rest(NamedTuple):
    """What is not drawn: `number` more relations of `ref`. `type` is as they are stored, so that a list finds them."""

    ref: str
    type: str
    number: int


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """`nodes` are refs with their distance from the centre, in the order found; `links` and `rests` are sorted."""

    nodes: Mapping[str, int]
    links: list[Link]
    rests: list[Rest]


def shown_type(type_: str) -> str:
    """The type under which a relation is shown."""
    return FORWARD.get(type_, type_)


def both_directions(type_: str) -> set[str]:
    """The types under which the relation is stored, seen from either end."""
    shown = shown_type(type_)
    return {shown, BACKWARD.get(shown, shown)}


def make_neighbourhood(
    centre: str, near: Iterable[Row], far: Iterable[Row], *, folded: Collection[str] = LISTS
) -> Neighbourhood:
    """The picture from the relations of the centre, and from those of the entities that these lead to.

    Of the latter, those of the types `folded` lead to nothing new: they are counted as left out. So are relations to
    others once `MOST_NODES` are there.
    """
    builder = _Builder({centre: 0})
    builder.add(near, 1)
    builder.add(far, 2, folded)
    return builder.build()


@dataclass(slots=True)
class _Builder:
    nodes: dict[str, int]
    links: set[Link] = field(default_factory=set)
    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    drawn: defaultdict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, rows: Iterable[Row], distance: int, folded: Collection[str] = ()) -> None:
        """Draw relations that begin `distance - 1` from the centre."""
        for row in sorted(set(rows)):
            self.counts[row.source_ref, row.type] = row.number
            if row.target_ref in self.nodes or (len(self.nodes) < MOST_NODES and row.type not in folded):
                self.nodes.setdefault(row.target_ref, distance)
                self._draw(row)

    def _draw(self, row: Row) -> None:
        """A relation that is drawn from one end is drawn for the other end, too."""
        is_backward = row.type in FORWARD
        opposite = FORWARD[row.type] if is_backward else BACKWARD.get(row.type, "")
        self.links.add(
            Link(row.target_ref, opposite, row.source_ref)
            if is_backward
            else Link(row.source_ref, row.type, row.target_ref)
        )
        self.drawn[row.source_ref, row.type].add(row.target_ref)
        self.drawn[row.target_ref, opposite].add(row.source_ref)

    def build(self) -> Neighbourhood:
        """What was drawn, and what was not."""
        rests = [Rest(ref, type_, count - len(self.drawn[ref, type_])) for (ref, type_), count in self.counts.items()]
        return Neighbourhood(self.nodes, sorted(self.links), sorted(rest for rest in rests if rest.number > 0))
