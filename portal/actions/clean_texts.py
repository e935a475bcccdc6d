"""Going through every column that may name a person, table by table, in batches."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from django.apps import apps
from django.db import models
from django.db.models import QuerySet

from catalog.actions.kept_files import digest_kept
from catalog.core.erased_reading import erase_from_body
from catalog.core.erasure import Eraser
from catalog.core.reading import ReadDocument, StoredBody, store_body
from catalog.models import Descriptor, KeptFile, Origin
from catalog.models.bulk import update_rows
from portal.erasure_fields import CLEANED, FIELDS, Holds
from portal.selectors.text_rows import find_rows, list_fragments
from teams.models import OnCallSource, TeamApiVersion

BATCH = 1000
_FOLDED = re.compile(r"\r?\n[ \t]")  # lines of a calendar

#: (done, in all, name of what was looked at last)
Progress = Callable[[int, int, str], None]


@dataclass(slots=True)
class Cleaned:
    """How many rows changed, by model, and the rows themselves as they were before, of those that files fill."""

    rows: dict[str, int] = field(default_factory=dict)
    refs: set[str] = field(default_factory=set)
    origin_ids: set[int] = field(default_factory=set)
    files: list[tuple[int, str, int, str]] = field(default_factory=list)  # origin, path, line, commit

    def add(self, label: str, number: int) -> None:
        """Count rows."""
        if number:
            self.rows[label] = self.rows.get(label, 0) + number


def clean_texts(eraser: Eraser, needles: Iterable[str], progress: Progress) -> Cleaned:
    """Clean every column that may name a person, of rows that hold any of `needles`. Call inside a transaction."""
    cleaned, fragments = Cleaned(), list_fragments(needles)
    for done, (label, holds) in enumerate(FIELDS.items()):
        progress(done, len(FIELDS), label)
        wanted = {name: kind for name, kind in holds.items() if kind in CLEANED}
        if wanted:
            model = apps.get_model(label)
            walked = None if model is OnCallSource else fragments  # lines of a calendar are folded anywhere
            cleaned.add(label, _clean_model(model, wanted, eraser, walked, cleaned))
    progress(len(FIELDS), len(FIELDS), "")
    return cleaned


def _clean_model(
    model: type[models.Model],
    wanted: Mapping[str, Holds],
    eraser: Eraser,
    fragments: list[str] | None,
    cleaned: Cleaned,
) -> int:
    done = 0
    for batch in _list_batches(find_rows(model, wanted, fragments)):
        changed = [row for row in batch if _clean_row(row, wanted, eraser, cleaned)]
        names = [*wanted, *(name for name, kind in FIELDS[model._meta.label].items() if kind == Holds.DIGEST)]
        update_rows(changed, names)
        done += len(changed)
    return done


def _list_batches(rows: QuerySet[models.Model]) -> Iterator[list[models.Model]]:
    last = None
    while batch := list((rows if last is None else rows.filter(pk__gt=last))[:BATCH]):
        yield batch
        last = batch[-1].pk


def _clean_row(row: models.Model, wanted: Mapping[str, Holds], eraser: Eraser, cleaned: Cleaned) -> bool:
    before = {name: getattr(row, name) for name in wanted}
    for name, kind in wanted.items():
        value = _clean_value(row, before[name], kind, eraser)
        if value != before[name]:
            setattr(row, name, _cut(row, name, value))
    after = {name: getattr(row, name) for name in wanted}
    if before == after:
        return False
    _note(row, before, eraser, cleaned)
    return True


def _clean_value(row: models.Model, value: Any, kind: Holds, eraser: Eraser) -> Any:
    if value is None or value == "":
        return value
    if kind == Holds.JSON:
        return eraser.clean_data(value)
    if kind == Holds.BODY:
        return erase_from_body(value, eraser.clean(str(getattr(row, "ref", ""))), eraser)
    if kind == Holds.JSON_TEXT:
        data = orjson.loads(value)
        after = eraser.clean_data(data)
        return value if after == data else orjson.dumps(after).decode()
    if isinstance(row, OnCallSource):
        unfolded = _FOLDED.sub("", value)
        after = eraser.clean(unfolded)
        return value if after == unfolded else after
    return eraser.clean(value)


def _cut(row: models.Model, name: str, value: Any) -> Any:
    longest = getattr(row._meta.get_field(name), "max_length", None)
    return value[:longest] if longest and isinstance(value, str) else value


def _note(row: models.Model, before: Mapping[str, Any], eraser: Eraser, cleaned: Cleaned) -> None:
    """Bring the digest of a row along, and write down who derives something from it."""
    refs = [getattr(row, name, None) for name in ("ref", "subject_ref", "entity_ref", "source_ref", "target_ref")]
    cleaned.refs |= {ref for ref in refs if isinstance(ref, str) and ":" in ref}
    origin_id = getattr(row, "origin_id", None)
    if origin_id:
        cleaned.origin_ids.add(origin_id)
    if isinstance(row, Descriptor):
        row.digest = digest_descriptor(row)
        cleaned.files.append((row.origin_id, before["path"], row.line, row.commit))
    elif isinstance(row, KeptFile):
        row.digest = digest_kept(row.problem, row.text)
        cleaned.files += [
            (row.origin_id, before["path"], number, row.commit)
            for number, line in enumerate(before["text"].splitlines(), start=1)
            if eraser.clean(line) != line
        ]
    elif isinstance(row, Origin):
        if row.codeowners != before["codeowners"]:
            cleaned.files.append((row.pk, str(row.codeowners.get("path", "CODEOWNERS")), 0, row.tip))
        cleaned.origin_ids.add(row.pk)
    elif isinstance(row, TeamApiVersion) and row.text:
        row.digest = digest_kept("", row.text)


def digest_descriptor(row: Descriptor) -> str:
    """The digest that a scan will compute of the same document."""
    is_broken = row.state == Descriptor.State.BROKEN
    body = None if is_broken else store_body(orjson.loads(row.body_json))
    return ReadDocument(
        path=row.path,
        doc_index=row.doc_index,
        line=row.line,
        ref=row.ref,
        body=StoredBody(*body) if body is not None else None,
        owner_line=row.owner_line,
        stage=row.stage,
        error=row.error,
        error_line=row.error_line,
        warnings=tuple(row.warnings),
        location_ref=row.location_ref,
    ).digest
