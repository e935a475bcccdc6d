"""Files of Team APIs that are of no use as they are: nobody can read them, or they are no team's."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.core.access import Actor
from portal.links import file_url
from portal.selectors.names import Named, get_names
from teams.core.teamapi.document import Severity
from teams.models import TeamApiVersion
from teams.selectors.team_apis import list_files_without_use

_NOBODY_S = "It says of no team of the catalog that it is theirs"
_POINT = "point at it from the team's Group, with the annotation bailiwick.dev/team-api-ref"


@dataclass(frozen=True, slots=True)
class UselessFile:
    """A file, what is wrong with it and what to do; `team` is None where it is no team's."""

    version: TeamApiVersion
    team: Named | None
    message: str
    remedy: str
    line: int
    url: str
    more: int


def list_useless_files(actor: Actor) -> list[UselessFile]:
    """The files, by repository and path. One query, and those of names."""
    rows = list_files_without_use(actor)
    names = get_names(actor, {row.team_ref for row in rows if row.team_ref})
    return [_describe(row, names[row.team_ref] if row.team_ref else None) for row in rows]


def _describe(row: TeamApiVersion, team: Named | None) -> UselessFile:
    errors = [problem for problem in row.problems if problem["severity"] == Severity.ERROR.value]
    if errors:
        first, more = errors[0], len(errors) - 1
        url = file_url(row.origin_id, first.get("commit") or row.commit, row.path, first["line"])
        return UselessFile(row, team, first["message"], first["remedy"], first["line"], url, more)
    said = f"{_NOBODY_S}: {row.declared_ref} is none" if row.declared_ref else _NOBODY_S
    return UselessFile(row, team, said, _POINT, 1, file_url(row.origin_id, row.commit, row.path), 0)
