"""`/team-apis`: what teams say of themselves joined with what is observed, version by version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal

from django.http import Http404
from django.utils import timezone

from catalog.models.visibility import VisibleQuerySet
from portal.api.addresses import member_address
from portal.api.base import ListView, ReadView
from portal.api.problems import BadParametersError
from portal.api.query import LARGEST_ID, Parameter, number_parameter
from portal.api.shapes import Fault, JsonObject, Place, Shape
from portal.api.teams import get_visible_team
from portal.links import file_url
from portal.selectors.names import get_names
from portal.selectors.team_api import merge_page
from teams.core.teamapi.acceptance import Refusal
from teams.core.teamapi.compare import Change, compare_documents
from teams.core.teamapi.page.render import page_to_json
from teams.models import TeamApiVersion
from teams.selectors.team_api_places import list_lost_pointers
from teams.selectors.team_apis import get_team_api, list_other_files, list_team_apis, list_versions, read_document
from teams.team_api_filters import TeamApiFilters, TeamApiVersionFilters


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamApiFile(Shape):
    """Where a Team API stands."""

    repository: Place
    path: str
    commit: str
    page: Annotated[str, "The path of the page in the portal that shows it."]


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamApiItem(Shape):
    """The Team API that counts for a team now."""

    team_ref: str
    team_name: str
    dialect: Annotated[str, "The form it is written in."]
    file: TeamApiFile
    seen_at: Annotated[datetime, "Since when it says what it says."]
    is_broken: Annotated[bool, "Whether the file as it is now cannot be used; then what it said before counts."]
    errors: int
    warnings: int
    notes: Annotated[int, "How many things in it were not understood."]
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamApiProblem(Shape):
    """Something wrong with the file, or not understood in it."""

    severity: Annotated[Literal["error", "warning", "note"], "A note: not understood."]
    message: str
    remedy: str
    path: Annotated[str, "The field, as in `channels.0.type`; empty where it is none."]
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherFile(Shape):
    """A file for this team that does not count."""

    file: TeamApiFile
    refusal: Annotated[Literal["not-trusted", "another-counts"] | None, "Null where it cannot be used."]
    reason: Annotated[str, "The refusal in sentences, with what would change it."]
    problems: list[TeamApiProblem]


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamApiFull(Shape):
    """A Team API: what the team says and what is observed, each with where it comes from."""

    team_ref: str
    dialect: Annotated[str | None, "The form it is written in; null where the team keeps no file."]
    file: TeamApiFile | None
    problems: list[TeamApiProblem]
    other_files: list[OtherFile]
    lost: Annotated[list[str], "Why what the Group points at is not there; empty where it is, or points nowhere."]
    document: Annotated[JsonObject, "What the page shows: `parts`, each with `fields` and `rows` and their `source`."]
    versions: Annotated[str | None, "Where its versions are."]


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamApiVersionItem(Shape):
    """What the file said for a time."""

    id: int
    dialect: str
    file: TeamApiFile
    seen_at: datetime
    superseded_at: Annotated[datetime | None, "Null for the last one."]


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamApiChange(Shape):
    """One change, in a sentence."""

    kind: Literal["added", "removed", "changed"]
    part: str
    sentence: str
    old_line: Annotated[int, "0 where it is not in the older version."]
    new_line: Annotated[int, "0 where it is not in the newer version."]


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamApiDiff(Shape):
    """What changed from one version to another."""

    older: Annotated[TeamApiVersionItem | None, "Null for nothing: then everything is new."]
    newer: TeamApiVersionItem
    changes: list[TeamApiChange]


class ListTeamApis(ListView):
    """The Team APIs that count now."""

    subject = "team"
    answer = TeamApiItem
    filters = TeamApiFilters
    sorts = {"team": ("team_ref", "pk"), "seen_at": ("seen_at", "pk")}

    def get_queryset(self) -> VisibleQuerySet[TeamApiVersion]:
        """The Team APIs."""
        return list_team_apis(self.actor)

    def describe(self, rows: Sequence[TeamApiVersion]) -> list[TeamApiItem]:
        """Two queries."""
        names = get_names(self.actor, [row.team_ref for row in rows])
        return [_describe_item(row, names[row.team_ref].name) for row in rows]


class GetTeamApi(ReadView):
    """The Team API of one team, also of one that keeps no file."""

    subject = "team"
    answer = TeamApiFull
    may_move = True

    def read(self) -> TeamApiFull:
        """The Team API. As many queries as its page."""
        team = get_visible_team(self, "team-apis")
        version = get_team_api(self.actor, team.ref)
        return TeamApiFull(
            team_ref=team.ref,
            dialect=version.dialect if version else None,
            file=_describe_file(version) if version else None,
            problems=_describe_problems(version) if version else [],
            other_files=[
                OtherFile(
                    file=_describe_file(other),
                    refusal=Refusal(other.refusal).value if other.refusal else None,
                    reason=other.refusal_words,
                    problems=_describe_problems(other),
                )
                for other in list_other_files(self.actor, team.ref)
            ],
            lost=[each.told for each in list_lost_pointers(self.actor, team.ref)],
            document=page_to_json(merge_page(self.actor, team, version, timezone.now())),
            versions=f"{member_address('team-apis', team.ref)}/versions" if version else None,
        )


class ListTeamApiVersions(ListView):
    """What the file that counts for a team ever said, the latest first."""

    subject = "team"
    answer = TeamApiVersionItem
    may_move = True
    filters = TeamApiVersionFilters
    sorts = {"seen_at": ("seen_at", "pk")}
    sort = "-seen_at"

    def get_queryset(self) -> VisibleQuerySet[TeamApiVersion]:
        """The versions. Two queries to find the team and its file."""
        return list_versions(self.actor, _get_current(self, "versions"))

    def describe(self, rows: Sequence[TeamApiVersion]) -> list[TeamApiVersionItem]:
        """No query."""
        return [_describe_version(row) for row in rows]


class GetTeamApiDiff(ReadView):
    """What changed between two versions; without parameters between the last two."""

    subject = "team"
    answer = TeamApiDiff
    may_move = True
    parameters: ClassVar[tuple[Parameter, ...]] = (
        number_parameter("older", "Id of the older version; that before the newer if left out.", 1, LARGEST_ID),
        number_parameter("newer", "Id of the newer version; the last if left out.", 1, LARGEST_ID),
    )

    def read(self) -> TeamApiDiff:
        """The difference. Four queries."""
        versions = list(list_versions(self.actor, _get_current(self, "diff")))
        newer = self._choose("newer", versions) or versions[0]
        rest = versions[versions.index(newer) + 1 :]
        older = self._choose("older", versions) or (rest[0] if rest else None)
        changes = compare_documents(read_document(older) if older else None, read_document(newer))
        return TeamApiDiff(
            older=_describe_version(older) if older else None,
            newer=_describe_version(newer),
            changes=[_describe_change(change) for change in changes],
        )

    def _choose(self, name: str, versions: Sequence[TeamApiVersion]) -> TeamApiVersion | None:
        text = self.asked.get(name)
        if text is None:
            return None
        found = next((version for version in versions if version.pk == int(text)), None)
        if found is None:
            raise BadParametersError([Fault(parameter=name, detail="Is not the id of a version of this Team API.")])
        return found


def _get_current(view: ReadView, rest: str) -> TeamApiVersion:
    team = get_visible_team(view, "team-apis", rest)
    version = get_team_api(view.actor, team.ref)
    if version is None:
        raise Http404
    return version


def _describe_item(row: TeamApiVersion, name: str) -> TeamApiItem:
    severities = [problem["severity"] for problem in row.problems]
    return TeamApiItem(
        team_ref=row.team_ref,
        team_name=name,
        dialect=row.dialect,
        file=_describe_file(row),
        seen_at=row.seen_at,
        is_broken=row.is_broken,
        errors=severities.count("error"),
        warnings=severities.count("warning"),
        notes=severities.count("note"),
        href=member_address("team-apis", row.team_ref),
    )


def _describe_file(row: TeamApiVersion) -> TeamApiFile:
    return TeamApiFile(
        repository=Place(id=row.origin_id, name=row.origin.name),
        path=row.path,
        commit=row.commit,
        page=file_url(row.origin_id, row.commit, row.path),
    )


def _describe_problems(row: TeamApiVersion) -> list[TeamApiProblem]:
    return [_describe_problem(problem) for problem in row.problems]


def _describe_problem(problem: Mapping[str, Any]) -> TeamApiProblem:
    return TeamApiProblem(
        severity=problem["severity"],
        message=problem["message"],
        remedy=problem["remedy"],
        path=problem["path"],
        line=problem["line"],
    )


def _describe_version(row: TeamApiVersion) -> TeamApiVersionItem:
    return TeamApiVersionItem(
        id=row.pk,
        dialect=row.dialect,
        file=_describe_file(row),
        seen_at=row.seen_at,
        superseded_at=row.superseded_at,
    )


def _describe_change(change: Change) -> TeamApiChange:
    return TeamApiChange(
        kind=change.kind.value,
        part=change.part,
        sentence=change.sentence,
        old_line=change.old_line,
        new_line=change.new_line,
    )
