"""The third-party files in ../shared/corpus with the answers of Backstage's own classes, by repository."""

from __future__ import annotations

import csv
import json
import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalog.core.descriptors import CannotLook, ParsedFile, ParseOptions, parse_file
from tests.conftest import SHARED

CORPUS = SHARED / "corpus"


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """One file, where it came from, and what the oracle says of its documents, by their index."""

    repository: str
    path: str
    content: bytes
    name: str
    answers: dict[int, dict[str, Any]]
    data: list[dict[str, Any]]

    def parse(self) -> ParsedFile:
        """The file as Bailiwick reads it."""
        options = ParseOptions(repository_url=f"https://github.com/{self.repository}")
        return parse_file(self.path, self.content, self._read, options)

    def _read(self, path: str) -> bytes:
        """Placeholders: the oracle put a stub where its repository had no such file; the files it had are not here."""
        stubs = [
            p["url"]
            for answer in self.answers.values()
            for p in answer.get("placeholders", ())
            if p["outcome"] == "stub"
        ]
        if any(url.endswith(f"/{path}") for url in stubs):
            return b"{}"
        raise CannotLook("it is not part of the corpus")


def load_files(folder: Path) -> list[CorpusFile]:
    """The files of a corpus folder with their answers; none where the folder is missing."""
    if not folder.is_dir():
        return []
    answers: defaultdict[str, dict[int, dict[str, Any]]] = defaultdict(dict)
    for row in read_lines(folder / "oracle.jsonl"):
        answers[row["file"]][row["docIndex"]] = row
    parsed = {row["file"]: row["docs"] for row in read_lines(folder / "parsed.jsonl")}
    with (folder / "index.tsv").open(encoding="utf-8", newline="") as index:
        rows = list(csv.DictReader(index, delimiter="\t"))
    return [_load_file(folder, row, answers[row["file"]], parsed[row["file"]]) for row in rows]


def _load_file(folder: Path, row: dict[str, str], answers: dict[int, Any], data: list[Any]) -> CorpusFile:
    content = (folder / "files" / row["file"]).read_bytes()
    return CorpusFile(row["repo"], row["path"], content, row["file"], answers, data)


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file of JSON lines."""
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


def comparable(value: Any) -> Any:
    """Data in which equal numbers are equal: each a double, those without a JSON form as the corpus writes them."""
    if isinstance(value, dict):
        return {key: comparable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [comparable(item) for item in value]
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    if math.isnan(value):
        return {"$num": "nan"}
    return {"$num": "inf" if value > 0 else "-inf"} if math.isinf(value) else float(value)
