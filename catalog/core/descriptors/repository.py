"""What only shows when documents are seen together: one ref declared twice, refs that lead nowhere."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from catalog.core.descriptors.model import DescriptorWarning, Document, ParsedFile, Relation
from catalog.core.descriptors.positions import Lines


class FileWarning(NamedTuple):
    """A warning about one document of one file."""

    path: str
    document_index: int
    warning: DescriptorWarning


def mark_repeated(documents: Iterable[Document]) -> tuple[Document, ...]:
    """The documents of one file, each that repeats the ref of an earlier one with a warning more."""
    first: dict[str, Document] = {}
    marked = []
    for document in documents:
        if document.entity is not None:
            earlier = first.setdefault(str(document.ref), document)
            if earlier is not document:
                document = replace(document, warnings=(*document.warnings, _repeats(document, earlier)))  # noqa: PLW2901
        marked.append(document)
    return tuple(marked)


def find_repeated(files: Iterable[ParsedFile]) -> Iterator[FileWarning]:
    """Documents that declare a ref which an earlier file of the same repository declares."""
    first: dict[str, Document] = {}
    for document in _entities(files):
        earlier = first.setdefault(str(document.ref), document)
        if earlier.path != document.path:
            yield FileWarning(document.path, document.index, _repeats(document, earlier))


def find_dangling(files: Iterable[ParsedFile], known_refs: Container[str] = frozenset()) -> Iterator[FileWarning]:
    """References to entities that neither these files nor ``known_refs``, canonical refs, declare.

    Meant for a whole catalog: in a single repository most references lead outside.
    """
    documents = list(_entities(files))
    declared = {str(document.ref) for document in documents}
    for document in documents:
        for relation in document.relations:
            target = relation.target_ref
            if relation.source_ref == str(document.ref) and target not in declared and target not in known_refs:
                yield FileWarning(document.path, document.index, _dangles(document, relation))


def _entities(files: Iterable[ParsedFile]) -> Iterator[Document]:
    return (document for file in files for document in file.documents if document.entity is not None)


def _repeats(document: Document, earlier: Document) -> DescriptorWarning:
    place = f"line {earlier.line}" if earlier.path == document.path else f"{earlier.path}, line {earlier.line}"
    return DescriptorWarning(
        "repeated-ref",
        f"{document.ref} is declared a second time; the first is at {place}",
        "keep one of the two, or give this one a name of its own",
        document.lines.get("metadata.name", document.line),
    )


def _dangles(document: Document, relation: Relation) -> DescriptorWarning:
    return DescriptorWarning(
        "dangling-ref",
        f"{document.ref} {relation.type} {relation.target_ref}, which nothing declares",
        "correct the reference, or add a descriptor for what it names",
        Lines(document.lines, document.line).find(document.named_at.get(relation, "spec")),
    )
