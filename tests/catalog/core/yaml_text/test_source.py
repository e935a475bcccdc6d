"""Cutting a file into documents: what one ruins, its neighbours do not feel."""

from __future__ import annotations

import pytest

from catalog.core.yaml_text import load_yaml
from catalog.core.yaml_text.limits import YamlLimits, YamlRefused
from catalog.core.yaml_text.source import Segment, check_characters, decode, split


@pytest.mark.parametrize(
    ("text", "documents"),
    [
        ("a: 1", [("a: 1", 1)]),
        ("", []),
        ("# only a comment\n\n", []),
        ("a: 1\n---\nb: 2", [("a: 1\n", 1), ("---\nb: 2", 2)]),
        ("# why\n---\na: 1", [("# why\n---\na: 1", 1)]),
        ("---\na: 1\n---\n", [("---\na: 1\n", 1), ("---\n", 3)]),
        ("a: 1\n...\nb: 2", [("a: 1\n", 1), ("\nb: 2", 2)]),
        ("a: 1\n...\n# end\n", [("a: 1\n", 1)]),
        ("a: 1\n...\n%YAML 1.2\n---\nb: 2", [("a: 1\n", 1), ("\n%YAML 1.2\n---\nb: 2", 2)]),
        ("...\na: 1", [("", 1), ("\na: 1", 1)]),
        ("a: |\n  x\n---\nb: 1", [("a: |\n  x\n", 1), ("---\nb: 1", 3)]),
        ("a: 1\r\n---\r\nb: 2\r\n", [("a: 1\r\n", 1), ("---\r\nb: 2\r\n", 2)]),
        ("--- a", [("--- a", 1)]),
    ],
)
def test_documents_start_at_markers_and_know_their_line(text: str, documents: list[tuple[str, int]]) -> None:
    assert [(segment.text, segment.line) for segment in split(text)] == documents


@pytest.mark.parametrize("text", ["a: 1\n ---\nb: 2", "---a\n", "a: ---\n", "....\n", "a:\n  - x\n  --- y\n"])
def test_what_only_looks_like_a_marker_does_not_cut(text: str) -> None:
    assert len(list(split(text))) == 1


def test_a_byte_order_mark_is_dropped() -> None:
    assert decode(b"\xef\xbb\xbfa: 1", YamlLimits()) == "a: 1"


def test_a_file_that_is_not_utf_8_is_refused_with_the_line() -> None:
    with pytest.raises(YamlRefused, match="0xe9") as refused:
        decode(b"a: 1\nb: \xe9\n", YamlLimits())
    assert refused.value.fault.line == 2


def test_a_file_over_the_limit_is_refused() -> None:
    with pytest.raises(YamlRefused, match="more than 4 bytes"):
        decode(b"a: 12", YamlLimits(file_bytes=4))
    assert decode(b"a: 1", YamlLimits(file_bytes=4)) == "a: 1"


@pytest.mark.parametrize("character", ["\0", "\x01", "\x08", "\x0b", "\x1b", "\x7f", "\x9f", "\ufffe", "\uffff"])
def test_control_characters_are_refused_with_the_line(character: str) -> None:
    with pytest.raises(YamlRefused, match=f"U\\+{ord(character):04X}") as refused:
        check_characters(Segment(f"a: 1\nb: x{character}y", 7))
    assert refused.value.fault.line == 8


@pytest.mark.parametrize("character", ["\t", "\n", "\r", "\x85", "\u2028", "é", "\U0001f680", "\ue000"])
def test_characters_that_texts_need_pass(character: str) -> None:
    check_characters(Segment(f"a: x{character}y", 1))


@pytest.mark.parametrize("text", ["", "---", "---\n", "--- # why\n", "---\n\t\n# a\r\n  ", "# only\n"])
def test_a_document_of_blanks_and_comments_is_empty(text: str) -> None:
    assert Segment(text, 1).is_empty
    assert [document.data for document in load_yaml(text.encode()).documents] in ([], [None])


@pytest.mark.parametrize("text", ["a", "--- a", "---\n#\nnull", "---\n%X\n", "--- |\n"])
def test_a_document_that_holds_anything_is_not(text: str) -> None:
    assert not Segment(text, 1).is_empty
