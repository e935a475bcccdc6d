"""What only shows when documents are seen together."""

from __future__ import annotations

import json

from catalog.core.descriptors import ParsedFile, find_dangling, find_repeated, parse_file
from tests.catalog.core.descriptors.samples import entity


def read(path: str, *entities: object) -> ParsedFile:
    return parse_file(path, "\n---\n".join(map(json.dumps, entities)).encode())


def test_a_ref_declared_twice_in_a_file_is_pointed_out_on_the_second() -> None:
    file = read("a.yaml", entity(), entity("System"), entity(metadata={"name": "Ledger", "namespace": "default"}))
    assert [[w.code for w in document.warnings] for document in file.documents] == [[], [], ["repeated-ref"]]
    assert "line 1" in file.documents[2].warnings[0].message


def test_a_broken_document_repeats_nothing() -> None:
    file = read("a.yaml", entity(), entity(lifecycle=...), entity("System"))
    assert all(document.warnings == () for document in file.documents)


def test_a_ref_declared_in_two_files_is_pointed_out_in_the_later() -> None:
    files = [read("a.yaml", entity()), read("b.yaml", entity("System"), entity()), read("c.yaml", entity("API"))]
    [found] = find_repeated(files)
    assert (found.path, found.document_index, found.warning.code) == ("b.yaml", 1, "repeated-ref")
    assert "a.yaml" in found.warning.message


def test_a_ref_repeated_within_one_file_is_not_reported_a_second_time() -> None:
    assert list(find_repeated([read("a.yaml", entity(), entity())])) == []


def test_refs_that_nothing_declares_dangle() -> None:
    files = [read("a.yaml", entity(system="books", dependsOn=["resource:db"])), read("b.yaml", entity("System"))]
    found = list(find_dangling(files, {"group:default/tally"}))
    assert [(each.path, each.warning.code) for each in found] == [("a.yaml", "dangling-ref")] * 2
    assert "system:default/books" in " ".join(each.warning.message for each in found)


def test_refs_that_anything_declares_do_not_dangle() -> None:
    files = [
        read("a.yaml", entity(system="books", owner="Tally")),
        read("b.yaml", entity("System", metadata={"name": "Books"}), entity("Group", metadata={"name": "tally"})),
    ]
    assert list(find_dangling(files)) == []
