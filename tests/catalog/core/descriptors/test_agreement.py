"""Agreement with Backstage on real files, repository by repository, on files with one edit, and on YAML's edges."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest

from catalog.core.descriptors import Document
from catalog.core.yaml_text import load_yaml
from tests.catalog.core.descriptors.corpus import CORPUS, CorpusFile, comparable, load_files, read_lines

pytestmark = pytest.mark.usefixtures("shared")

FILES: defaultdict[str, list[CorpusFile]] = defaultdict(list)
for _file in load_files(CORPUS):
    FILES[_file.repository].append(_file)
MUTANTS: defaultdict[str, list[CorpusFile]] = defaultdict(list)
for _file in load_files(CORPUS / "mutants"):
    MUTANTS[_file.name.partition("_")[2]].append(_file)

# YAML snippets that are read otherwise on purpose, each with its reason.
EXCEPTIONS = {
    "ctrl": "control characters are refused: databases, terminals and e-mails choke on them",
    "nul": "NUL is refused: PostgreSQL cannot store it",
}


def verdict(document: Document) -> tuple[Any, ...]:
    relations = {tuple(relation) for relation in document.relations} if document.ok else set()
    stage = document.error.stage if document.error else None
    return document.ok, stage, str(document.ref) if document.ref else None, relations


def expected(answer: dict[str, Any]) -> tuple[Any, ...]:
    relations = {(each["type"], each["source"], each["target"]) for each in answer["relations"]}
    return answer["ok"], answer["stage"], answer["entityRef"], relations


def disagreements(files: list[CorpusFile]) -> list[str]:
    found = []
    for file in files:
        documents = {document.index: document for document in file.parse().documents}
        if documents.keys() != file.answers.keys():
            found.append(f"{file.path}: documents {sorted(documents)} instead of {sorted(file.answers)}")
        for index, answer in file.answers.items():
            if index in documents and verdict(documents[index]) != expected(answer):
                found.append(f"{file.path} #{index}: {documents[index].error} instead of {answer['error']}")
    return found


def differing_data(files: list[CorpusFile]) -> list[str]:
    found = []
    for file in files:
        documents = load_yaml(file.content).documents
        for document, answer in zip(documents, file.data, strict=True):
            if (document.fault is None) != ("json" in answer):
                found.append(f"{file.path} #{document.index}: {document.fault}")
            elif document.fault is None and comparable(document.data) != comparable(answer["json"]):
                found.append(f"{file.path} #{document.index}: other data")
    return found


@pytest.mark.parametrize("repository", FILES or ["none"])
def test_real_files_are_judged_as_backstage_judges_them(repository: str) -> None:
    assert disagreements(FILES[repository]) == []


@pytest.mark.parametrize("repository", FILES or ["none"])
def test_real_files_hold_the_data_that_backstage_reads(repository: str) -> None:
    assert differing_data(FILES[repository]) == []


@pytest.mark.parametrize("sort", MUTANTS or ["none"])
def test_files_with_one_edit_are_judged_as_backstage_judges_them(sort: str) -> None:
    assert disagreements(MUTANTS[sort]) + differing_data(MUTANTS[sort]) == []


def test_the_whole_corpus_was_looked_at() -> None:
    assert sum(len(file.answers) for files in FILES.values() for file in files) == 2285
    assert sum(len(file.answers) for files in MUTANTS.values() for file in files) == 885


def test_the_edges_of_yaml_are_read_as_backstage_reads_them() -> None:
    differing = set()
    for case in read_lines(CORPUS / "yaml_edge.jsonl"):
        documents = load_yaml(case["text"].encode("utf-8", "surrogatepass")).documents
        read = [None if document.fault else {"json": comparable(document.data)} for document in documents]
        wanted = [{"json": comparable(each["json"])} if "json" in each else None for each in case["docs"]]
        if read != wanted:
            differing.add(case["name"])
    assert differing == EXCEPTIONS.keys()
