from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from catalog.core.descriptors.kinds import CUSTOM_REFS, KINDS
from catalog.core.neighbourhood import (
    FORWARD,
    MOST_NODES,
    Link,
    Rest,
    Row,
    both_directions,
    make_neighbourhood,
    shown_type,
)


def test_every_relation_of_the_builtin_kinds_is_known_from_both_ends() -> None:
    fields = (*CUSTOM_REFS, *(ref for kind in KINDS.values() for ref in kind.refs))
    for each in fields:
        assert shown_type(each.forward) == shown_type(each.backward)
        assert both_directions(each.forward) == {each.forward, each.backward}


def test_relations_of_the_organisations_own_keep_their_direction() -> None:
    assert shown_type("feeds") == "feeds"
    assert both_directions("feeds") == {"feeds"}


def test_a_relation_stored_from_both_ends_stands_once_in_its_declared_direction() -> None:
    found = make_neighbourhood(
        "cart",
        [Row("cart", "dependencyOf", "web", 1)],
        [Row("web", "dependsOn", "cart", 2), Row("web", "dependsOn", "db", 2)],
    )
    assert found.links == [Link("web", "dependsOn", "cart"), Link("web", "dependsOn", "db")]
    assert found.nodes == {"cart": 0, "web": 1, "db": 2}
    assert found.rests == []


def test_what_a_hub_has_more_is_counted_and_what_is_drawn_is_not() -> None:
    """The team owns 3,000 things; two are fetched, and the cart, which is not among them, is drawn from its own end."""
    near = [Row("cart", "ownedBy", "team", 1)]
    far = [Row("team", "ownerOf", "a", 3000), Row("team", "ownerOf", "b", 3000)]
    assert make_neighbourhood("cart", near, far, folded=()).rests == [Rest("team", "ownerOf", 2997)]
    folded = make_neighbourhood("cart", near, far)
    assert folded.rests == [Rest("team", "ownerOf", 2999)]
    assert folded.nodes == {"cart": 0, "team": 1}, "its list is beside the point"


def test_what_is_in_the_picture_is_joined_also_where_its_list_is_folded() -> None:
    near = [Row("cart", "ownedBy", "team", 1), Row("cart", "dependsOn", "db", 1)]
    found = make_neighbourhood("cart", near, [Row("team", "ownerOf", "db", 2), Row("team", "ownerOf", "x", 2)])
    assert Link("db", "ownedBy", "team") in found.links
    assert found.rests == []


def test_a_centre_with_too_many_relations_is_cut_as_well() -> None:
    rows = [Row("team", "ownerOf", f"c{n:04}", 3000) for n in range(20)]
    found = make_neighbourhood("team", rows, [])
    assert len(found.links) == 20
    assert found.rests == [Rest("team", "ownerOf", 2980)]


def test_there_are_never_more_nodes_than_can_be_drawn() -> None:
    near = [Row("a", "dependsOn", f"n{n:03}", 50) for n in range(50)]
    far = [Row(f"n{n:03}", "dependsOn", f"f{n}-{m}", 4) for n in range(50) for m in range(4)]
    found = make_neighbourhood("a", near, far)
    assert len(found.nodes) == MOST_NODES
    assert sum(rest.number for rest in found.rests) == 200 - (MOST_NODES - 51)


REFS = st.sampled_from(["a", "b", "c", "d"])
ROWS = st.lists(st.builds(Row, REFS, st.sampled_from([*FORWARD, *FORWARD.values(), "feeds"]), REFS, st.integers(1, 9)))


@given(ROWS, ROWS)
def test_links_join_only_what_is_there_and_are_never_shown_backwards(near: list[Row], far: list[Row]) -> None:
    found = make_neighbourhood("a", near, far)
    assert found.nodes["a"] == 0
    for link in found.links:
        assert {link.source_ref, link.target_ref} <= found.nodes.keys() | {row.source_ref for row in (*near, *far)}
        assert link.type not in FORWARD
    assert all(rest.number > 0 for rest in found.rests)
