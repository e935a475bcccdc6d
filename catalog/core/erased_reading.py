"""A reading of an origin without the names of erased people: what a scan stores, and what it compares. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

import orjson

from catalog.core.erasure import Eraser
from catalog.core.reading import KeptText, OriginReading, ReadDocument, StoredBody, store_body

_DOCUMENT = re.compile(r"(^---[^\n]*$)", re.MULTILINE)
_USER = re.compile(r"""^["']?kind["']?:\s*["']?User\b""", re.MULTILINE | re.IGNORECASE)
_NOT_BREAK = re.compile(r"[^\r\n]+")


def erase_from_reading(reading: OriginReading, eraser: Eraser) -> OriginReading:
    """The reading as it is stored once people are erased. The same bytes give the same reading at every look."""
    return replace(
        reading,
        documents=tuple(_erase(document, eraser) for document in reading.documents),
        codeowners=eraser.clean_data(reading.codeowners),
        kept_files=tuple(_erase_file(file, eraser) for file in reading.kept_files),
    )


def erase_from_body(text: str, ref: str, eraser: Eraser) -> str:
    """The text of a body, cleaned; `ref` is its cleaned one."""
    before = orjson.loads(text)
    after = eraser.clean_body(before, ref) if isinstance(before, dict) else before
    return text if after == before else orjson.dumps(after).decode()


def erase_from_file(text: str, eraser: Eraser) -> str:
    """A file as Git has it, for people to look at, with as many lines; of the person's own User nothing is shown."""
    cleaned = eraser.clean(text)
    if cleaned == text:
        return text
    blocks = _DOCUMENT.split(cleaned)
    return "".join(_NOT_BREAK.sub("", block) if _is_own(block, eraser) else block for block in blocks)


def _is_own(block: str, eraser: Eraser) -> bool:
    handles = (re.escape(ref.rpartition("/")[2]) for ref in eraser.people)
    named = re.compile(rf"\bname:\s*[\"']?(?:{'|'.join(handles)})\b")
    return bool(_USER.search(block) and named.search(block))


def _erase(document: ReadDocument, eraser: Eraser) -> ReadDocument:
    ref = eraser.clean(document.ref)
    return replace(
        document,
        path=eraser.clean(document.path),
        ref=ref,
        body=_erase_body(document.body, ref, eraser),
        error=eraser.clean(document.error),
        warnings=tuple(eraser.clean_data(list(document.warnings))),
        location_ref=eraser.clean(document.location_ref),
    )


def _erase_body(body: StoredBody | None, ref: str, eraser: Eraser) -> StoredBody | None:
    if body is None:
        return None
    before = orjson.loads(body.json)
    after = eraser.clean_body(before, ref)
    return body if after == before else store_body(after)


def _erase_file(file: KeptText, eraser: Eraser) -> KeptText:
    text, problem, path = eraser.clean(file.text), eraser.clean(file.problem), eraser.clean(file.path)
    return KeptText(file.kind, path, text, problem)
