"""Team APIs in the organisation of `tests/scoring/samples.py`, for samples of the checks that watch them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from scoring.core.snapshot import AuthorWork, Entity, Place, Snapshot, TeamApi
from teams.core.teamapi.document import TeamApiDocument
from tests.scoring.samples import NOW, SHA, TEAMS, entity, group, snapshot, work
from tests.teams.core.teamapi.samples import read

#: The repository that the Team APIs stand in; the code of entities is in another.
HOME = 8
WINDOWS = (60, 90, 180)


def group_entity(name: str, **more: Any) -> Entity:
    """The Group of a team."""
    return replace(
        entity("", kind="group", name=name, type="team", lifecycle="", **more), title=TEAMS[group(name)].shown_name
    )


def document(name: str, text: str = "", updated: str = "2026-05-01") -> TeamApiDocument:
    """The Team API of a team; `text` is what it says beyond the required."""
    head = f"apiVersion: teamapi/v1\nkind: TeamApi\nteam: {group(name)}\nupdated: {updated}\n"
    return read(f"{head}{text}\n")


def keep(name: str, said: TeamApiDocument | None, problem: str = "") -> TeamApi:
    """A Team API as the Snapshot holds it; with a problem, its file cannot be read now."""
    return TeamApi(group(name), Place(HOME, SHA, f"teams/{name}/team-api.yaml", 1), said, date(2026, 5, 1), problem)


def keeping(
    *entities: Entity, problems: dict[str, str] | None = None, snapshot_of: dict[str, Any] | None = None, **texts: str
) -> Snapshot:
    """The organisation with these entities, where teams keep the Team APIs of `texts` and nobody else keeps any.

    `problems` are of files that cannot be read now; without a text they never could. `snapshot_of` goes to the
    Snapshot.
    """
    apis = {group(name): keep(name, document(name, text)) for name, text in texts.items()}
    for name, problem in (problems or {}).items():
        apis[group(name)] = keep(name, apis[group(name)].document if group(name) in apis else None, problem)
    groups = [group_entity(name) for name in sorted({*texts, *(problems or {})})]
    given = {"team_apis": apis, "production_lifecycles": frozenset({"production"})} | (snapshot_of or {})
    made = snapshot(*entities, works=given.pop("works", None), history=given.pop("history", None))
    return replace(made, entities={**made.entities, **{each.ref: each for each in groups}}, **given)


def recent(name: str, commits: int, *, is_bot: bool = False) -> AuthorWork:
    """Commits by one author within the last 60 days."""
    return replace(work(name, commits, is_bot=is_bot), in_window=dict.fromkeys(WINDOWS, commits))


def days_before(days: int) -> str:
    """A date so many days before today, as it is written."""
    return date.fromordinal(NOW.date().toordinal() - days).isoformat()
