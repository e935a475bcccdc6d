"""How much YAML is read, and the one exception that says what was wrong with it.

The figures are those that held against hostile files: deep nesting kills libyaml's own loader, aliases multiply
(nine lines of them stand for billions of nodes), and real files need this much room: some hold 100 documents.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class YamlLimits:
    """Bounds on one file and on each document in it. Sizes are characters, but for ``file_bytes``.

    A file costs what its documents and nodes cost, however few bytes they take. So of more than
    ``documents_of_any_size`` each must have ``bytes_per_document`` on average, as much as a real one has of envelope
    alone; and what all documents together have beyond ``nodes`` must have ``bytes_per_node``: real files have 8 to 20.
    """

    file_bytes: int = 4 * 1024 * 1024
    documents: int = 5_000
    documents_of_any_size: int = 1_000
    bytes_per_document: int = 128
    bytes_per_node: int = 10
    document_characters: int = 1024 * 1024
    depth: int = 64
    nodes: int = 20_000  # every alias counts as the nodes it stands for
    aliases: int = 100
    expanded_characters: int = 2 * 1024 * 1024

    def documents_in(self, size: int) -> int:
        """How many documents are read of a file of ``size`` bytes."""
        return min(self.documents, max(self.documents_of_any_size, size // self.bytes_per_document))

    def nodes_in(self, size: int) -> int:
        """How many nodes are read of all documents of a file of ``size`` bytes."""
        return self.nodes + size // self.bytes_per_node


DEFAULT_LIMITS = YamlLimits()


@dataclass(frozen=True, slots=True)
class YamlFault:
    """What is wrong with a file or document: one sentence and the 1-based line in the file."""

    message: str
    line: int


class YamlRefused(Exception):  # noqa: N818 - a fault of the file, not of the program
    """Raised while reading one document; ``fault`` is what callers get to see."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.fault = YamlFault(message, line)
