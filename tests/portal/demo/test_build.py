"""Building is deterministic, atomic, and never touches what it did not make."""

from __future__ import annotations

import json
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from portal.demo.build import MARKER, DemoReport, DemoTargetError, build_demo, read_demo_date, remove_demo
from portal.demo.organisation import list_repositories
from tests.portal.demo.conftest import TODAY

DEMO_MARKER = {"organisation": "Brindlemoor", "today": "2026-11-21", "repositories": ["checkout"]}


def run_git(repository: Path, *arguments: str) -> str:
    command = ["git", "-C", str(repository), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def tips(target: Path) -> dict[str, str]:
    return {path.parent.name: run_git(path.parent, "for-each-ref") for path in sorted(target.glob("*/.git"))}


def test_the_report_says_what_is_there(demo: DemoReport) -> None:
    assert demo.today == TODAY
    assert {each.name for each in demo.repositories} == {each.name for each in list_repositories()}
    for each in demo.repositories:
        repository = demo.target / each.name
        counted = run_git(repository, "rev-list", "--count", "--all") if each.commits else "0"
        assert int(counted) == each.commits
        merges = run_git(repository, "rev-list", "--count", "--min-parents=2", "--all") if each.commits else "0"
        assert int(merges) == each.merges
        assert len(run_git(repository, "tag").splitlines()) == each.tags
    assert sum(each.merges for each in demo.repositories) > 100
    assert demo.commits > 2000


def test_repositories_are_clean_clones_on_main(clones: Path) -> None:
    for path in clones.glob("*/.git"):
        repository = path.parent
        assert run_git(repository, "symbolic-ref", "HEAD") == "refs/heads/main"
        assert run_git(repository, "status", "--porcelain") == ""
        assert run_git(repository, "fsck", "--strict", "--no-dangling", "--no-progress") in {
            "",
            "notice: No default references",
        }
        url = f"https://git.brindlemoor.example/brindlemoor/{repository.name}.git"
        assert run_git(repository, "config", "remote.origin.url") == url
        branches = run_git(repository, "branch", "--format=%(refname:short)")
        assert branches in {"main", ""}, "merged branches are gone"


def test_no_commit_is_empty(clones: Path) -> None:
    """A commit without a change would count for nobody's folder, whatever its message says."""
    for path in clones.glob("*/.git"):
        if path.parent.name != "scratchpad":
            log = run_git(path.parent, "log", "--no-merges", "--format=%x01%s", "--name-only")
            empty = [part for part in log.split("\x01")[1:] if not part.partition("\n")[2].strip()]
            assert empty == []


def test_nothing_happens_in_the_future_and_people_rest_on_weekends(clones: Path) -> None:
    midnight = datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC)
    for path in clones.glob("*/.git"):
        if path.parent.name == "scratchpad":
            continue
        for line in run_git(path.parent, "log", "--all", "--no-merges", "--format=%aI %an").splitlines():
            at, name = line.split(" ", 1)
            assert datetime.fromisoformat(at) < midnight
            assert name.endswith("[bot]") or datetime.fromisoformat(at).weekday() < 5


def test_building_twice_gives_the_same_commits_and_leaves_nothing_beside(demo: DemoReport, tmp_path: Path) -> None:
    target = tmp_path / "clones"
    target.mkdir()
    build_demo(target, date(2026, 11, 28))
    assert read_demo_date(target) == date(2026, 11, 28)
    assert tips(target) != tips(demo.target)
    told: list[str] = []
    build_demo(target, TODAY, told.append)
    assert told == [each.name for each in list_repositories()]
    assert read_demo_date(target) == TODAY
    assert tips(target) == tips(demo.target)
    assert [path.name for path in tmp_path.iterdir()] == ["clones"]


def test_what_an_interrupted_build_left_is_swept_up(tmp_path: Path) -> None:
    leftover = tmp_path / ".clones.building"
    (leftover / "checkout").mkdir(parents=True)
    (leftover / MARKER).write_text(json.dumps(DEMO_MARKER))
    build_demo(tmp_path / "clones", TODAY)
    assert [path.name for path in tmp_path.iterdir()] == ["clones"]


@pytest.mark.parametrize("act", [lambda target: build_demo(target, TODAY), remove_demo])
def test_a_folder_of_somebody_else_is_refused_and_untouched(tmp_path: Path, act: object) -> None:
    assert callable(act)
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(DemoTargetError, match=r"letter\.txt"):
        act(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize("act", [lambda target: build_demo(target, TODAY), remove_demo])
def test_a_repository_that_somebody_put_into_the_demo_is_not_lost(tmp_path: Path, act: object) -> None:
    assert callable(act)
    (tmp_path / MARKER).write_text(json.dumps(DEMO_MARKER))
    (tmp_path / "checkout").mkdir()
    (tmp_path / "my-own-work").mkdir()
    with pytest.raises(DemoTargetError, match="my-own-work"):
        act(tmp_path)
    assert (tmp_path / "my-own-work").is_dir()


def test_a_symlink_and_a_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    (tmp_path / "file").write_text("")
    for name in ("link", "file"):
        with pytest.raises(DemoTargetError):
            build_demo(tmp_path / name, TODAY)


def test_removing_takes_the_demo_out_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "clones"
    assert remove_demo(target) is False
    target.mkdir()
    assert remove_demo(target) is False
    assert target.is_dir(), "an empty folder was not made here"
    build_demo(target, TODAY)
    assert remove_demo(target) is True
    assert list(tmp_path.iterdir()) == []
