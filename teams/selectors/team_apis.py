"""Reads of Team APIs: what counts now, former versions, and the files that wait or cannot be used."""

from __future__ import annotations

from functools import lru_cache

from catalog.core.access import Actor
from catalog.models.visibility import VisibleQuerySet
from teams.core.teamapi.document import TeamApiDocument
from teams.core.teamapi.parse import parse_team_api
from teams.models import TeamApiVersion
from teams.selectors.teams import list_teams


def list_team_apis(actor: Actor) -> VisibleQuerySet[TeamApiVersion]:
    """What counts now for each team, where the actor may see both the team and the file."""
    teams = list_teams(actor).order_by().values("ref")
    found = TeamApiVersion.objects.visible_to(actor).filter(superseded_at=None, is_counted=True, team_ref__in=teams)
    return found.select_related("origin").order_by("team_ref")


def get_team_api(actor: Actor, team_ref: str) -> TeamApiVersion | None:
    """What counts now for one team; None where it keeps no Team API that the actor may see."""
    return list_team_apis(actor).filter(team_ref=team_ref.lower()).first()


def list_other_files(actor: Actor, team_ref: str) -> VisibleQuerySet[TeamApiVersion]:
    """Files for this team that do not count: another was seen first, or they never could be used."""
    found = TeamApiVersion.objects.visible_to(actor).filter(superseded_at=None, is_counted=False, team_ref=team_ref)
    return found.select_related("origin").order_by("first_seen_at", "pk")


def list_files_without_use(actor: Actor) -> list[TeamApiVersion]:
    """Files that cannot be used as they are now, and those that are no team's, by repository and path. One query."""
    found = TeamApiVersion.objects.visible_to(actor).filter(superseded_at=None, origin__removed_at=None)
    rows = found.select_related("origin").defer("text", "owns").order_by("origin__name", "path", "pk")
    return [row for row in rows if row.is_broken or not row.team_ref]


def list_versions(actor: Actor, version: TeamApiVersion) -> VisibleQuerySet[TeamApiVersion]:
    """All that the file of `version` ever said and could be used, the newest first."""
    same = TeamApiVersion.objects.visible_to(actor).filter(origin=version.origin_id, path=version.path)
    return same.exclude(text="").select_related("origin").order_by("-seen_at", "-pk")


def list_documents(actor: Actor) -> dict[str, tuple[TeamApiVersion, TeamApiDocument]]:
    """What counts now for each team that the actor may see, as it was read, by the team's ref. One query."""
    read = ((version, read_document(version)) for version in list_team_apis(actor))
    return {version.team_ref: (version, document) for version, document in read if document is not None}


def read_document(version: TeamApiVersion) -> TeamApiDocument | None:
    """The document of a version; None where this program cannot read it any more."""
    return _parse(version.path, version.text) if version.text else None


@lru_cache(maxsize=2048)
def _parse(path: str, text: str) -> TeamApiDocument | None:
    """Pages on all teams read every document; most of them are the same as a moment ago."""
    return parse_team_api(path, text.encode()).document
