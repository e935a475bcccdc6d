"""What is around an entity: two queries, whatever its size, and nothing that the actor may not see."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.core.access import COMMAND, Actor
from catalog.core.neighbourhood import Link, Rest
from catalog.models import Descriptor, Edge, Origin
from catalog.models.bulk import insert_rows
from catalog.selectors.neighbourhood import FAR, NEAR, get_neighbourhood
from tests.catalog.factories import NOW, make_origin, make_source

pytestmark = pytest.mark.django_db
TEAM = "group:default/shop"


def make_descriptor(origin: Origin | None = None) -> Descriptor:
    return Descriptor.objects.create(
        origin=origin or make_origin(), path="a.yaml", doc_index=0, digest="d", commit="c", first_seen_at=NOW,
        state="in_force", ref=f"component:default/declarer-{Descriptor.objects.count()}",
    )  # fmt: skip


def tie(descriptor: Descriptor, source: str, forward: str, target: str, backward: str) -> None:
    """A relation as it is stored: from both ends."""
    insert_rows(
        [
            Edge(declared_by=descriptor, source_ref=source, type=forward, target_ref=target),
            Edge(declared_by=descriptor, source_ref=target, type=backward, target_ref=source),
        ]
    )


def own(descriptor: Descriptor, number: int) -> None:
    for index in range(number):
        tie(descriptor, f"component:default/c{index:04}", "ownedBy", TEAM, "ownerOf")


def test_a_team_with_three_thousand_components_is_two_queries_and_a_picture() -> None:
    own(make_descriptor(), 3000)
    with CaptureQueriesContext(connection) as captured:
        found = get_neighbourhood(COMMAND, TEAM)
    assert len(captured) == 2
    assert len(found.links) == NEAR
    assert found.rests == [Rest(TEAM, "ownerOf", 3000 - NEAR)]


def test_seen_from_one_of_them_the_others_are_a_number_unless_asked_for() -> None:
    own(make_descriptor(), 3000)
    found = get_neighbourhood(COMMAND, "component:default/c2000")
    assert found.links == [Link("component:default/c2000", "ownedBy", TEAM)]
    assert found.rests == [Rest(TEAM, "ownerOf", 2999)]
    asked = get_neighbourhood(COMMAND, "component:default/c2000", ["ownedBy"])
    assert len(asked.links) == FAR + 1
    assert asked.rests == [Rest(TEAM, "ownerOf", 2999 - FAR)]


def test_a_relation_that_two_documents_declare_counts_once() -> None:
    first = make_descriptor()
    second = make_descriptor(first.origin)
    for descriptor in (first, second):
        tie(descriptor, "component:default/a", "dependsOn", "component:default/b", "dependencyOf")
    found = get_neighbourhood(COMMAND, "component:default/a")
    assert (len(found.links), found.rests) == (1, [])


def test_only_the_relations_asked_for_are_followed_in_both_directions() -> None:
    descriptor = make_descriptor()
    tie(descriptor, "component:default/a", "dependsOn", "component:default/b", "dependencyOf")
    tie(descriptor, "component:default/b", "dependsOn", "component:default/c", "dependencyOf")
    tie(descriptor, "component:default/b", "ownedBy", TEAM, "ownerOf")
    for types in (["dependsOn"], ["dependencyOf"]):
        found = get_neighbourhood(COMMAND, "component:default/c", types)
        assert {link.type for link in found.links} == {"dependsOn"}
        assert list(found.nodes) == ["component:default/c", "component:default/b", "component:default/a"]
    assert get_neighbourhood(COMMAND, "component:default/c", ["feeds"]).links == []


def test_relations_read_in_a_restricted_source_are_for_its_readers() -> None:
    open_one, secret = make_descriptor(), make_source("/srv/secret", is_restricted=True)
    hidden = make_descriptor(make_origin("secret", secret))
    tie(open_one, "component:default/a", "dependsOn", "component:default/b", "dependencyOf")
    tie(hidden, "component:default/b", "dependsOn", "component:default/vault", "dependencyOf")
    outsider, insider = Actor("account:1"), Actor("account:2", restricted_source_ids=frozenset({secret.pk}))
    assert "component:default/vault" in get_neighbourhood(insider, "component:default/a").nodes
    assert "component:default/vault" not in get_neighbourhood(outsider, "component:default/a").nodes


def test_an_entity_without_relations_stands_alone() -> None:
    found = get_neighbourhood(COMMAND, "Component:Default/Alone")
    assert (list(found.nodes), found.links, found.rests) == (["component:default/alone"], [], [])
