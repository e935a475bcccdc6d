"""All descriptor files of one commit: those at the usual places, and those that Locations name, to any depth."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from catalog.core.descriptors import DocumentClass
from catalog.core.locations import Place, follow_targets
from catalog.core.reading import ReadDocument, broken_file, store_document
from catalog.sources.files import FileReader

MAX_DESCRIPTOR_FILES = 5000
FILES_AT_ONCE = 500  # whose contents are in memory together
TOO_MANY = f"More than {MAX_DESCRIPTOR_FILES} descriptor files in one repository: this one was not read."


@dataclass(slots=True)
class Followed:
    """What was read: documents ready to store; each file looked at with the Location that named it.

    `has_skeleton`: a scaffolder's skeleton was among them.
    """

    documents: list[ReadDocument] = field(default_factory=list)
    paths: dict[str, str] = field(default_factory=dict)
    has_skeleton: bool = False
    files_read: int = 0


def follow_descriptors(reader: FileReader, start: Iterable[str], place: Place) -> Followed:
    """Read the files `start` and whatever their Locations name within the repository; each file once, cycles included.

    A file keeps the Location that named it first; one at a usual place has none.
    """
    followed = Followed(paths=dict.fromkeys(start, ""))
    waiting = list(followed.paths)
    while waiting:
        named: dict[str, str] = {}
        for start_at in range(0, len(waiting), FILES_AT_ONCE):
            files = waiting[start_at : start_at + FILES_AT_ONCE]
            reader.fetch(files[: max(0, MAX_DESCRIPTOR_FILES - followed.files_read)])
            for path in files:
                named |= _read_file(reader, path, place, followed)
            reader.forget()
        waiting = [path for path in named if path not in followed.paths]
        followed.paths |= {path: named[path] for path in waiting}
    return followed


def _read_file(reader: FileReader, path: str, place: Place, followed: Followed) -> dict[str, str]:
    """Add the file's documents; returns the files that its Locations name, with the Location's ref."""
    followed.files_read += 1
    documents = reader.parse(path) if followed.files_read <= MAX_DESCRIPTOR_FILES else TOO_MANY
    location_ref = followed.paths[path]
    if isinstance(documents, str):
        followed.documents.append(broken_file(reader.shown(path), documents, location_ref))
        return {}
    followed.has_skeleton |= any(d.document_class is DocumentClass.SKELETON for d in documents)
    named: dict[str, str] = {}
    for document in documents:
        if document.document_class is DocumentClass.DESCRIPTOR:
            found, warnings = follow_targets(document, place)
            followed.documents.append(store_document(document, location_ref, warnings))
            named |= {target: str(document.ref) for target in found if target not in named}
    return named
