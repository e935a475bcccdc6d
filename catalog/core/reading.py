"""One origin as it was read at one commit: what reconciliation works on. Pure values, made from parsed descriptors."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple

import orjson

from catalog.core.descriptors import DescriptorWarning, Document
from catalog.core.reconcile import Seen

#: Raise it when a new version reads the same bytes differently: every origin is then read anew.
READER_VERSION = 5
ORGANISATION_KINDS = {"group": "Group", "user": "User"}
NOT_ALLOWED = "not-allowed"


class StoredBody(NamedTuple):
    """What a document says, as JSON text: a tenth of the memory of the data. `digest` knows no order of keys."""

    json: str
    digest: str


def store_body(body: dict[str, Any]) -> StoredBody:
    """The text of a body as it is stored."""
    digest = hashlib.sha256(orjson.dumps(body, option=orjson.OPT_SORT_KEYS)).hexdigest()
    return StoredBody(orjson.dumps(body).decode(), digest)


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """One document, ready to store. `body` is None for one that yields no entity.

    `location_ref` is the Location that named the file, empty for a file at one of the usual places.
    """

    path: str
    doc_index: int
    line: int
    ref: str
    body: StoredBody | None
    owner_line: int = 0
    stage: str = ""
    error: str = ""
    error_line: int = 0
    warnings: tuple[dict[str, Any], ...] = ()
    location_ref: str = ""

    @property
    def digest(self) -> str:
        """Changes when anything stored of this document changes."""
        body = self.body.digest if self.body is not None else ""
        stored = [body, self.line, self.owner_line, self.stage, self.error, self.warnings, self.location_ref]
        return hashlib.sha256(orjson.dumps(stored, option=orjson.OPT_SORT_KEYS)).hexdigest()

    def as_seen(self) -> Seen:
        """What planning needs to know of it."""
        is_refused = self.stage == NOT_ALLOWED
        return Seen(self.path, self.doc_index, self.ref, self.digest, self.body is not None, is_refused)


@dataclass(frozen=True, slots=True)
class KeptText:
    """A file that an app above wants, as text; `problem` is a sentence that says why there is none."""

    kind: str
    path: str
    text: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class OriginReading:
    """All that one look at an origin found.

    `codeowners` is `catalog.core.codeowner_summary`'s form, or empty. `has_skeleton`: it holds descriptors that a
    scaffolder has yet to fill in, so it is a template of repositories.
    """

    commit: str
    branch: str
    committed_at: datetime | None
    remote_url: str
    documents: tuple[ReadDocument, ...]
    codeowners: dict[str, Any] = field(default_factory=dict)
    has_skeleton: bool = False
    kept_files: tuple[KeptText, ...] = ()


def store_document(
    document: Document, location_ref: str = "", more_warnings: Sequence[DescriptorWarning] = ()
) -> ReadDocument:
    """The parsed document in the form in which it is stored, with what showed only beside other files."""
    error = document.error
    warnings = [*document.warnings, *more_warnings]
    return ReadDocument(
        path=document.path,
        doc_index=document.index,
        line=document.line,
        ref=str(document.ref) if document.ref else "",
        body=store_body(document.entity) if document.entity is not None else None,
        owner_line=document.lines.get("spec.owner", 0),
        stage=error.stage if error else "",
        error=error.message if error else "",
        error_line=error.line if error else 0,
        warnings=tuple({"code": w.code, "message": w.message, "remedy": w.remedy, "line": w.line} for w in warnings),
        location_ref=location_ref,
    )


def broken_file(path: str, message: str, location_ref: str = "") -> ReadDocument:
    """A file that was not read at all (a symlink, too large, gone from the store): one error for the whole file."""
    return ReadDocument(
        path, 0, line=1, ref="", body=None, stage="file", error=message, error_line=1, location_ref=location_ref
    )


def refuse_organisation(reading: OriginReading) -> OriginReading:
    """The reading of a source that is not trusted with the organisation: its Groups and Users are refused."""
    return replace(reading, documents=tuple(_refuse(document) for document in reading.documents))


def _refuse(document: ReadDocument) -> ReadDocument:
    kind = ORGANISATION_KINDS.get(document.ref.partition(":")[0])
    if kind is None or document.body is None:
        return document
    error = f"This source may not define a {kind}. An administrator can trust it with the organisation."
    return replace(document, body=None, stage=NOT_ALLOWED, error=error, error_line=document.line)
