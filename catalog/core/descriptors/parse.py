"""A descriptor file, from bytes to documents; what is wrong with one leaves the others of the file alone."""

from __future__ import annotations

import hashlib

from catalog.core.descriptors.document_reader import DocumentReader, unreadable_document
from catalog.core.descriptors.model import DEFAULT_OPTIONS, ParsedFile, ParseOptions
from catalog.core.descriptors.placeholders import Read
from catalog.core.descriptors.repository import mark_repeated
from catalog.core.yaml_text import YamlFault, load_yaml


def parse_file(
    path: str, content: bytes, read: Read | None = None, options: ParseOptions = DEFAULT_OPTIONS
) -> ParsedFile:
    """Read a descriptor file. Raises nothing, whatever the content; what ``read`` raises beyond its contract passes.

    ``path`` is that of the file inside its repository; ``read`` gives the bytes of another file there and serves
    placeholders (see placeholders.py). Without it their content stays open, with a warning.
    """
    file = load_yaml(content, options.limits)
    if file.fault is not None:
        digest = hashlib.blake2b(content, digest_size=16).hexdigest()
        return ParsedFile(path, (unreadable_document(path, file.fault, digest),), is_whole=False)
    sources = (source for source in file.documents if source.data is not None or source.fault is not None)
    documents = [DocumentReader(path, source, read, options).read() for source in sources]
    return ParsedFile(path, mark_repeated(document for document in documents if document is not None))


def unreadable_file(path: str, reason: str) -> ParsedFile:
    """What stands for a file that could not be had at all: one document that says why."""
    return ParsedFile(path, (unreadable_document(path, YamlFault(reason, 1), ""),), is_whole=False)
