"""One JSON object a document, one a line: for scripts and editors."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from catalog.core.descriptors import Document
from catalog.core.validation.problems import CheckedFile


def render_json(files: Iterable[CheckedFile]) -> Iterator[str]:
    """A line for each document that is not empty; ASCII only, so that no terminal or pipe can spoil it."""
    for file in files:
        for document in file.parsed.documents:
            yield json.dumps(_describe(file, document))


def _describe(file: CheckedFile, document: Document) -> dict[str, Any]:
    """Names as in the answers of Backstage's own classes; a refused document has no relations."""
    relations = document.relations if document.ok else ()
    return {
        "file": file.name,
        "docIndex": document.index,
        "line": document.line,
        "class": document.document_class.value,
        "ok": document.ok,
        "stage": document.error.stage if document.error else None,
        "error": document.error.message if document.error else None,
        "errorLine": document.error.line if document.error else None,
        "entityRef": str(document.ref) if document.ref else None,
        "relations": [{"type": each.type, "source": each.source_ref, "target": each.target_ref} for each in relations],
        "warnings": [warning._asdict() for warning in file.warnings_of(document)],
    }
