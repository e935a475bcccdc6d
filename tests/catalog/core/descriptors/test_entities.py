"""What an accepted document becomes: data, ref, digest, locations, and what is kept of one without a good owner."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from catalog.core.descriptors import LocationTarget, ParseOptions, Relation, parse_file
from tests.catalog.core.descriptors.samples import entity, parse, parse_text


def test_the_default_namespace_is_filled_in_and_the_rest_left_as_written() -> None:
    data = entity(metadata={"title": "The Ledger"}, custom={"a": [1, None]})
    document = parse(data)
    assert document.entity == data | {"metadata": {"namespace": "default", "name": "ledger", "title": "The Ledger"}}


def test_lists_of_refs_are_sorted_as_javascript_sorts() -> None:
    document = parse(entity("Group", children=["b", "A", "a", "\U0001f680", "\uff61"], members=["z", "y"]))
    assert document.entity is not None
    assert document.entity["spec"]["children"] == ["A", "a", "b", "\U0001f680", "\uff61"]
    assert document.entity["spec"]["members"] == ["y", "z"]


def test_a_list_shared_by_an_alias_is_sorted_where_it_is_a_list_of_refs_only() -> None:
    text = (
        "apiVersion: backstage.io/v1alpha1\nkind: User\nmetadata: {name: a, notes: &n [b, a]}\nspec: {memberOf: *n}\n"
    )
    document = parse_text(text)
    assert document.entity is not None
    assert document.entity["metadata"]["notes"] == ["b", "a"]
    assert document.entity["spec"]["memberOf"] == ["a", "b"]


def test_numbers_without_a_json_form_become_null() -> None:
    text = (
        "apiVersion: backstage.io/v1alpha1\nkind: System\nmetadata: {name: a}\nspec: {owner: b, x: [.inf, {y: .nan}]}\n"
    )
    document = parse_text(text)
    assert document.entity is not None
    assert document.entity["spec"]["x"] == [None, {"y": None}]
    assert orjson.loads(orjson.dumps(document.entity)) == document.entity


def test_empty_documents_are_left_out_and_keep_their_number() -> None:
    documents = parse_file("x.yaml", b"---\n---\nkind: X\n---\n# nothing\n").documents
    assert [document.index for document in documents] == [1]


def test_a_document_starts_where_its_first_key_stands() -> None:
    [first, second, third] = parse_file("x.yaml", b"# why\n\nkind: X\n---\n\n# why\nkind: [\n---\n - a\n").documents
    assert (first.line, second.line, third.line) == (3, 7, 9)


def test_a_file_that_cannot_be_read_is_one_document_that_says_so() -> None:
    file = parse_file("x.yaml", b"kind: X\nname: \xff\n")
    [document] = file.documents
    assert not file.is_whole
    assert document.error is not None
    assert (document.error.stage, document.error.line) == ("yaml", 2)
    assert parse_file("x.yaml", b"kind: X").is_whole


def test_the_digest_follows_the_text() -> None:
    text = b"kind: X\n---\nkind: Y\n"
    digests = [document.digest for document in parse_file("x.yaml", text).documents]
    assert digests == [document.digest for document in parse_file("other.yaml", text).documents]
    assert digests[0] != parse_file("x.yaml", text.replace(b"X", b"Z")).documents[0].digest
    assert digests[1] == parse_file("x.yaml", text.replace(b"X", b"Z")).documents[1].digest


def test_the_digest_follows_the_files_a_document_includes() -> None:
    data = entity("API", definition={"$text": "./x"})
    first, same, other = parse(data, lambda _: b"a"), parse(data, lambda _: b"a"), parse(data, lambda _: b"b")
    assert first.digest == same.digest
    assert first.digest != other.digest


def test_a_location_lists_its_targets_as_written() -> None:
    document = parse(entity("Location", target="./a", targets=["./b/*", "https://x/y"], presence="optional"))
    assert document.locations == tuple(
        LocationTarget(None, target, "optional") for target in ("./a", "./b/*", "https://x/y")
    )
    assert parse(entity("Location", type="file", target="a")).locations == (LocationTarget("file", "a", "required"),)
    assert parse(entity("Component", targets=["./a"])).locations == ()


@pytest.mark.parametrize("kind", ["Component", "API", "Resource", "System", "Domain"])
@pytest.mark.parametrize("owner", [..., None, "", 7, ["tally"], "group:", "/x"])
def test_a_document_whose_only_fault_is_its_owner_is_kept(kind: str, owner: Any) -> None:
    document = parse(entity(kind, owner=owner))
    assert document.error is not None
    assert document.is_ownerless
    assert document.entity is not None
    assert document.error.stage in {"kind-schema", "relations"}
    assert not any(relation.type in {"ownedBy", "ownerOf"} for relation in document.relations)


def test_an_ownerless_entity_keeps_its_other_relations() -> None:
    document = parse(entity(owner="", system="books"))
    assert document.relations == (
        Relation("partOf", "component:default/ledger", "system:default/books"),
        Relation("hasPart", "system:default/books", "component:default/ledger"),
    )


@pytest.mark.parametrize(
    "spec", [{"type": ""}, {"system": "a/"}, {"dependsOn": ["a"]}, {"lifecycle": ...}, {"providesApis": "a"}]
)
def test_a_second_fault_leaves_nothing_to_keep(spec: dict[str, Any]) -> None:
    document = parse(entity(owner="", **spec))
    assert document.error is not None
    assert document.error.stage == "kind-schema"
    assert not document.is_ownerless
    assert document.entity is None


@pytest.mark.parametrize("data", [entity("Template", owner=""), entity("Group", owner=""), entity("User", owner=1)])
def test_a_kind_that_needs_no_owner_cannot_be_ownerless(data: dict[str, Any]) -> None:
    assert not parse(data).is_ownerless


def test_an_unrendered_owner_makes_no_entity() -> None:
    document = parse_text(
        "apiVersion: backstage.io/v1alpha1\nkind: System\nmetadata: {name: a}\nspec:\n  owner: {{ owner }}\n"
    )
    assert document.document_class == "skeleton"
    assert document.entity is None


def test_custom_kinds_are_accepted_where_they_are_listed() -> None:
    data = {"apiVersion": "acme.example/v1", "kind": "Squad", "metadata": {"name": "a"}, "spec": {"owner": "tally"}}
    assert parse(data).error is not None
    document = parse(data, options=ParseOptions(custom_kinds=frozenset({"Squad"})))
    assert document.error is None
    assert document.relations[0] == Relation("ownedBy", "squad:default/a", "group:default/tally")
