"""A whole file of YAML: its documents in order, each with its data or with the one fault that stopped it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from yaml.error import MarkedYAMLError, YAMLError

from catalog.core.yaml_text.leniency import rewrite
from catalog.core.yaml_text.limits import DEFAULT_LIMITS, YamlFault, YamlLimits, YamlRefused
from catalog.core.yaml_text.loader import DocumentLoader
from catalog.core.yaml_text.messages import explain
from catalog.core.yaml_text.shield import Shield, needs_shield
from catalog.core.yaml_text.source import Segment, check_characters, decode, split

_MOST_REWRITES = 4
_HOSTILE = (ValueError, TypeError, OverflowError, RecursionError, UnicodeError, MemoryError)


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """One document. ``lines`` maps dotted paths of keys and list items to 1-based lines of the file.

    ``data`` is None for an empty document and for one with a ``fault``; aliases share the value they stand for.
    """

    index: int
    line: int
    text: str
    data: Any = None
    lines: dict[str, int] = field(default_factory=dict)
    fault: YamlFault | None = None
    has_non_finite: bool = False


@dataclass(frozen=True, slots=True)
class YamlFile:
    """All documents of a file; ``fault`` when the file as a whole could not be read, and then there are none."""

    documents: tuple[YamlDocument, ...] = ()
    fault: YamlFault | None = None


def load_yaml(content: bytes, limits: YamlLimits = DEFAULT_LIMITS) -> YamlFile:
    """Read every document of a file. Raises nothing, whatever the content."""
    try:
        text = decode(content, limits)
        documents = tuple(_load_all(text, limits))
    except YamlRefused as refused:
        return YamlFile(fault=refused.fault)
    return YamlFile(documents)


def _load_all(text: str, limits: YamlLimits) -> Iterator[YamlDocument]:
    for index, segment in enumerate(split(text)):
        if index >= limits.documents:
            raise YamlRefused(f"more than {limits.documents} documents in one file", segment.line)
        yield _load_segment(index, segment, limits)


def _load_segment(index: int, segment: Segment, limits: YamlLimits) -> YamlDocument:
    try:
        if len(segment.text) > limits.document_characters:
            size = f"{len(segment.text)} characters; at most {limits.document_characters} are read"
            raise YamlRefused(f"the document has {size}", segment.line)  # noqa: TRY301 - one way out for all faults
        check_characters(segment)
        if segment.is_empty:  # files of nothing but markers are common attacks, and a parser for each takes its time
            return YamlDocument(index, segment.line, segment.text)
        return _load_document(index, segment, segment.text, limits)
    except YamlRefused as refused:
        fault = refused.fault
    except MarkedYAMLError as error:
        fault = explain(error, segment)
    except (YAMLError, *_HOSTILE) as error:
        fault = YamlFault(f"not readable as YAML: {type(error).__name__}", segment.line)
    return YamlDocument(index, segment.line, segment.text, fault=fault)


def _load_document(index: int, segment: Segment, text: str, limits: YamlLimits, rewrites: int = 0) -> YamlDocument:
    shield = Shield(text) if needs_shield(text) else None
    loader = DocumentLoader(shield.text if shield else text, segment.line, limits, shield)
    try:
        data = loader.load()
    except MarkedYAMLError as error:
        readable = rewrite(text, error)
        if readable == text or rewrites == _MOST_REWRITES:
            raise
        return _load_document(index, segment, readable, limits, rewrites + 1)
    return YamlDocument(index, segment.line, segment.text, data, loader.lines, None, loader.has_non_finite)
