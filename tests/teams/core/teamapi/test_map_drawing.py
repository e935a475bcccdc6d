"""The picture of the map: nobody stands on anybody, everybody in their lane, every curve between its two teams."""

from __future__ import annotations

import re
from datetime import date
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from teams.core.teamapi.document import Mode, Status, TeamType
from teams.core.teamapi.map_drawing import BOX_HEIGHT, LANES, Box, Drawing, draw, lane_of
from teams.core.teamapi.map_routes import bezier
from teams.core.teamapi.team_map import TeamLink, TeamNode


def node(name: str, type_: TeamType | None = None) -> TeamNode:
    return TeamNode(f"group:default/{name}", name, type_, True)


def link(first: str, second: str, mode: Mode = Mode.X_AS_A_SERVICE, *, is_directed: bool = True) -> TeamLink:
    refs = f"group:default/{first}", f"group:default/{second}"
    return TeamLink(*refs, mode, "", Status.CURRENT, None, date(2026, 1, 1), is_directed, True, refs[:1])


TYPES = st.sampled_from([None, *TeamType])


@st.composite
def organisations(draw_: st.DrawFn) -> tuple[list[TeamNode], list[TeamLink]]:
    nodes = [node(f"t{number}", draw_(TYPES)) for number in range(draw_(st.integers(0, 30)))]
    names = st.sampled_from([each.name for each in nodes]) if nodes else st.just("")
    pairs = (
        draw_(st.lists(st.tuples(names, names).filter(lambda pair: pair[0] != pair[1]), max_size=30))
        if len(nodes) > 1
        else []
    )
    return nodes, [link(*pair) for pair in pairs]


@given(organisations(), st.sampled_from([(5, 1000), (2, 350)]))
def test_every_team_has_its_own_place_in_the_lane_of_its_type(
    organisation: tuple[list[TeamNode], list[TeamLink]], form: tuple[int, int]
) -> None:
    nodes, links = organisation
    drawing = draw(nodes, links, *form, gap=14)
    assert sorted(box.node.ref for box in drawing.boxes) == sorted(each.ref for each in nodes)
    assert len(drawing.curves) == len(links)
    assert not [pair for pair in combinations(drawing.boxes, 2) if overlap(*pair)]
    for box in drawing.boxes:
        assert 0 <= box.x <= box.x + box.width <= drawing.width
        assert box.y + BOX_HEIGHT <= drawing.height
    order = [lane_of(box.node) for box in sorted(drawing.boxes, key=lambda box: box.y)]
    assert order == sorted(order, key=LANES.index)


def overlap(one: Box, other: Box) -> bool:
    return abs(one.x - other.x) < one.width and abs(one.y - other.y) < BOX_HEIGHT


def ends(drawing: Drawing) -> tuple[float, float, float, float]:
    (curve,) = drawing.curves
    found = re.fullmatch(r"M(\S+) (\S+)C\S+ \S+ \S+ \S+ (\S+) (\S+)", curve.path)
    assert found is not None
    x1, y1, x2, y2 = map(float, found.groups())
    return x1, y1, x2, y2


def test_a_curve_goes_from_who_gives_to_who_takes_with_an_arrow() -> None:
    nodes = [node("shop", TeamType.STREAM_ALIGNED), node("base", TeamType.PLATFORM)]
    drawing = draw(nodes, [link("base", "shop")], 5, 1000, 24)
    shop, base = drawing.boxes
    assert ends(drawing) == (base.middle, base.y, shop.middle, shop.y + BOX_HEIGHT)
    assert drawing.curves[0].arrow.startswith(f"{shop.middle:.1f},{shop.y + BOX_HEIGHT:.1f} ")
    assert draw(nodes, [link("base", "shop", is_directed=False)], 5, 1000, 24).curves[0].arrow == ""


def test_teams_of_one_row_are_tied_below_it() -> None:
    drawing = draw([node("a"), node("b")], [link("a", "b")], 5, 1000, 24)
    low = drawing.boxes[0].y + BOX_HEIGHT
    assert ends(drawing)[1::2] == (low, low)
    assert drawing.curves[0].y > low


def test_a_mark_stands_beside_a_box_that_covers_the_middle() -> None:
    nodes = [node("shop", TeamType.STREAM_ALIGNED), node("risk", TeamType.ENABLING), node("base", TeamType.PLATFORM)]
    drawing = draw(nodes, [link("base", "shop")], 5, 1000, 24)
    (curve,), risk = drawing.curves, drawing.boxes[1]
    assert not risk.y <= curve.y <= risk.y + BOX_HEIGHT


def list_points(path: str) -> list[tuple[float, float]]:
    """Points close together on a path of swings and upright lines."""
    points: list[tuple[float, float]] = []
    x, y = 0.0, 0.0
    for command, text in re.findall(r"([MVC])([^MVC]+)", path):
        numbers = [float(each) for each in text.split()]
        if command == "V":
            points += [(x, y + (numbers[0] - y) * step / 10) for step in range(11)]
            y = numbers[0]
        elif command == "C":
            x1, y1, x2, y2, x3, y3 = numbers
            shares = [step / 20 for step in range(21)]
            points += [(bezier(x, x1, x2, x3, share), bezier(y, y1, y2, y3, share)) for share in shares]
            x, y = x3, y3
        else:
            x, y = numbers
    return points


@given(organisations(), st.sampled_from([(5, 1000, 24), (2, 350, 14)]))
def test_no_curve_runs_behind_a_team_or_out_of_the_picture(
    organisation: tuple[list[TeamNode], list[TeamLink]], form: tuple[int, int, int]
) -> None:
    drawing = draw(*organisation, *form)
    for curve in drawing.curves:
        for x, y in list_points(curve.path):
            assert 0 <= x <= drawing.width
            assert not [
                box.node.name
                for box in drawing.boxes
                if box.x < x < box.x + box.width and box.y + 0.2 < y < box.y + BOX_HEIGHT - 0.2
            ]


def test_curves_through_one_gap_lie_side_by_side() -> None:
    shops = [node(f"shop{number}", TeamType.STREAM_ALIGNED) for number in range(2)]
    between = [node(f"coach{number}", TeamType.ENABLING) for number in range(2)]
    bases = [node(f"base{number}", TeamType.PLATFORM) for number in range(2)]
    links = [link(base.name, shop.name) for base in bases for shop in shops]
    curves = draw([*shops, *between, *bases], links, 5, 1000, 24).curves
    passed = [float(each) for curve in curves for each in re.findall(r" (\S+) \S+V", curve.path)]
    assert len(passed) == len(set(passed)) == 4


def test_a_link_to_a_team_that_is_not_drawn_is_left_out() -> None:
    assert draw([node("a")], [link("a", "b")], 5, 1000, 24).curves == ()


def test_long_names_are_cut_to_two_lines() -> None:
    name = "The team of everything that nobody else in the whole organisation wanted to have"
    (box,) = draw([node(name)], [], 5, 1000, 24).boxes
    assert len(box.texts) == 2
    assert box.lines[1].endswith("…")
    assert len(draw([node("x" * 90)], [], 2, 350, 14).boxes[0].lines) == 2
