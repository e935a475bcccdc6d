"""Which stage refuses what: the order of Backstage's checks, one fault at a time."""

from __future__ import annotations

from typing import Any

import pytest

from tests.catalog.core.descriptors.samples import COMPONENT, SPECS, entity, parse, parse_text, stage_of


def each(name: str, *values: Any) -> list[dict[str, Any]]:
    """One mapping for each value."""
    return [{name: value} for value in values]


@pytest.mark.parametrize("kind", SPECS)
def test_the_smallest_entity_of_each_kind_is_accepted(kind: str) -> None:
    document = parse(entity(kind))
    assert document.error is None
    assert str(document.ref) == f"{kind.lower()}:default/ledger"


@pytest.mark.parametrize("kind", [kind for kind in SPECS if kind != "Template"])
def test_both_versions_are_accepted_and_no_third(kind: str) -> None:
    assert stage_of(entity(kind) | {"apiVersion": "backstage.io/v1beta1"}) is None
    assert stage_of(entity(kind) | {"apiVersion": "backstage.io/v1"}) == "unknown-kind"


@pytest.mark.parametrize("data", ["text", ["a"], 42, True])
def test_a_document_that_is_no_mapping_is_refused_as_yaml(data: Any) -> None:
    assert stage_of(data) == "yaml"


@pytest.mark.parametrize("name", ["apiVersion", "kind", "metadata"])
@pytest.mark.parametrize("value", [..., None, "", 1, []])
def test_the_envelope_comes_first(name: str, value: Any) -> None:
    data = {key: item for key, item in (COMPONENT | {name: value, "foreign": 1}).items() if item is not ...}
    assert stage_of(data) == "envelope"


@pytest.mark.parametrize(
    "metadata",
    [
        *each("name", ..., None, "", 1, {"{ x }": None}),
        *each("namespace", None, "", 1),
        *each("annotations", [], "a", 1, True),
    ],
)
def test_name_namespace_and_the_shape_of_annotations_belong_to_the_envelope(metadata: dict[str, Any]) -> None:
    assert stage_of(entity(metadata=metadata)) == "envelope"


@pytest.mark.parametrize("annotations", [None, "", 0, False, {}])
def test_empty_annotations_are_taken_for_none(annotations: Any) -> None:
    document = parse(entity(metadata={"annotations": annotations}))
    assert document.entity is not None
    assert document.entity["metadata"]["annotations"] == {}


@pytest.mark.parametrize(
    "metadata",
    [
        *each("name", "a b", "-a", "x" * 64, "${{ values.name }}"),
        *each("namespace", "Foo", "a.b", "foo-"),
        *each("title", None, "", 1),
        *each("description", None, 1, ["a"]),
        *each("uid", None, "", 1),
        *each("etag", None, "", 1),
        *each("labels", None, [], "a", {"a b": "c"}, {"a": 1}, {"a": "b c"}, {"a": None}, {"": "a"}),
        *each("annotations", {"a": 1}, {"a b": "c"}, {"A.b/c": "d"}, {"a": None}, {"$yaml": "./x"}),
        *each("tags", None, "a", {}, [1], [""], ["Java"], ["a b"]),
        *each("links", None, "a", {}, ["a"], [{}], [{"url": 1}], [{"url": ""}], [{"url": "x"}]),
        *[
            {"links": [{"url": "https://x", **bad}]}
            for bad in (*each("title", None, "", " "), *each("icon", "", "\u00a0"))
        ],
        {"links": [{"url": "https://x", "type": ""}]},
    ],
)
def test_policies_refuse_a_bad_metadata_field(metadata: dict[str, Any]) -> None:
    assert stage_of(entity(metadata=metadata)) == "policy"


@pytest.mark.parametrize(
    "metadata",
    [
        {"description": ""},
        {"labels": {"a": "", "b.c/D": "e_f"}},
        {"annotations": {"a": "any text\n at all", "backstage.io/managed-by-location": 1}},
        {"tags": []},
        {"links": [{"url": "mailto:a@b", "type": " ", "unknown": 1}]},
        {"anything": {"else": [1]}},
        {"namespace": "two--dashes"},
    ],
)
def test_policies_leave_the_rest_of_metadata_alone(metadata: dict[str, Any]) -> None:
    assert stage_of(entity(metadata=metadata)) is None


@pytest.mark.parametrize("name", ["relations", "status", "Spec", "x"])
@pytest.mark.parametrize("value", [[], {}, None])
def test_policies_refuse_fields_at_the_root(name: str, value: Any) -> None:
    assert stage_of(COMPONENT | {name: value}) == "policy"


@pytest.mark.parametrize("spec", [None, "a", [], 1])
def test_policies_refuse_a_spec_that_is_no_mapping(spec: Any) -> None:
    assert stage_of(COMPONENT | {"spec": spec}) == "policy"


@pytest.mark.parametrize("kind", ["component", "COMPONENT", "Api", "Plugin", "Locations"])
def test_kinds_are_compared_with_case(kind: str) -> None:
    assert stage_of(COMPONENT | {"kind": kind}) == "unknown-kind"


def test_an_unknown_kind_is_not_judged_by_any_schema() -> None:
    assert stage_of({key: COMPONENT[key] for key in ("apiVersion", "metadata")} | {"kind": "Plugin"}) == "unknown-kind"


@pytest.mark.parametrize(
    ("kind", "name"),
    [(kind, name) for kind, spec in SPECS.items() for name in spec] + [("Component", "spec"), ("Location", "spec")],
)
def test_what_a_kind_requires_may_not_be_missing(kind: str, name: str) -> None:
    data = entity(kind)
    if name == "spec":
        del data["spec"]
    else:
        del data["spec"][name]
    assert stage_of(data) == "kind-schema"


BAD_FIELDS: list[tuple[str, str, list[Any]]] = [
    *[("Component", name, [None, "", 1, []]) for name in ("type", "lifecycle", "system", "subcomponentOf")],
    *[("Component", name, [None, "a", [1], [""]]) for name in ("dependsOn", "providesApis", "consumesApis")],
    ("API", "definition", ["", 1, {}, {"$openapi": "./x"}]),
    *[("Group", name, [None, "a", [""]]) for name in ("children", "members")],
    *[(kind, "profile", [None, "a", [], {"email": ""}, {"displayName": 1}]) for kind in ("Group", "User")],
    ("User", "memberOf", [None, "a", [1]]),
    ("Location", "presence", [None, "", "always"]),
    ("Location", "targets", [None, "a", [""]]),
    ("Domain", "subdomainOf", ["", 1]),
    ("System", "domain", ["", []]),
    ("Resource", "dependsOn", ["a", [None]]),
]


@pytest.mark.parametrize(
    ("kind", "spec"), [(kind, {name: value}) for kind, name, values in BAD_FIELDS for value in values]
)
def test_a_field_of_the_wrong_sort_is_refused_by_its_kind(kind: str, spec: dict[str, Any]) -> None:
    assert stage_of(entity(kind, **spec)) == "kind-schema"


@pytest.mark.parametrize(
    ("name", "bad", "good"),
    [
        ("parameters", "a", [{"title": "x"}]),
        ("parameters", ["a"], {"properties": {}}),
        ("parameters", {"backstage:permissions": {"tags": [1]}}, {"backstage:permissions": {"tags": ["a"]}}),
        ("steps", {}, []),
        ("steps", [{}], [{"action": "", "if": False}]),
        ("steps", [{"action": 1}], [{"action": "a", "input": {"any": [1]}}]),
        ("steps", [{"action": "a", "if": 1}], [{"action": "a", "if": "${{ x }}"}]),
        ("output", {"links": [{"url": ""}]}, {"links": [{"entityRef": "x", "if": True}]}),
        ("output", {"remoteUrl": 1}, {"remoteUrl": ""}),
        ("output", {"text": [{"title": ""}]}, {"text": [{"content": ""}]}),
        ("presentation", {"buttonLabels": {"backButtonText": 1}}, {"buttonLabels": {"backButtonText": ""}}),
        ("secrets", {"schema": []}, {"schema": {}}),
        ("formDecorators", [{"input": []}], [{"id": "a", "input": {}}]),
        ("EXPERIMENTAL_recovery", {"EXPERIMENTAL_strategy": 1}, {}),
        ("owner", 1, "tally"),
        ("lifecycle", "", "production"),
    ],
)
def test_a_template_is_judged_field_by_field(name: str, bad: Any, good: Any) -> None:
    assert stage_of(entity("Template", **{name: bad})) == "kind-schema"
    assert stage_of(entity("Template", **{name: good})) is None


@pytest.mark.parametrize("ref", ["group:", ":a", "a/", "/a", "group:/a"])
def test_a_ref_with_an_empty_part_is_refused_by_the_relations(ref: str) -> None:
    assert stage_of(entity(system=ref)) == "relations"
    assert stage_of(entity("Group", members=[ref])) == "relations"


def test_what_depends_must_name_a_kind() -> None:
    assert stage_of(entity(dependsOn=["a"])) == "relations"
    assert stage_of(entity(dependsOn=["component:a"])) is None


def test_any_other_text_is_a_ref() -> None:
    assert stage_of(entity(owner="@org/the team", system=" ", providesApis=["ä"])) is None


def test_the_first_fault_decides_the_stage_and_all_of_the_stage_are_named() -> None:
    document = parse(entity(metadata={"title": 1, "tags": "a"}, owner=...))
    assert document.error is not None
    assert document.error.stage == "policy"
    assert "metadata.title" in document.error.message
    assert "metadata.tags" in document.error.message


def test_an_error_knows_its_line() -> None:
    text = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: a\n  tags:\n    - ok\n    - Not OK\n"
    document = parse_text(text)
    assert document.error is not None
    assert document.error.line == 7


def test_an_error_about_something_missing_points_at_what_it_is_missing_from() -> None:
    document = parse_text(
        "# top\n\nkind: Component\nmetadata: {name: a}\napiVersion: backstage.io/v1alpha1\nspec:\n  type: x\n"
    )
    assert document.error is not None
    assert document.error.line == 6
    document = parse_text("# top\n\nkind: Component\nmetadata: {name: a}\n")
    assert document.error is not None
    assert document.error.line == 3
