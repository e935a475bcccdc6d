"""A team's Team API as a page: what it wrote and what is observed, what is wrong with its file, what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from catalog.core.access import Actor
from portal.links import file_url
from portal.markdown import render_prose
from portal.selectors.names import Named, get_names
from portal.selectors.team_facts import get_team_facts
from teams.core.teamapi.compare import Change, compare_documents
from teams.core.teamapi.document import Severity
from teams.core.teamapi.page.merge import merge_team_page
from teams.core.teamapi.page.model import Field, Part, Row, TeamPage
from teams.models import Team, TeamApiVersion
from teams.selectors.team_api_places import list_lost_pointers
from teams.selectors.team_apis import get_team_api, list_other_files, list_versions, read_document

MOST_VERSIONS = 50
#: Where each part stands on the page: first whom to turn to, then what they answer for, beside it who they are.
_TOP = ("on-call", "channels")
_SIDE = ("identity", "people", "ways", "review")
#: Stands in the head of the page already.
_IN_HEAD = frozenset({"name", "focus", "type"})


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of a part with the page it leads to, where there is one that the actor may see."""

    row: Row
    named: Named | None


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A part with its rows."""

    part: Part
    rows: Sequence[ShownRow]

    @property
    def fields(self) -> list[Field]:
        """The fields that do not stand in the head of the page."""
        return [each for each in self.part.fields if self.part.id != "identity" or each.label not in _IN_HEAD]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not (self.fields or self.rows)


@dataclass(frozen=True, slots=True)
class ShownProblem:
    """Something wrong with a file, and where to look; `problem` as it is stored."""

    problem: dict[str, Any]
    path: str
    url: str


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file for the team that does not count, and where to look."""

    version: TeamApiVersion
    url: str


@dataclass(frozen=True, slots=True)
class TeamApiPage:
    """All that the page shows; `version` is what counts now, None where the team keeps no Team API."""

    page: TeamPage
    parts: Sequence[ShownPart]
    prose: str
    version: TeamApiVersion | None
    problems: Sequence[ShownProblem]
    others: Sequence[ShownFile]
    version_count: int

    @property
    def has_faults(self) -> bool:
        """Whether anything is wrong, and not only not understood."""
        return any(each.problem["severity"] != Severity.NOTE.value for each in self.problems)

    @property
    def type(self) -> str:
        """The type the team declares; empty where it declares none."""
        return next((field.text for field in self.page.part("identity").fields if field.label == "type"), "")

    @property
    def top(self) -> list[ShownPart]:
        """The parts that everybody looks for first, empty or not."""
        return [each for each in self.parts if each.part.id in _TOP]

    @property
    def side(self) -> list[ShownPart]:
        """The parts about the team itself that say something."""
        return [each for each in self.parts if each.part.id in _SIDE and not each.is_empty]

    @property
    def main(self) -> list[ShownPart]:
        """The parts about its work that say something."""
        return [each for each in self.parts if each.part.id not in (*_TOP, *_SIDE) and not each.is_empty]

    @property
    def unsaid(self) -> list[Part]:
        """The parts of which nobody has said anything yet."""
        return [each.part for each in self.parts if each.part.id not in _TOP and each.is_empty]


@dataclass(frozen=True, slots=True)
class ShownVersion:
    """A version with what changed since the one before, None where this program cannot read one of the two."""

    version: TeamApiVersion
    changes: Sequence[Change]
    is_first: bool
    url: str


def get_merged_page(actor: Actor, team: Team, now: datetime) -> TeamPage:
    """The Team API of a visible team as a value."""
    return merge_page(actor, team, get_team_api(actor, team.ref), now)


def get_team_api_page(actor: Actor, team: Team, now: datetime) -> TeamApiPage:
    """The page with everything around it."""
    version = get_team_api(actor, team.ref)
    page = merge_page(actor, team, version, now)
    names = get_names(actor, [row.ref for part in page.parts for row in part.rows if row.ref])
    others = list(list_other_files(actor, team.ref))
    files = [*([version] if version else []), *others]
    return TeamApiPage(
        page=page,
        parts=[ShownPart(part, [_show_row(row, names) for row in part.rows]) for part in page.parts],
        prose=render_prose(page.prose) if page.prose else "",
        version=version,
        problems=[problem for file in files for problem in _show_problems(file)],
        others=[ShownFile(each, file_url(each.origin_id, each.commit, each.path)) for each in others],
        version_count=list_versions(actor, version).count() if version else 0,
    )


@dataclass(frozen=True, slots=True)
class LostFile:
    """A Group that points at a Team API which is not there: what it says, where, and why there is none."""

    team: Named
    text: str
    why: str
    url: str
    place: str


def list_lost_files(actor: Actor, team_ref: str = "") -> list[LostFile]:
    """The Groups, of one team or of all, whose Team API is not where they say. One query mostly, at most seven."""
    lost = list_lost_pointers(actor, team_ref)
    names = get_names(actor, {each.pointer.team_ref for each in lost})
    return [
        LostFile(
            names[each.pointer.team_ref],
            each.pointer.text,
            each.why,
            file_url(
                each.pointer.descriptor_origin_id,
                each.pointer.commit,
                each.pointer.descriptor_path,
                each.pointer.line,
            ),
            f"{each.pointer.descriptor_path}, line {each.pointer.line}",
        )
        for each in lost
    ]


def list_shown_versions(actor: Actor, version: TeamApiVersion) -> list[ShownVersion]:
    """The versions of the file that counts, the newest first, each with what changed in it."""
    versions = list(list_versions(actor, version)[: MOST_VERSIONS + 1])
    documents = [read_document(each) for each in versions]
    shown = []
    for number, each in enumerate(versions[:MOST_VERSIONS]):
        is_first = number + 1 == len(versions)
        before = None if is_first else documents[number + 1]
        changes = () if is_first else compare_documents(before, documents[number])
        shown.append(ShownVersion(each, changes, is_first, file_url(each.origin_id, each.commit, each.path)))
    return shown


def merge_page(actor: Actor, team: Team, version: TeamApiVersion | None, now: datetime) -> TeamPage:
    """What a version says joined with what is observed of its team; None where it keeps no Team API."""
    facts = get_team_facts(actor, team, now, _find_document(version))
    return merge_team_page(read_document(version) if version else None, facts)


def _find_document(version: TeamApiVersion | None) -> str:
    if version is None:
        return ""
    return f"{settings.BASE_URL}{file_url(version.origin_id, version.commit, version.path)}"


def _show_row(row: Row, names: dict[str, Named]) -> ShownRow:
    named = names[row.ref] if row.ref else None
    return ShownRow(row, named if named is not None and named.is_known else None)


def _show_problems(file: TeamApiVersion) -> list[ShownProblem]:
    return [
        ShownProblem(
            each,
            file.path,
            file_url(file.origin_id, each.get("commit") or file.commit, file.path, each.get("line") or 0),
        )
        for each in file.problems
    ]
