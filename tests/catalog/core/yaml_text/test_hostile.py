"""Files made to kill a parser give one fault, quickly, and leave their neighbours alone."""

from __future__ import annotations

import pytest

from catalog.core.yaml_text import YamlLimits, load_yaml

LAUGHS = "a0: &a0 [lol]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10))
MERGES = "a0: &a0 {x: 1}\n" + "".join(f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}\n" for n in range(1, 10))
CHAIN = (
    "a0: &a0 "
    + "[" * 60
    + "]" * 60
    + "\n"
    + "".join(f"a{n}: &a{n} {'[' * 60}*a{n - 1}{']' * 60}\n" for n in range(1, 30))
)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[" * 50_000, id="brackets"),
        pytest.param("- " * 60_000, id="dashes"),
        pytest.param("{a: " * 50_000, id="braces"),
        pytest.param("? " * 50_000, id="question-marks"),
        pytest.param("a: {{" + "[" * 50_000, id="brackets-in-a-key"),
        pytest.param("".join(" " * depth + "k:\n" for depth in range(400)), id="steps"),
        pytest.param(LAUGHS, id="billion-laughs"),
        pytest.param(MERGES, id="merge-bomb"),
        pytest.param(CHAIN, id="depth-through-aliases"),
        pytest.param("a: &a x\nb: [" + "*a, " * 200 + "]", id="aliases"),
        pytest.param(f"a: &a {'x' * 50_000}\nb: [" + "*a, " * 60 + "]", id="text-through-aliases"),
        pytest.param("[" + "1, " * 30_000 + "]", id="nodes"),
        pytest.param("a: &a [*a]", id="self-reference"),
        pytest.param("k" * 2000 + ": 1", id="long-key"),
    ],
)
def test_an_attack_is_one_fault_among_sound_neighbours(text: str) -> None:
    documents = load_yaml(f"before: 1\n---\n{text}\n---\nafter: 2\n".encode()).documents
    assert [document.data for document in documents] == [{"before": 1}, None, {"after": 2}]
    fault = documents[1].fault
    assert fault is not None
    assert fault.line >= 2


def test_real_files_fit_within_the_limits() -> None:
    many = "\n---\n".join(f"name: n{number}\nlist: [a, b]" for number in range(300))
    assert len(load_yaml(many.encode()).documents) == 300
    long = "definition: |\n" + "  some line of an API definition\n" * 25_000
    assert load_yaml(long.encode()).documents[0].fault is None
    assert load_yaml(("[" * 64 + "]" * 64).encode()).documents[0].fault is None
    assert load_yaml(f"a: &a [1]\nb: [{', '.join(['*a'] * 99)}]".encode()).documents[0].fault is None


def test_each_limit_holds_at_its_edge() -> None:
    assert load_yaml(b"[[1]]", YamlLimits(depth=2)).documents[0].fault is None
    assert load_yaml(b"[[1]]", YamlLimits(depth=1)).documents[0].fault is not None
    assert load_yaml(b"[1, 2]", YamlLimits(nodes=3)).documents[0].fault is None
    assert load_yaml(b"[1, 2]", YamlLimits(nodes=2)).documents[0].fault is not None
    assert load_yaml(b"abcd", YamlLimits(document_characters=4)).documents[0].data == "abcd"
    assert load_yaml(b"abcde", YamlLimits(document_characters=4)).documents[0].fault is not None
    assert load_yaml(b"1\n---\n2", YamlLimits(documents=2)).fault is None
    assert load_yaml(b"1\n---\n2", YamlLimits(documents=1)).fault is not None


def test_many_small_documents_are_refused_by_one_fault_that_names_the_line() -> None:
    file = load_yaml(b"a\n---\n" * 5000)
    assert file.documents == ()
    assert file.fault is not None
    assert (file.fault.message, file.fault.line) == ("more than 1000 documents in one file of 30000 bytes", 2000)
    assert len(load_yaml(b"a: 1\n---\n" * 999).documents) == 1000  # the last is empty


def test_two_thousand_real_documents_are_read() -> None:
    person = "apiVersion: backstage.io/v1alpha1\nkind: User\nmetadata: {name: n%d}\nspec:\n  profile:\n"
    person += "    displayName: Nobody\n    email: nobody@example.org\n  memberOf: [team]\n---\n"
    file = load_yaml("".join(person % number for number in range(2000)).encode())
    assert file.fault is None
    assert all(document.fault is None for document in file.documents)


def test_the_nodes_of_a_file_are_counted_together() -> None:
    limits = YamlLimits(nodes=10, bytes_per_node=10)
    sound, long = b"[1, 2, 3]\n---\n", b"[1, 2, 3] # %s\n---\n" % (b"x" * 100)
    refused = load_yaml(sound * 4, limits)
    assert refused.documents == ()
    assert refused.fault is not None
    assert refused.fault.line == 6
    assert load_yaml(long * 4, limits).fault is None


def test_documents_are_read_again_for_a_few_slips_of_a_file_only() -> None:
    documents = load_yaml(b"-\ta\n---\n" * 3, YamlLimits(nodes=12)).documents
    assert [document.data for document in documents] == [["a"], None, None, None]
    assert len([document for document in documents if document.fault is not None]) == 2


def test_a_control_character_ruins_its_document_only() -> None:
    documents = load_yaml(b"a: 1\n---\nb: \0\n---\nc: 3").documents
    assert [document.data for document in documents] == [{"a": 1}, None, {"c": 3}]


def test_a_file_that_is_no_text_is_one_fault() -> None:
    file = load_yaml(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    assert file.documents == ()
    assert file.fault is not None
    assert file.fault.line == 1
