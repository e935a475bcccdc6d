"""Building the demo organisation in a folder, and taking it out again."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from catalog.git.build import create_repository, import_history, reset_work_tree, set_config
from portal.demo.history import write_history
from portal.demo.organisation import NAME, list_repositories

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from portal.demo.model import Repository

#: Says that a folder was made here, and may be replaced or removed.
MARKER = ".bailiwick-demo.json"


class DemoTargetError(Exception):
    """The folder holds something that was not made here; nothing was touched."""


@dataclass(frozen=True)
class RepositoryReport:
    """What was built in one repository; merges are among the commits."""

    name: str
    commits: int
    merges: int
    tags: int


@dataclass(frozen=True)
class DemoReport:
    """What was built, and for which day."""

    target: Path
    today: date
    repositories: tuple[RepositoryReport, ...]

    @property
    def commits(self) -> int:
        """All commits of all repositories."""
        return sum(each.commits for each in self.repositories)


def build_demo(target: Path, today: date, progress: Callable[[str], None] | None = None) -> DemoReport:
    """Writes all repositories into `target`, which must be new, empty, or an earlier demo (which is replaced).

    Everything is built beside `target` and put in place at once. The same `today` gives the same commits.
    `progress` is told the name of each repository before it is built. Two builds of one target at the same time are
    not supported. Raises `DemoTargetError`, `GitError`, `OSError`.
    """
    _check_target(target)
    beside = target.with_name(f".{target.name}.building")
    before = target.with_name(f".{target.name}.before")
    for leftover in (beside, before):
        remove_demo(leftover)
    repositories = list_repositories()
    beside.mkdir(parents=True, exist_ok=True)
    _write_marker(beside, today, repositories)
    reports = []
    for repository in repositories:
        if progress is not None:
            progress(repository.name)
        reports.append(_build_repository(beside / repository.name, repository, today))
    if read_demo_date(target) is not None:
        target.replace(before)
    beside.replace(target)
    remove_demo(before)
    return DemoReport(target, today, tuple(reports))


def remove_demo(target: Path) -> bool:
    """Removes a demo; says whether there was one. Raises `DemoTargetError` if the folder holds anything else."""
    _check_target(target)
    if read_demo_date(target) is None:
        return False
    shutil.rmtree(target)
    return True


def read_demo_date(target: Path) -> date | None:
    """The day the demo at `target` was built for; `None` where there is no demo."""
    marker = _read_marker(target)
    return marker.today if marker else None


@dataclass(frozen=True)
class _Marker:
    today: date
    repositories: frozenset[str]


def _read_marker(target: Path) -> _Marker | None:
    try:
        found = json.loads((target / MARKER).read_bytes())
        return _Marker(date.fromisoformat(found["today"]), frozenset(found["repositories"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write_marker(target: Path, today: date, repositories: Iterable[Repository]) -> None:
    names = [repository.name for repository in repositories]
    marker = {"organisation": NAME, "today": today.isoformat(), "repositories": names}
    (target / MARKER).write_text(json.dumps(marker) + "\n")


def _check_target(target: Path) -> None:
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise DemoTargetError(f"{target} is not a folder")
    if not target.exists():
        return
    marker = _read_marker(target)
    ours = {MARKER, *marker.repositories} if marker else set()
    foreign = sorted(entry.name for entry in target.iterdir() if entry.name not in ours)
    if foreign:
        raise DemoTargetError(f"{target} holds {foreign[0]}, which does not belong to the demo of {NAME}")


def _build_repository(path: Path, repository: Repository, today: date) -> RepositoryReport:
    git_dir = create_repository(path)
    set_config(git_dir, "remote.origin.url", repository.url)
    if repository.founder is None:
        return RepositoryReport(repository.name, 0, 0, 0)
    history = write_history(repository, today)
    import_history(git_dir, history.stream)
    reset_work_tree(path)
    return RepositoryReport(repository.name, history.commits, history.merges, history.tags)
