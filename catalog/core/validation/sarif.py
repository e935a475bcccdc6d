"""Problems as a SARIF 2.1.0 log, which code scanning and editors read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from catalog.core.validation.problems import CheckedFile, Problem, list_problems
from catalog.core.validation.rules import RULES

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render_sarif(files: Iterable[CheckedFile]) -> Iterator[str]:
    """The one log of all problems, as JSON."""
    problems = [problem for file in files for problem in list_problems(file)]
    driver = {"name": "bailiwick validate", "rules": [_rule(code) for code in sorted({p.code for p in problems})]}
    log = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": [_result(problem) for problem in problems]}],
    }
    yield json.dumps(log, indent=1)


def _rule(code: str) -> dict[str, Any]:
    return {"id": code, "shortDescription": {"text": RULES[code]}}


def _result(problem: Problem) -> dict[str, Any]:
    text = f"{problem.message}. Remedy: {problem.remedy}." if problem.remedy else problem.message
    uri = quote(problem.file.encode("utf-8", "surrogateescape"))
    place = {"artifactLocation": {"uri": uri}, "region": {"startLine": problem.line}}
    return {
        "ruleId": problem.code,
        "level": problem.severity.word,
        "message": {"text": text},
        "locations": [{"physicalLocation": place}],
    }
