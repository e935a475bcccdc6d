"""Problems of descriptor files with their severity: errors of broken descriptors, warnings, and notes on the rest."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple

from catalog.core.descriptors import (
    DescriptorWarning,
    Document,
    DocumentClass,
    ParsedFile,
    find_dangling,
    find_repeated,
)

_LEFT_ALONE = {
    DocumentClass.SKELETON: ("template-skeleton", "an unrendered template of a descriptor, left alone"),
    DocumentClass.FOREIGN: ("file-of-another-tool", "not a file for the catalog, left alone"),
}


class Severity(IntEnum):
    """How bad a problem is; comparable."""

    NOTE = 0
    WARNING = 1
    ERROR = 2

    @property
    def word(self) -> str:
        """The severity as written: note, warning or error."""
        return self.name.lower()


class Problem(NamedTuple):
    """One thing to say about one line of one file. ``remedy`` may be empty."""

    file: str
    line: int
    severity: Severity
    code: str
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file as its user named it, what was read from it, its lines of text, and what showed among other files.

    ``repository`` tells files of one repository from those of another, whose paths may be the same. ``together`` holds
    warnings by the index of the document.
    """

    name: str
    parsed: ParsedFile
    rows: Sequence[str]
    repository: str = ""
    together: dict[int, list[DescriptorWarning]] = field(default_factory=dict)

    def warnings_of(self, document: Document) -> list[DescriptorWarning]:
        """All warnings about one document."""
        return [*document.warnings, *self.together.get(document.index, ())]


def check_together(
    files: Sequence[CheckedFile], *, is_whole_catalog: bool, elsewhere: Collection[str] = frozenset()
) -> None:
    """Add what only shows among files: refs declared twice in a repository and, in a whole catalog, refs to nothing.

    `elsewhere` are refs of entities that a whole catalog has besides those of the files.
    """
    refs = {str(document.ref) for file in files for document in file.parsed.documents if document.entity is not None}
    refs |= set(elsewhere)
    for repository in dict.fromkeys(file.repository for file in files):
        by_path = {file.parsed.path: file for file in files if file.repository == repository}
        parsed = [file.parsed for file in by_path.values()]
        for each in (*find_repeated(parsed), *(find_dangling(parsed, refs) if is_whole_catalog else ())):
            by_path[each.path].together.setdefault(each.document_index, []).append(each.warning)


def list_problems(file: CheckedFile) -> Iterator[Problem]:
    """The problems of one file, document by document."""
    for document in file.parsed.documents:
        yield from _refusal(file.name, document)
        for warning in file.warnings_of(document):
            yield Problem(file.name, warning.line, Severity.WARNING, warning.code, warning.message, warning.remedy)


def _refusal(name: str, document: Document) -> Iterator[Problem]:
    error = document.error
    if error is None:
        return
    left_alone = _LEFT_ALONE.get(document.document_class)
    if left_alone is not None:
        yield Problem(name, document.line, Severity.NOTE, *left_alone, "")
    else:
        yield Problem(name, error.line, Severity.ERROR, f"refused-by-{error.stage}", error.message, "")


def worst(problems: Iterable[Problem]) -> Severity:
    """The worst severity there is; a note where there is nothing."""
    return max((problem.severity for problem in problems), default=Severity.NOTE)
