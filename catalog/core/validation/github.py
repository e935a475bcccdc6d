"""Problems as workflow commands, which GitHub shows beside the lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from catalog.core.validation.problems import CheckedFile, Problem, Severity, list_problems

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render_github(files: Iterable[CheckedFile]) -> Iterator[str]:
    """A workflow command for each problem."""
    return (render_command(problem) for file in files for problem in list_problems(file))


def render_command(problem: Problem) -> str:
    """The workflow command for one problem; one without a file is shown on the whole run."""
    message = f"{problem.message}; {problem.remedy}" if problem.remedy else problem.message
    file = f"file={_property(problem.file)},line={problem.line}," if problem.file else ""
    place = f"{file}title={_property(problem.code)}"
    return f"::{_COMMANDS[problem.severity]} {place}::{_data(message)}"


def _data(text: str) -> str:
    text = text.encode("utf-8", "replace").decode()
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
