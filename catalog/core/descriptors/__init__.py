"""Descriptors: catalog files read as Backstage reads them, and what it leaves unsaid about them."""

from catalog.core.descriptors.model import (
    DEFAULT_OPTIONS,
    DescriptorWarning,
    Document,
    DocumentClass,
    DocumentError,
    LocationTarget,
    ParsedFile,
    ParseOptions,
    ReadUrl,
    Relation,
)
from catalog.core.descriptors.parse import parse_file, unreadable_file
from catalog.core.descriptors.placeholders import CannotLook, Read
from catalog.core.descriptors.repository import FileWarning, find_dangling, find_repeated

__all__ = [
    "DEFAULT_OPTIONS",
    "CannotLook",
    "DescriptorWarning",
    "Document",
    "DocumentClass",
    "DocumentError",
    "FileWarning",
    "LocationTarget",
    "ParseOptions",
    "ParsedFile",
    "Read",
    "ReadUrl",
    "Relation",
    "find_dangling",
    "find_repeated",
    "parse_file",
    "unreadable_file",
]
