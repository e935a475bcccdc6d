"""A second, independent reading of the demo: the first six checks, computed from the repositories with Git and PyYAML.

It shares no code with the product. Every guard of a check can be turned off, which shows what a trap catches.
"""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

JUDGED = {"Component", "API", "Resource", "System"}
HOST = "https://git.brindlemoor.example/brindlemoor/"
Found = set[tuple[str, str, str]]


@dataclass(frozen=True)
class Guards:
    """What keeps the checks from crying wolf; all on."""

    leaves_bots_out: bool = True
    reads_mailmap: bool = True
    reads_more_addresses: bool = True
    knows_inner_source: bool = True
    counts_sub_teams: bool = True
    prefers_owner_team: bool = True
    fewest_commits: int = 10
    window_days: int = 180
    looks_below_departments: bool = True
    reads_members_of_groups: bool = True
    ignores_case: bool = True
    knows_slugs: bool = True
    skips_unknown_owners: bool = True
    judges_folder_not_file: bool = True
    reads_first_codeowners_only: bool = True
    knows_persons: bool = True
    knows_source_location: bool = True
    counts_codeowners: bool = True
    skips_empty_repositories: bool = True


@dataclass(frozen=True)
class Commit:
    sha: str
    name: str
    email: str
    seconds: int
    message: str
    paths: tuple[str, ...]

    @property
    def is_by_bot(self) -> bool:
        return self.name.endswith("[bot]")


def run_git(repository: Path, *arguments: str) -> str:
    command = ["git", "-C", str(repository), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@cache
def read_log(repository: Path, since: int, *, with_mailmap: bool) -> tuple[Commit, ...]:
    if not run_git(repository, "rev-list", "--all", "-1"):
        return ()
    who = "%aN%x02%aE" if with_mailmap else "%an%x02%ae"
    form = f"--format=%x01%H%x02{who}%x02%ct%x02%s"
    text = run_git(repository, "log", "--no-merges", f"--since={since}", form, "--name-only", "HEAD")
    return tuple(_read_commit(part) for part in text.split("\x01")[1:])


def _read_commit(part: str) -> Commit:
    head, _, rest = part.partition("\n")
    sha, name, email, seconds, message = head.split("\x02")
    return Commit(sha, name, email, int(seconds), message, tuple(line for line in rest.split("\n") if line))


@dataclass
class Reading:
    root: Path
    now: datetime
    guards: Guards = field(default_factory=Guards)
    entities: dict[str, dict[str, Any]] = field(default_factory=dict)
    code: dict[str, tuple[str, str]] = field(default_factory=dict)
    with_descriptor: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.repositories = sorted(path.parent.name for path in self.root.glob("*/.git"))
        for repository in self.repositories:
            for file in sorted((self.root / repository).rglob("catalog-info.yaml")):
                self._read_file(repository, file)
        self.groups = dict(self._of_kind("Group"))
        self.teams_of = self._read_memberships()
        self.emails = {email: name for name, each in self._of_kind("User") for email in self._emails_of(each)}

    def findings(self) -> Found:
        found: Found = set()
        for ref, document in self.entities.items():
            if document["kind"] in JUDGED:
                found |= {(check, ref, "") for check in self._judge(ref, document)}
        return found | {
            ("repository-is-claimed", f"repository:{name}", "")
            for name in self.repositories
            if self._is_unclaimed(name)
        }

    # reading

    def _read_file(self, repository: str, file: Path) -> None:
        folder = file.parent.relative_to(self.root / repository).as_posix().removeprefix(".")
        for text in re.split(r"^---$", file.read_text(), flags=re.MULTILINE):
            try:
                document = yaml.safe_load(text)
            except yaml.YAMLError:
                continue
            if not re.fullmatch(r"[A-Za-z0-9._-]+", str(document["metadata"]["name"])):
                continue
            self.with_descriptor.add(repository)
            ref = f"{document['kind']}:default/{document['metadata']['name']}".lower()
            if ref in self.entities:
                continue
            self.entities[ref] = document
            if document["kind"] in JUDGED:
                self.code[ref] = self._code_of(document, repository, folder)

    def _code_of(self, document: dict[str, Any], repository: str, folder: str) -> tuple[str, str]:
        annotations = document["metadata"].get("annotations", {})
        location = annotations.get("backstage.io/source-location", "")
        if location and self.guards.knows_source_location:
            other, _, path = location.removeprefix(f"url:{HOST}").partition("/tree/main/")
            return (other, path.strip("/"))
        if slug := annotations.get("github.com/project-slug", ""):
            return (slug.removeprefix("brindlemoor/"), "")
        return (repository, folder)

    def _of_kind(self, kind: str) -> list[tuple[str, dict[str, Any]]]:
        return [(each["metadata"]["name"], each) for each in self.entities.values() if each["kind"] == kind]

    def _read_memberships(self) -> dict[str, set[str]]:
        teams = {name: set(each["spec"]["memberOf"]) for name, each in self._of_kind("User")}
        for name, group in self.groups.items():
            for person in group["spec"].get("members", []) if self.guards.reads_members_of_groups else []:
                teams[person].add(name)
        return teams

    def _emails_of(self, user: dict[str, Any]) -> list[str]:
        more = user["metadata"].get("annotations", {}).get("bailiwick.dev/emails", "")
        known = [user["spec"]["profile"]["email"]]
        return [*known, *filter(None, more.split(", "))] if self.guards.reads_more_addresses else known

    def _below(self, group: str) -> set[str]:
        return {group}.union(*(self._below(child) for child in self.groups[group]["spec"]["children"]))

    def commits_of(self, repository: str) -> tuple[Commit, ...]:
        """The commits of the window but merges, newest first."""
        since = int((self.now - timedelta(days=self.guards.window_days)).timestamp())
        return read_log(self.root / repository, since, with_mailmap=self.guards.reads_mailmap)

    def root_of(self, repository: str, path: str) -> str | None:
        """The deepest folder above the path that is some entity's."""
        roots = {prefix for name, prefix in self.code.values() if name == repository}
        return max((root for root in roots if not root or path.startswith(f"{root}/")), key=len, default=None)

    # judging

    def _judge(self, ref: str, document: dict[str, Any]) -> list[str]:
        owner_text = document["spec"].get("owner", "")
        if not owner_text:
            return ["owner-is-declared"]
        owner = self._group_of(owner_text)
        found = [] if self._agrees(ref, owner) else ["claims-agree"]
        if owner is None:
            return [*found, "owner-is-known-team"]
        members = {name for name, teams in self.teams_of.items() if teams & self._living_below(owner)}
        if not members:
            found.append("owner-team-is-alive")
        label = document["metadata"].get("labels", {}).get("bailiwick.dev/inner-source")
        if not (label and self.guards.knows_inner_source) and self._is_done_by_others(ref, owner):
            found.append("owner-does-the-work")
        return found

    def _living_below(self, owner: str) -> set[str]:
        return self._below(owner) if self.guards.looks_below_departments else {owner}

    def _group_of(self, text: str) -> str | None:
        if self.guards.ignores_case:
            text = text.lower()
        name = text.removeprefix("group:").removeprefix("default/")
        return name if name in self.groups else None

    def _is_done_by_others(self, ref: str, owner: str) -> bool:
        own = self._below(owner) if self.guards.counts_sub_teams else {owner}
        by_team: Counter[str] = Counter()
        total = 0
        for commit in self._commits_of(ref):
            if commit.is_by_bot and self.guards.leaves_bots_out:
                continue
            total += 1
            teams = self._teams_of_author(commit)
            if teams & own and self.guards.prefers_owner_team:
                continue
            by_team.update(teams - own)
        return any(count >= self.guards.fewest_commits and 2 * count >= total for count in by_team.values())

    def _teams_of_author(self, commit: Commit) -> set[str]:
        if person := self.emails.get(commit.email):
            return self.teams_of[person]
        return {name for name, group in self.groups.items() if group["spec"]["profile"]["email"] == commit.email}

    def _commits_of(self, ref: str) -> list[Commit]:
        repository, folder = self.code[ref]
        return [
            commit
            for commit in self.commits_of(repository)
            if any(self.root_of(repository, path) == folder for path in commit.paths)
        ]

    def _agrees(self, ref: str, owner: str | None) -> bool:
        repository, folder = self.code[ref]
        handles = self._codeowners_of(repository, folder)
        if owner is None and self.guards.skips_unknown_owners:
            return True
        named: set[str | None] = {self._team_of_handle(handle) for handle in handles}
        if self.guards.skips_unknown_owners:
            named.discard(None)
        return named <= {owner}

    def _codeowners_of(self, repository: str, folder: str) -> list[str]:
        files = [self.root / repository / place / "CODEOWNERS" for place in (".github", "")]
        there = [file for file in files if file.is_file()]
        lines = [
            line.split("#")[0].split()
            for file in (there[:1] if self.guards.reads_first_codeowners_only else there)
            for line in file.read_text().splitlines()
        ]
        rules = [(line[0], line[1:]) for line in lines if line]
        if not self.guards.judges_folder_not_file:
            return [handle for _, handles in rules for handle in handles]
        path = f"/{folder}/" if folder else "/"
        fitting = [
            handles for pattern, handles in rules if pattern == "*" or (pattern != "/" and path.startswith(pattern))
        ]
        return fitting[-1] if fitting else []

    def _team_of_handle(self, handle: str) -> str | None:
        handle = handle.lower()
        for name, group in self.groups.items():
            slug = group["metadata"].get("annotations", {}).get("github.com/team-slug", "")
            if handle == (f"@{slug}" if self.guards.knows_slugs else f"@brindlemoor/{name}"):
                return name
        for name, user in self._of_kind("User"):
            login = user["metadata"].get("annotations", {}).get("github.com/user-login")
            if handle == f"@{login}" and self.guards.knows_persons:
                return next(iter(self.teams_of[name]))
        return None

    def _is_unclaimed(self, repository: str) -> bool:
        if not run_git(self.root / repository, "rev-list", "--all", "-1") and self.guards.skips_empty_repositories:
            return False
        claimed = repository in self.with_descriptor or any(name == repository for name, _ in self.code.values())
        if self.guards.counts_codeowners:
            claimed = claimed or bool(self._codeowners_of(repository, ""))
        return not claimed


def read_demo(root: Path, now: datetime | None = None, guards: Guards | None = None) -> Reading:
    """The demo as of `now` (default: noon of the day it was built for)."""
    return Reading(root, now or datetime(2026, 11, 21, 12, tzinfo=UTC), guards or Guards())


def list_team_schedules(root: Path) -> list[Path]:
    """The schedules that teams keep beside their Team APIs; others stand elsewhere, for what is planted in them."""
    return sorted(file for file in root.rglob("oncall.yaml") if file.with_name("team-api.yaml").exists())
