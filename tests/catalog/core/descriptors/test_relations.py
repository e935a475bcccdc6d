"""Relations run both ways, with the kinds and namespaces that Backstage implies."""

from __future__ import annotations

from typing import Any

import pytest

from catalog.core.descriptors import Relation
from tests.catalog.core.descriptors.samples import entity, parse, stage_of

PAIRS: list[tuple[str, str, Any, str, str, str]] = [
    ("Component", "owner", "x", "group", "ownedBy", "ownerOf"),
    ("Component", "system", "x", "system", "partOf", "hasPart"),
    ("Component", "subcomponentOf", "x", "component", "partOf", "hasPart"),
    ("Component", "providesApis", ["x"], "api", "providesApi", "apiProvidedBy"),
    ("Component", "consumesApis", ["x"], "api", "consumesApi", "apiConsumedBy"),
    ("Component", "dependsOn", ["resource:x"], "resource", "dependsOn", "dependencyOf"),
    ("Component", "dependencyOf", ["resource:x"], "resource", "dependencyOf", "dependsOn"),
    ("Component", "dependencyOf", "resource:x", "resource", "dependencyOf", "dependsOn"),
    ("API", "owner", "x", "group", "ownedBy", "ownerOf"),
    ("API", "system", "x", "system", "partOf", "hasPart"),
    ("Resource", "owner", "x", "group", "ownedBy", "ownerOf"),
    ("Resource", "system", "x", "system", "partOf", "hasPart"),
    ("Resource", "dependsOn", ["component:x"], "component", "dependsOn", "dependencyOf"),
    ("Resource", "dependencyOf", ["component:x"], "component", "dependencyOf", "dependsOn"),
    ("System", "owner", "x", "group", "ownedBy", "ownerOf"),
    ("System", "domain", "x", "domain", "partOf", "hasPart"),
    ("Domain", "owner", "x", "group", "ownedBy", "ownerOf"),
    ("Domain", "subdomainOf", "x", "domain", "partOf", "hasPart"),
    ("Group", "parent", "x", "group", "childOf", "parentOf"),
    ("Group", "children", ["x"], "group", "parentOf", "childOf"),
    ("Group", "members", ["x"], "user", "hasMember", "memberOf"),
    ("User", "memberOf", ["x"], "group", "memberOf", "hasMember"),
    ("Template", "owner", "x", "group", "ownedBy", "ownerOf"),
]


@pytest.mark.parametrize("pair", PAIRS)
def test_each_field_gives_a_pair_in_the_namespace_of_its_entity(pair: tuple[str, str, Any, str, str, str]) -> None:
    kind, name, value, target_kind, forward, backward = pair
    document = parse(entity(kind, metadata={"namespace": "shop"}, **{name: value}))
    own, target = f"{kind.lower()}:shop/ledger", f"{target_kind}:shop/x"
    assert Relation(forward, own, target) in document.relations
    assert Relation(backward, target, own) in document.relations


def test_a_relation_declared_twice_is_there_once() -> None:
    document = parse(entity("User", memberOf=["a", "A", "group:default/a"]))
    assert len(document.relations) == 2


@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [
        ("API", "dependsOn", ["component:x"]),
        ("System", "system", "x"),
        ("Location", "owner", "x"),
        ("Template", "system", "x"),
    ],
)
def test_a_field_of_another_kind_gives_none(kind: str, name: str, value: Any) -> None:
    without = parse(entity(kind)).relations
    assert parse(entity(kind, **{name: value})).relations == without


@pytest.mark.parametrize("value", [None, "", 0, False, []])
def test_dependency_of_may_be_anything_empty(value: Any) -> None:
    assert stage_of(entity(dependencyOf=value)) is None


@pytest.mark.parametrize(
    "value", [1, True, {}, {"name": "x"}, {"kind": "a"}, [None], [1], [["component:x"]], ["x"], [""]]
)
def test_dependency_of_is_refused_where_no_ref_can_be_read_from_it(value: Any) -> None:
    assert stage_of(entity(dependencyOf=value)) == "relations"


def test_a_ref_may_be_written_as_its_parts_where_no_schema_forbids_it() -> None:
    document = parse(
        entity(dependencyOf=[{"kind": "API", "name": "Rates"}, {"kind": "api", "namespace": "n", "name": "x"}])
    )
    targets = {relation.target_ref for relation in document.relations if relation.type == "dependencyOf"}
    assert targets == {"api:default/rates", "api:n/x"}
