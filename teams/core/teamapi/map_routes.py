"""The way of a curve from one team to another on the map: through the gaps of the rows between them, behind no team.

Between two rows it swings, past a row it runs straight. Lengths are in units of the picture.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_BEND = 0.45  # how far a swing keeps its direction, as a share of its height
_BESIDE = 16  # how far from a row a curve passes outside of it
_LANES = 5  # side by side in one gap
_SHARES = (0.5, 0.35, 0.65)  # where on a swing a mark may stand


@dataclass(frozen=True, slots=True)
class Row:
    """A row of boxes: its upper and lower edge, and the left and right edge of each box from left to right."""

    top: float
    low: float
    boxes: tuple[tuple[float, float], ...]

    def find_gap(self, x: float, width: float, side: int) -> float:
        """Where to pass nearest to `x`; `side` tells curves in one gap apart, `width` is that of the picture."""
        (first, _), (_, last) = self.boxes[0], self.boxes[-1]
        between = [
            ((right + left) / 2, (left - right) / (_LANES + 2)) for (_, right), (left, _) in pairwise(self.boxes)
        ]
        step = first / (_LANES + 2)
        outside = [(max(first - _BESIDE, first / 2), step), (min(last + _BESIDE, (last + width) / 2), step)]
        middle, step = min((*between, *outside), key=lambda gap: abs(gap[0] - x))
        return middle + (side % _LANES - _LANES // 2) * min(step, _BESIDE / _LANES)


@dataclass(frozen=True, slots=True)
class Swing:
    """One bend from a point to another that begins and ends upright."""

    x1: float
    y1: float
    x2: float
    y2: float

    @property
    def path(self) -> str:
        """Its part of an SVG path."""
        bend = (self.y2 - self.y1) * _BEND
        near, far = self.y1 + bend, self.y2 - bend
        return f"C{self.x1:.1f} {near:.1f} {self.x2:.1f} {far:.1f} {self.x2:.1f} {self.y2:.1f}"

    def find_point(self, share: float) -> tuple[float, float]:
        """The point so far along it, from 0 to 1."""
        bend = (self.y2 - self.y1) * _BEND
        x = bezier(self.x1, self.x1, self.x2, self.x2, share)
        return x, bezier(self.y1, self.y1 + bend, self.y2 - bend, self.y2, share)


def find_swings(
    start: tuple[float, float], end: tuple[float, float], between: Sequence[Row], width: float, side: int
) -> list[Swing]:
    """The swings of a way past the rows `between`, which stand in the order in which they are met."""
    (x, y), (end_x, end_y) = start, end
    is_down = end_y > y
    found = []
    for left, row in zip(range(len(between), 0, -1), between, strict=True):
        gap = row.find_gap(x + (end_x - x) / (left + 1), width, side)
        found.append(Swing(x, y, gap, row.top if is_down else row.low))
        x, y = gap, row.low if is_down else row.top
    return [*found, Swing(x, y, end_x, end_y)]


def draw_path(swings: Sequence[Swing]) -> str:
    """The SVG path of a whole way."""
    first, *others = swings
    return "".join((f"M{first.x1:.1f} {first.y1:.1f}{first.path}", *(f"V{each.y1:.1f}{each.path}" for each in others)))


def list_marks(swings: Sequence[Swing]) -> Iterator[tuple[float, float]]:
    """Points for a mark, the best first: on the middle swing, then on those beside it."""
    middle = (len(swings) - 1) / 2
    for share in _SHARES:
        for _, swing in sorted(enumerate(swings), key=lambda each: abs(each[0] - middle)):
            yield swing.find_point(share)


def bezier(start: float, near: float, far: float, end: float, share: float) -> float:
    """One coordinate of a cubic curve so far along it."""
    rest = 1 - share
    return rest**3 * start + 3 * rest**2 * share * near + 3 * rest * share**2 * far + share**3 * end
