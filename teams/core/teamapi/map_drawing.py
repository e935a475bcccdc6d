"""Where everything stands in the picture of the map: teams in lanes by type, interactions as curves between them.

Lengths are in units of the picture. The types stand in the order in which the book Team Topologies (2019) draws them:
what flows on top, what helps in the middle, what carries it at the bottom.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from teams.core.teamapi.document import TeamType
from teams.core.teamapi.map_routes import Row, bezier, draw_path, find_swings, list_marks
from teams.core.teamapi.team_map import TeamLink, TeamNode

#: Lanes from top to bottom; teams that declare no type stand in the last.
LANES = (
    TeamType.STREAM_ALIGNED,
    TeamType.ENABLING,
    TeamType.COMPLICATED_SUBSYSTEM,
    TeamType.PLATFORM,
    TeamType.UNDEFINED,
)
BOX_HEIGHT = 46
_HEAD = 30  # the name of a lane
_BETWEEN_ROWS = 40
_BETWEEN_LANES = 22
_MARGIN = 8
_SWEEPS = 4
_LETTER = 7.4  # the mean width of one
_INSET = 24
_MOST_LINES = 2
_CORNER = 12
_LINE = 15
_BASELINE = 4.5
_MARK = 10  # half the size of a mark on a curve
_ROUND = 0.75  # how deep a curve between teams of one row hangs, as a share of the room below
_ARROW = (5, 9)  # half its width, its length


@dataclass(frozen=True, slots=True)
class Box:
    """A team: its upper left corner, its width, and its name in one or two lines."""

    node: TeamNode
    number: int
    x: float
    y: float
    width: float
    lines: tuple[str, ...]

    @property
    def middle(self) -> float:
        """Half way across."""
        return self.x + self.width / 2

    @property
    def octagon(self) -> str:
        """Its outline with the corners cut off, as the points of a polygon."""
        left, right, top, low, cut = self.x, self.x + self.width, self.y, self.y + BOX_HEIGHT, _CORNER
        points = (
            *((left + cut, top), (right - cut, top), (right, top + cut), (right, low - cut)),
            *((right - cut, low), (left + cut, low), (left, low - cut), (left, top + cut)),
        )
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)

    @property
    def texts(self) -> tuple[tuple[float, str], ...]:
        """The lines of its name, each with where its letters stand."""
        top = self.y + BOX_HEIGHT / 2 + _BASELINE - (len(self.lines) - 1) * _LINE / 2
        return tuple((round(top + index * _LINE, 1), line) for index, line in enumerate(self.lines))


@dataclass(frozen=True, slots=True)
class Curve:
    """An interaction: an SVG path from who gives to who takes, behind no box, and the numbers of both boxes.

    `arrow` are the points of a triangle at its end, empty where nobody says who gives; `x` and `y` a point on the curve
    for a mark, half way where no box covers that.
    """

    link: TeamLink
    path: str
    arrow: str
    x: float
    y: float
    first: int
    second: int


@dataclass(frozen=True, slots=True)
class Lane:
    """The teams of one type; `y` is where the line with its name stands."""

    type: TeamType
    y: float
    count: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole picture."""

    width: float
    height: float
    lanes: tuple[Lane, ...]
    boxes: tuple[Box, ...]
    curves: tuple[Curve, ...]


def draw(nodes: Sequence[TeamNode], links: Sequence[TeamLink], columns: int, width: float, gap: float) -> Drawing:
    """Place teams so that those who work together stand near each other. Links to teams not among `nodes` are left out.

    The same input gives the same picture.
    """
    known = {node.ref for node in nodes}
    drawn = [link for link in links if link.first_ref in known and link.second_ref in known]
    rows = _order_rows(nodes, drawn, columns)
    lanes: list[Lane] = []
    boxes: list[Box] = []
    y = float(_MARGIN)
    box_width = (width - 2 * _MARGIN - gap * (columns - 1)) / columns
    for type_, lane_rows in rows.items():
        lanes.append(Lane(type_, y + _HEAD / 2, sum(map(len, lane_rows))))
        y += _HEAD
        for row in lane_rows:
            start = (width - len(row) * box_width - (len(row) - 1) * gap) / 2
            for index, node in enumerate(row):
                x = start + index * (box_width + gap)
                boxes.append(Box(node, len(boxes), x, y, box_width, _wrap(node.name, box_width)))
            y += BOX_HEIGHT + _BETWEEN_ROWS
        y += _BETWEEN_LANES - _BETWEEN_ROWS + _MARGIN
    return Drawing(width, y, tuple(lanes), tuple(boxes), tuple(_draw_curves(boxes, drawn, width)))


def lane_of(node: TeamNode) -> TeamType:
    """The type in whose lane a team stands."""
    return node.type or TeamType.UNDEFINED


def _order_rows(
    nodes: Sequence[TeamNode], links: Iterable[TeamLink], columns: int
) -> dict[TeamType, list[list[TeamNode]]]:
    """Each lane's teams in rows; a team moves to where, on the mean, those are with whom it works."""
    neighbours: dict[str, list[str]] = {node.ref: [] for node in nodes}
    for link in links:
        neighbours[link.first_ref].append(link.second_ref)
        neighbours[link.second_ref].append(link.first_ref)
    lanes = {type_: [node for node in nodes if lane_of(node) is type_] for type_ in LANES}
    for _ in range(_SWEEPS):
        for type_, lane in lanes.items():
            places = _find_places(lanes, columns)
            lanes[type_] = sorted(lane, key=lambda node: _pull(node.ref, neighbours, places))
    cut = {type_: _cut(lane, columns) for type_, lane in lanes.items() if lane}
    places = _find_places(lanes, columns)
    return {
        type_: [sorted(row, key=lambda node: _pull(node.ref, neighbours, places)) for row in rows]
        for type_, rows in cut.items()
    }


def _find_places(lanes: Mapping[TeamType, Sequence[TeamNode]], columns: int) -> dict[str, float]:
    """How far from the left each team stands, from 0 to 1."""
    return {
        node.ref: (index + 0.5) / len(row)
        for lane in lanes.values()
        for row in _cut(lane, columns)
        for index, node in enumerate(row)
    }


def _cut(lane: Sequence[TeamNode], columns: int) -> list[list[TeamNode]]:
    """Rows of nearly equal length, none longer than `columns`; neighbours in the lane stand below each other."""
    count = -(-len(lane) // columns)
    return [list(lane[start::count]) for start in range(count)]


def _pull(ref: str, neighbours: Mapping[str, Sequence[str]], places: Mapping[str, float]) -> float:
    near = neighbours[ref]
    return fmean(places[other] for other in near) if near else places[ref]


def _wrap(name: str, width: float) -> tuple[str, ...]:
    letters = int((width - _INSET) / _LETTER)
    return tuple(textwrap.wrap(name, letters, max_lines=_MOST_LINES, placeholder="…")) or (name[:letters],)


def _draw_curves(boxes: Sequence[Box], links: Sequence[TeamLink], width: float) -> list[Curve]:
    by_ref = {box.node.ref: box for box in boxes}
    ends: dict[tuple[int, bool], list[tuple[float, int]]] = {}
    for number, link in enumerate(links):
        one, other = by_ref[link.first_ref], by_ref[link.second_ref]
        for box, far in ((one, other), (other, one)):
            ends.setdefault((box.number, _is_below(box, far)), []).append((far.middle, number))
    ports = {
        (number, box_number): (index + 1) / (len(found) + 1)
        for (box_number, _), found in ends.items()
        for index, (_, number) in enumerate(sorted(found))
    }
    curves = []
    rows = _list_rows(boxes)
    for number, link in enumerate(links):
        first, second = by_ref[link.first_ref], by_ref[link.second_ref]
        starts = first.x + first.width * ports[number, first.number]
        ends_at = second.x + second.width * ports[number, second.number]
        path, marks = _find_way((first, starts), (second, ends_at), rows, width, number)
        x, y = next((point for point in marks if not _is_covered(*point, boxes)), marks[0])
        x = min(max(x, _MARK), width - _MARK)
        arrow = _draw_arrow(ends_at, first, second) if link.is_directed else ""
        curves.append(Curve(link, path, arrow, round(x, 1), round(y, 1), first.number, second.number))
    return curves


def _list_rows(boxes: Sequence[Box]) -> list[Row]:
    """The rows from top to bottom."""
    edges: dict[float, list[tuple[float, float]]] = {}
    for box in boxes:
        edges.setdefault(box.y, []).append((box.x, box.x + box.width))
    return [Row(y, y + BOX_HEIGHT, tuple(sorted(edges[y]))) for y in sorted(edges)]


def _is_below(box: Box, far: Box) -> bool:
    """Whether a curve to another box leaves this one at its lower edge."""
    return far.y >= box.y


def _find_way(
    start: tuple[Box, float], end: tuple[Box, float], rows: Sequence[Row], width: float, number: int
) -> tuple[str, list[tuple[float, float]]]:
    """The path of a curve, and where on it a mark may stand. Curves leave a box side by side, in the order of where
    they go to.
    """
    (first, x1), (second, x2) = start, end
    y1, y2 = _edge(first, second), _edge(second, first)
    if first.y == second.y:
        low = y1 + _BETWEEN_ROWS * _ROUND
        path = f"M{x1:.1f} {y1:.1f}C{x1:.1f} {low:.1f} {x2:.1f} {low:.1f} {x2:.1f} {y2:.1f}"
        return path, [(bezier(x1, x1, x2, x2, 0.5), bezier(y1, low, low, y2, 0.5))]
    above, below = sorted((first.y, second.y))
    between = [row for row in rows if above < row.top < below]
    swings = find_swings((x1, y1), (x2, y2), between if first.y < second.y else between[::-1], width, number)
    return draw_path(swings), list(list_marks(swings))


def _draw_arrow(x: float, first: Box, second: Box) -> str:
    """The points of the triangle where a curve from `first` ends at `second`."""
    y, (half, length) = _edge(second, first), _ARROW
    back = y + (length if _is_below(second, first) else -length)
    return f"{x:.1f},{y:.1f} {x - half:.1f},{back:.1f} {x + half:.1f},{back:.1f}"


def _is_covered(x: float, y: float, boxes: Sequence[Box]) -> bool:
    return any(
        box.x - _MARK < x < box.x + box.width + _MARK and box.y - _MARK < y < box.y + BOX_HEIGHT + _MARK
        for box in boxes
    )


def _edge(box: Box, far: Box) -> float:
    return box.y + BOX_HEIGHT if _is_below(box, far) else box.y
