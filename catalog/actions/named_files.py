"""Files that are kept because something elsewhere names them: written down, and read with the next look."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from catalog.actions.jobs import request_scans
from catalog.models import NamedFile
from catalog.models.bulk import delete_rows, insert_rows

PATH_LENGTH = 1000


def name_files(kind: str, places: Collection[tuple[int, str]], now: datetime) -> None:
    """Make `places` (repository, path) the named files of a kind, and have repositories looked at where that is new.

    What is named already writes nothing. One query, and three where anything changed.
    """
    wanted = {(origin_id, path) for origin_id, path in places if path and len(path) <= PATH_LENGTH}
    stored = {(origin_id, path): pk for pk, origin_id, path in
              NamedFile.objects.filter(kind=kind).values_list("pk", "origin_id", "path")}  # fmt: skip
    fresh = sorted(wanted - stored.keys())
    gone = sorted(stored.keys() - wanted)
    insert_rows([NamedFile(origin_id=origin_id, kind=kind, path=path) for origin_id, path in fresh])
    delete_rows(NamedFile, [stored[key] for key in gone])
    if fresh or gone:
        request_scans({origin_id for origin_id, _ in (*fresh, *gone)}, now)


def list_named_files(origin_id: int) -> tuple[tuple[str, str], ...]:
    """Kind and path of the files of a repository that something elsewhere names, in order."""
    return tuple(NamedFile.objects.filter(origin=origin_id).order_by("kind", "path").values_list("kind", "path"))
