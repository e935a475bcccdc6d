"""A whole file of YAML: its documents in order, each with its data or with the one fault that stopped it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
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
_COST_OF_A_START = 5  # nodes that could be read in the time that a parser takes to start
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


@dataclass(slots=True)
class _Budget:
    """How much of a file is still read: nodes, and those that may be read a second time after a rewriting."""

    limits: YamlLimits
    nodes: int
    nodes_again: int

    def allows_another_go(self, failed: DocumentLoader) -> bool:
        """Whether the document whose reading failed is read once more: rewriting is for a few slips of a file."""
        self.nodes_again -= failed.cost + _COST_OF_A_START
        return self.nodes_again > 0


def load_yaml(content: bytes, limits: YamlLimits = DEFAULT_LIMITS) -> YamlFile:
    """Read every document of a file. Raises nothing, whatever the content."""
    try:
        text = decode(content, limits)
        segments = _cut(text, limits.documents_in(len(content)), len(content))
        documents = tuple(_load_all(segments, _Budget(limits, limits.nodes_in(len(content)), limits.nodes)))
    except YamlRefused as refused:
        return YamlFile(fault=refused.fault)
    return YamlFile(documents)


def _cut(text: str, most: int, size: int) -> list[Segment]:
    """All documents before any is parsed: a file with too many costs no more than counting them."""
    segments = list(itertools.islice(split(text), most + 1))
    if len(segments) > most:
        raise YamlRefused(f"more than {most} documents in one file of {size} bytes", segments[-1].line)
    return segments


def _load_all(segments: Sequence[Segment], budget: _Budget) -> Iterator[YamlDocument]:
    most = budget.nodes
    for index, segment in enumerate(segments):
        yield _load_segment(index, segment, budget)
        if budget.nodes < 0:
            raise YamlRefused(f"the documents up to here stand for more than {most} nodes", segment.line)


def _load_segment(index: int, segment: Segment, budget: _Budget) -> YamlDocument:
    limits = budget.limits
    try:
        if len(segment.text) > limits.document_characters:
            size = f"{len(segment.text)} characters; at most {limits.document_characters} are read"
            raise YamlRefused(f"the document has {size}", segment.line)  # noqa: TRY301 - one way out for all faults
        check_characters(segment)
        if segment.is_empty:  # files of nothing but markers are common attacks, and a parser for each takes its time
            return YamlDocument(index, segment.line, segment.text)
        return _load_document(index, segment, budget)
    except YamlRefused as refused:
        fault = refused.fault
    except MarkedYAMLError as error:
        fault = explain(error, segment)
    except (YAMLError, *_HOSTILE) as error:
        fault = YamlFault(f"not readable as YAML: {type(error).__name__}", segment.line)
    return YamlDocument(index, segment.line, segment.text, fault=fault)


def _load_document(index: int, segment: Segment, budget: _Budget) -> YamlDocument:
    text = segment.text
    for rewrites in range(_MOST_REWRITES + 1):
        shield = Shield(text) if needs_shield(text) else None
        loader = DocumentLoader(shield.text if shield else text, segment.line, budget.limits, shield)
        try:
            data = loader.load(budget.nodes)
        except MarkedYAMLError as error:
            readable = rewrite(text, error) if rewrites < _MOST_REWRITES and budget.allows_another_go(loader) else text
            if readable == text:
                raise
            text = readable
        else:
            return YamlDocument(index, segment.line, segment.text, data, loader.lines, None, loader.has_non_finite)
        finally:
            budget.nodes -= min(loader.cost, budget.limits.nodes)  # what aliases multiply was never built
    raise AssertionError("the last reading ends in data or an error")
