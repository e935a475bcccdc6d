"""Kept files brought to what was read."""

from __future__ import annotations

import hashlib
from datetime import datetime

from catalog.core.reading import KeptText, OriginReading
from catalog.models import KeptFile, Origin
from catalog.models.bulk import delete_rows, insert_rows, update_rows

WRITTEN = ("commit", "digest", "text", "problem", "changed_at")


def keep_files(origin: Origin, reading: OriginReading, seen_at: datetime) -> bool:
    """Make the kept files of `origin` those of the reading; whether anything changed. Call inside a transaction.

    `seen_at` is when the pass was asked for, the same for all workers.

    A file that cannot be read now keeps the text it had, with the problem beside it.
    """
    wanted = {(file.kind, file.path[:1000]): file for file in reading.kept_files}
    stored = {(row.kind, row.path): row for row in KeptFile.objects.filter(origin=origin)}
    changed = [row for key, row in stored.items() if key in wanted and row.digest != _digest(wanted[key])]
    for row in changed:
        file = wanted[row.kind, row.path]
        row.digest, row.problem, row.changed_at = _digest(file), file.problem, seen_at
        if not file.problem:
            row.text, row.commit = file.text, reading.commit
    fresh = [
        KeptFile(
            origin=origin,
            kind=kind,
            path=path,
            commit=reading.commit,
            digest=_digest(file),
            text=file.text,
            problem=file.problem,
            first_seen_at=seen_at,
            changed_at=seen_at,
        )
        for (kind, path), file in wanted.items()
        if (kind, path) not in stored
    ]
    gone = [row.pk for key, row in stored.items() if key not in wanted]
    update_rows(changed, WRITTEN)
    insert_rows(fresh)
    delete_rows(KeptFile, gone)
    return bool(changed or fresh or gone)


def digest_kept(problem: str, text: str) -> str:
    """Changes when a kept file says something else, or cannot be read for another reason."""
    return hashlib.sha256(f"{problem}\0{text}".encode()).hexdigest()


def _digest(file: KeptText) -> str:
    return digest_kept(file.problem, file.text)
