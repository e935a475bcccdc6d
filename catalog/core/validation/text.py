"""Problems for people at a terminal: each with its line marked, then a summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from catalog.core.validation.problems import CheckedFile, Problem, Severity, list_problems

_LONGEST_ROW = 160  # characters of a marked line
_PLURALS = {Severity.ERROR: "errors", Severity.WARNING: "warnings"}


def render_text(files: Sequence[CheckedFile], *, with_notes: bool = False) -> Iterator[str]:
    """Lines of text. What is left alone is counted in the summary, and shown with ``with_notes``."""
    count: Counter[Severity] = Counter()
    for file in files:
        for problem in list_problems(file):
            count[problem.severity] += 1
            if problem.severity > Severity.NOTE or with_notes:
                yield from _render_problem(problem, file.rows)
    yield _summary(files, count)


def _render_problem(problem: Problem, rows: Sequence[str]) -> Iterator[str]:
    place = f"{problem.file}:{problem.line}"
    yield printable(f"{place}: {problem.severity.word}: {problem.message} [{problem.code}]")
    if 0 < problem.line <= len(rows) and rows[problem.line - 1].strip():
        row = printable(rows[problem.line - 1].rstrip()[:_LONGEST_ROW])
        number = f"{problem.line:>6}"
        indent = len(row) - len(row.lstrip())
        yield f"{number} | {row}"
        yield f"{' ' * len(number)} | {' ' * indent}{'^' * (len(row) - indent)}"
    if problem.remedy:
        yield printable(f"       = {problem.remedy}")
    yield ""


def _summary(files: Sequence[CheckedFile], count: Counter[Severity]) -> str:
    documents = sum(len(file.parsed.documents) for file in files)
    parts = [_counted(count[severity], severity) for severity in (Severity.ERROR, Severity.WARNING)]
    left_alone = f", {count[Severity.NOTE]} left alone" if count[Severity.NOTE] else ""
    return f"{_number(len(files), 'file')}, {_number(documents, 'document')}: {', '.join(parts)}{left_alone}"


def _counted(number: int, severity: Severity) -> str:
    return f"{number} {severity.word if number == 1 else _PLURALS[severity]}"


def _number(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def printable(text: str) -> str:
    """The text without anything that moves a cursor, changes colours or direction, or cannot be encoded."""
    shown = text.replace("\t", " ")
    return shown if shown.isprintable() else "".join(c if c.isprintable() else ascii(c)[1:-1] for c in shown)
