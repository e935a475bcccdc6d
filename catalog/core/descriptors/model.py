"""What reading a descriptor file gives: its documents, each with its entity or its error, and what to say about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal, NamedTuple

from catalog.core.refs import EntityRef
from catalog.core.yaml_text import DEFAULT_LIMITS, YamlLimits

#: What is at a URL outside the repository, None where it may not be included. Raises OSError saying why not.
ReadUrl = Callable[[str], bytes | None]

Stage = Literal["yaml", "envelope", "preprocess", "policy", "kind-schema", "unknown-kind", "relations"]


class DocumentClass(StrEnum):
    """What a document is. Only a descriptor's error is an error; the others are recognised and left alone."""

    DESCRIPTOR = "descriptor"
    SKELETON = "skeleton"  # a scaffolder's template of a descriptor, not rendered yet
    FOREIGN = "foreign"  # another tool's file that happens to have the name


class Relation(NamedTuple):
    """A directed relation; both ends as canonical refs, ``kind:namespace/name`` in lower case."""

    type: str
    source_ref: str
    target_ref: str


class LocationTarget(NamedTuple):
    """One target of a Location as written; ``type`` is None where the type of the Location's own origin counts."""

    type: str | None
    target: str
    presence: Literal["required", "optional"]


class DocumentError(NamedTuple):
    """Why Backstage's catalog would refuse a document: the stage that refuses, a sentence, the 1-based line."""

    stage: Stage
    message: str
    line: int


class DescriptorWarning(NamedTuple):
    """Something accepted that probably is not meant: a kebab-case code, what it is, what to do, the 1-based line."""

    code: str
    message: str
    remedy: str
    line: int


@dataclass(frozen=True, slots=True)
class Document:
    """One YAML document of a descriptor file.

    ``line`` is that of its first key. ``entity`` is the data as Backstage would store it (namespace filled in, lists
    of refs sorted) and None where there is an ``error``, with one exception: a document whose only fault is its owner
    (``is_ownerless``) has both. ``named_at`` has, for each relation, the dotted path of the text that names it, and
    ``lines`` maps such paths, as in ``spec.owner``, to lines of the file. ``digest`` changes when the text, or a file
    it includes, changes.
    """

    path: str
    index: int
    line: int
    digest: str
    ref: EntityRef | None = None
    entity: dict[str, Any] | None = None
    relations: tuple[Relation, ...] = ()
    named_at: Mapping[Relation, str] = field(default_factory=dict)
    locations: tuple[LocationTarget, ...] = ()
    error: DocumentError | None = None
    is_ownerless: bool = False
    warnings: tuple[DescriptorWarning, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)
    document_class: DocumentClass = DocumentClass.DESCRIPTOR

    @property
    def ok(self) -> bool:
        """Whether Backstage would accept the document."""
        return self.error is None

    @property
    def is_broken(self) -> bool:
        """Whether the error is one its authors should hear of."""
        return self.error is not None and self.document_class is DocumentClass.DESCRIPTOR


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """All documents of one file, empty ones left out.

    ``is_whole`` is False where the file could not be read as a whole (size, encoding): then its one document tells
    why, and nothing is known about what it declares.
    """

    path: str
    documents: tuple[Document, ...]
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class ParseOptions:
    """What surrounds a file.

    ``repository_url`` is the address of its repository, such as ``https://github.com/org/repo`` or what a clone has as
    its remote: placeholders with absolute URLs may then only point into it. ``custom_kinds`` are accepted besides the
    builtin ones. ``lifecycles``, and ``types`` by kind, are the values an organisation uses; None and absent kinds
    mean any.
    """

    repository_url: str | None = None
    custom_kinds: frozenset[str] = frozenset()
    lifecycles: frozenset[str] | None = None
    types: Mapping[str, frozenset[str]] = field(default_factory=dict)
    limits: YamlLimits = DEFAULT_LIMITS
    read_url: ReadUrl | None = None


DEFAULT_OPTIONS = ParseOptions()
