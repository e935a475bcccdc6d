"""Warnings on what is accepted in silence, and silence on what is meant."""

from __future__ import annotations

from typing import Any

import pytest

from catalog.core.descriptors import DescriptorWarning, ParseOptions
from catalog.core.descriptors.misspellings import distance
from tests.catalog.core.descriptors.samples import entity, entity_with, parse, parse_text


def warnings_of(data: dict[str, Any], **options: Any) -> list[DescriptorWarning]:
    document = parse(data, options=ParseOptions(**options))
    assert document.entity is not None
    return list(document.warnings)


@pytest.mark.parametrize(
    ("kind", "name", "remedy"),
    [
        ("Component", "subComponentOf", "spec.subcomponentOf"),
        ("Component", "subcomponent-of", "spec.subcomponentOf"),
        ("Component", "consumesApi", "spec.consumesApis"),
        ("Component", "consumeApis", "spec.consumesApis"),
        ("Component", "providesAPIs", "spec.providesApis"),
        ("Component", "systems", "spec.system"),
        ("Component", "dependOn", "spec.dependsOn"),
        ("Component", "dependecyOf", "spec.dependencyOf"),
        ("Component", "partOf", "spec.system"),
        ("Component", "domain", "it on a System instead"),
        ("Component", "tags", "metadata.tags"),
        ("API", "dependsOn", "it on a Component or Resource instead"),
        ("System", "domains", "spec.domain"),
        ("Group", "member", "spec.members"),
        ("Group", "Parent", "spec.parent"),
        ("Location", "Target", "spec.target"),
        ("Template", "parameter", "spec.parameters"),
        ("API", "apiConsumedBy", "spec.consumesApis on a Component, at the other end"),
        ("Domain", "hasPart", "spec.domain on a System, or spec.subdomainOf on a Domain, at the other end"),
        ("Group", "childOf", "spec.parent"),
    ],
)
def test_a_field_that_looks_like_a_known_one_is_pointed_out(kind: str, name: str, remedy: str) -> None:
    [warning] = parse(entity_with(kind, name, "x")).warnings
    assert warning.code == "unknown-field"
    assert remedy in warning.remedy


@pytest.mark.parametrize(
    ("kind", "wrong", "right"),
    [("User", "membersOf", "memberOf"), ("User", "groups", "memberOf"), ("API", "Owner", "owner")],
)
def test_what_is_missing_may_be_there_under_a_wrong_name(kind: str, wrong: str, right: str) -> None:
    data = entity_with(kind, wrong, "x")
    del data["spec"][right]
    document = parse(data)
    assert document.error is not None
    assert [warning.remedy for warning in document.warnings] == [f"write spec.{right}"]


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        *[("Component", name) for name in ("dependencyOf", "deployment", "team-size", "x", "tier", "language", "owns")],
        *[("System", name) for name in ("type", "components", "docs")],
        ("Group", "description-of-work"),
        ("User", "email"),
        ("Location", "paths"),
        ("API", "visibility"),
    ],
)
def test_an_organisations_own_field_is_left_alone(kind: str, name: str) -> None:
    assert [w for w in parse(entity_with(kind, name, "x")).warnings if w.code == "unknown-field"] == []


def test_an_extension_beside_the_field_it_looks_like_is_left_alone() -> None:
    assert warnings_of(entity(system="books", systems=["books", "more"])) == []
    assert [w.code for w in warnings_of(entity(systems=["books"]))] == ["unknown-field"]


@pytest.mark.parametrize(
    ("owner", "code"),
    [
        ("user:default/ana", "owner-is-user"),
        ("User:ana", "owner-is-user"),
        ("ana@example.com", "owner-is-email"),
        ("user:ana.b@example.co.uk", "owner-is-email"),
        ("group:default/team@example.com", "owner-is-email"),
        ("component:ledger", "owner-is-not-a-team"),
        ("system:default/books", "owner-is-not-a-team"),
    ],
)
def test_an_owner_that_is_no_team_is_pointed_out(owner: str, code: str) -> None:
    assert [w.code for w in warnings_of(entity(owner=owner))] == [code]


@pytest.mark.parametrize(
    "owner", ["tally", "group:tally", "Group:default/tally", "books/tally", "@acme/tally", "The Team"]
)
def test_an_owner_that_is_a_team_is_left_alone(owner: str) -> None:
    assert warnings_of(entity(owner=owner)) == []


@pytest.mark.parametrize("name", ["owner", "system", "subcomponentOf"])
def test_an_unrendered_expression_in_a_sound_descriptor_is_pointed_out(name: str) -> None:
    assert [w.code for w in warnings_of(entity_with("Component", name, "${{ values.x }}"))] == ["unrendered-expression"]


def test_lifecycle_and_type_are_judged_by_the_configured_lists_only() -> None:
    data = entity(lifecycle="prod", type="srvice")
    assert warnings_of(data) == []
    found = warnings_of(
        data, lifecycles=frozenset({"production"}), types={"Component": frozenset({"service", "library"})}
    )
    assert [(w.code, w.remedy) for w in found] == [
        ("unknown-lifecycle", "use one of: production"),
        ("unknown-type", "use one of: library, service"),
    ]
    assert warnings_of(data, types={"API": frozenset({"grpc"})}) == []


def test_a_warning_knows_its_line() -> None:
    text = (
        "apiVersion: backstage.io/v1alpha1\nkind: System\nmetadata: {name: a}\nspec:\n  owner: user:ana\n  domains: b\n"
    )
    document = parse_text(text)
    assert {w.code: w.line for w in document.warnings} == {"owner-is-user": 5, "unknown-field": 6}


def test_an_entity_without_a_good_owner_is_advised_as_well() -> None:
    assert [w.code for w in warnings_of(entity(owner="", systems="x"))] == ["unknown-field"]


def test_a_refused_document_gets_no_advice() -> None:
    assert parse(entity(metadata={"tags": "x"}, systems="x")).warnings == ()


@pytest.mark.parametrize(
    ("left", "right", "slips"),
    [("a", "a", 0), ("ab", "b", 1), ("abc", "adc", 1), ("abcd", "badc", 3), ("a", "abcd", 3)],
)
def test_slips_between_words_are_counted_up_to_a_bound(left: str, right: str, slips: int) -> None:
    assert distance(left, right, 5) == slips
    assert distance(left, right, 0) == min(slips, 1)
