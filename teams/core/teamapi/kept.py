"""A kept file as what is stored of a Team API: whose it is, what it claims, and what is wrong with it."""

from __future__ import annotations

import posixpath
import re
from dataclasses import asdict, dataclass
from typing import Any

from catalog.core.code_urls import normalize_path, parse_code_url
from catalog.core.remotes import RemoteAddress
from teams.core.teamapi.claims import list_claims
from teams.core.teamapi.document import ParsedTeamApi, Problem
from teams.core.teamapi.naming import canonical_team_ref
from teams.core.teamapi.parse import parse_team_api

#: The annotation of a Group that says where its Team API stands.
TEAM_API_REF = "bailiwick.dev/team-api-ref"

_TEAM_LINE = re.compile(r"^team:[ \t]*[\"']?([^\s\"'#]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class KeptTeamApi:
    """What is stored of a file; `is_good` is false where it cannot be used, and then only the problems count."""

    is_good: bool
    dialect: str
    declared_ref: str
    owns: tuple[dict[str, Any], ...]
    problems: tuple[dict[str, Any], ...]


def read_kept(path: str, text: str) -> KeptTeamApi:
    """Read the text of a file. A document with errors still tells by its field `team` whom to tell."""
    parsed = parse_team_api(path, text.encode())
    problems = tuple(_problem_to_json(problem) for problem in parsed.problems)
    if parsed.document is None:
        return KeptTeamApi(False, parsed.dialect.value, _guess_team(text), (), problems)
    return KeptTeamApi(True, parsed.dialect.value, parsed.document.team_ref, _list_owned(parsed), problems)


def refuse_kept(problem: str) -> KeptTeamApi:
    """A file of which there is no text; `problem` says why."""
    return KeptTeamApi(False, "", "", (), (_problem_to_json(Problem(problem, 1)),))


def find_place(text: str, descriptor_path: str) -> tuple[RemoteAddress | None, str]:
    """Where the annotation of a Group points: repository and path; None stands for the Group's own repository.

    Paths are relative to the descriptor, or to the top of the repository where they begin with a slash. The path is
    empty where the annotation names no file.
    """
    written = text.strip()
    if "://" in written:
        code = parse_code_url(written)
        return (code.repository, code.path) if code else (None, "")
    folder = "" if written.startswith("/") else posixpath.dirname(descriptor_path)
    return None, normalize_path(f"{folder}/{written}") or ""


def _list_owned(parsed: ParsedTeamApi) -> tuple[dict[str, Any], ...]:
    claims = list_claims(parsed.document) if parsed.document else ()
    return tuple(
        {"ref": claim.subject_ref, "repository": claim.repository, "line": claim.line}
        for claim in claims
        if claim.subject_ref or claim.repository
    )


def _guess_team(text: str) -> str:
    found = _TEAM_LINE.search(text)
    return canonical_team_ref(found[1]) if found else ""


def _problem_to_json(problem: Problem) -> dict[str, Any]:
    return {**asdict(problem), "severity": problem.severity.value}
