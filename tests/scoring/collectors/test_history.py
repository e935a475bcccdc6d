"""The history of a repository becomes rows: once in whole, then only what is new, and never by half."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest

from catalog.core.history_log import CommitRecord
from catalog.git.errors import GitError
from catalog.git.history import read_history
from catalog.git.repository import LocalRepository
from catalog.models import CodeRoot, Origin
from scoring.actions.facts import collect_due_facts, collect_facts
from scoring.collectors import get_collectors, history
from scoring.models import AuthorActivity, FactState, ScoringRun
from scoring.selectors.facts import RETRY_AFTER, list_origins_to_look_at
from tests.repositories import Clones
from tests.scoring.factories import NOW, make_origin

pytestmark = pytest.mark.django_db


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """The old tips that each reading of a history left out."""
    seen: list[tuple[str, ...]] = []

    def read(repository: LocalRepository, tip: str, not_tips: Sequence[str]) -> Iterator[CommitRecord]:
        seen.append(tuple(not_tips))
        return read_history(repository, tip, not_tips=not_tips)

    monkeypatch.setattr(history, "read_history", read)
    return seen


def origin_of(clones: Clones, name: str = "shop") -> Origin:
    """The origin of a clone as a scan leaves it."""
    tip = clones.git(name, "rev-parse", "HEAD")
    origin = Origin.objects.filter(name=name).first()
    if origin is None:
        return make_origin(name, location=str(clones.root / name), tip=tip, scanned_at=NOW)
    origin.tip = tip
    origin.save()
    return origin


def commit(clones: Clones, path: str, text: str, by: str = "Ada", day: int = 1) -> str:
    when = f"2026-02-{day:02d}T10:00:00+0000"
    person = {"GIT_AUTHOR_NAME": by, "GIT_AUTHOR_EMAIL": f"{by.lower()}@example.org"}
    return clones.commit("shop", {path: text}, **person, GIT_COMMITTER_DATE=when, GIT_AUTHOR_DATE=when)


def rows() -> dict[tuple[str, str, str], int]:
    found = AuthorActivity.objects.order_by("pk")
    return {(row.path_prefix, row.author_email.partition("@")[0], str(row.day_date)): row.commits for row in found}


def test_the_first_look_reads_everything(clones: Clones, reads: list[tuple[str, ...]]) -> None:
    commit(clones, "cart/a", "1")
    commit(clones, "cart/a", "2")
    commit(clones, "b", "1", "Bo", 2)
    origin = origin_of(clones)
    CodeRoot.objects.create(entity_ref="component:default/cart", origin=origin, path_prefix="cart", basis="x")
    assert collect_facts(origin.pk, NOW)
    assert rows() == {("cart", "ada", "2026-02-01"): 2, ("", "bo", "2026-02-02"): 1}
    state = FactState.objects.get(collector="history")
    assert (state.collector, state.commit, state.observed_at, state.error) == ("history", origin.tip, NOW, "")
    assert ScoringRun.objects.get().state == "waiting"


def test_an_unchanged_repository_is_not_even_opened(clones: Clones) -> None:
    commit(clones, "a", "1")
    origin = origin_of(clones)
    collect_facts(origin.pk, NOW)
    before = list(AuthorActivity.objects.values())
    shutil.rmtree(clones.root / "shop")
    assert not collect_facts(origin.pk, NOW)
    assert list_origins_to_look_at(NOW) == []
    assert list(AuthorActivity.objects.values()) == before
    assert FactState.objects.get(collector="history").error == ""


def test_what_is_new_is_added_to_what_is_known(clones: Clones, reads: list[tuple[str, ...]]) -> None:
    old = commit(clones, "a", "1")
    collect_facts(origin_of(clones).pk, NOW)
    commit(clones, "a", "2")
    new = commit(clones, "a", "3", "Bo", 3)
    collect_facts(origin_of(clones).pk, NOW)
    assert reads == [(), (old,)]
    assert rows() == {("", "ada", "2026-02-01"): 2, ("", "bo", "2026-02-03"): 1}
    assert AuthorActivity.objects.get(author_name="Bo").last_commit == new
    added = sorted(AuthorActivity.objects.values_list("author_email", "commits", "last_commit", "last_committed_at"))
    AuthorActivity.objects.all().delete()
    FactState.objects.all().delete()
    collect_facts(origin_of(clones).pk, NOW)
    assert (
        sorted(AuthorActivity.objects.values_list("author_email", "commits", "last_commit", "last_committed_at"))
        == added
    )


@pytest.mark.parametrize("change", ["roots", "mailmap", "rewritten"])
def test_what_changes_old_commits_reads_everything_anew(
    clones: Clones, reads: list[tuple[str, ...]], change: str
) -> None:
    commit(clones, "cart/a", "1")
    commit(clones, "cart/a", "2", "Bo", 2)
    origin = origin_of(clones)
    collect_facts(origin.pk, NOW)
    if change == "roots":
        CodeRoot.objects.create(entity_ref="component:default/cart", origin=origin, path_prefix="cart", basis="x")
        expected = {("cart", "ada", "2026-02-01"): 1, ("cart", "bo", "2026-02-02"): 1}
    elif change == "mailmap":
        commit(clones, ".mailmap", "Ada <ada@example.org> <bo@example.org>\n", "Ada", 3)
        expected = {("", "ada", f"2026-02-0{day}"): 1 for day in (1, 2, 3)}
    else:
        clones.git("shop", "reset", "--quiet", "--hard", "HEAD~1")
        commit(clones, "b", "1", "Cy", 4)
        expected = {("", "ada", "2026-02-01"): 1, ("", "cy", "2026-02-04"): 1}
    assert collect_facts(origin_of(clones).pk, NOW)
    assert reads == [(), ()]
    assert rows() == expected


def test_a_failed_read_keeps_what_was_known_and_says_why(clones: Clones, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(clones, "a", "1")
    collect_facts(origin_of(clones).pk, NOW)
    ScoringRun.objects.all().delete()
    commit(clones, "a", "2")

    def break_off(repository: LocalRepository, tip: str, not_tips: Sequence[str]) -> Iterator[CommitRecord]:
        yield from read_history(repository, tip, not_tips=not_tips)
        raise GitError(("log",), 128, "missing blob")

    monkeypatch.setattr(history, "read_history", break_off)
    assert collect_facts(origin_of(clones).pk, NOW)
    state = FactState.objects.get(collector="history")
    assert ("missing blob" in state.error, state.failed_at) == (True, NOW)
    assert rows() == {("", "ada", "2026-02-01"): 1}
    assert ScoringRun.objects.get().state == "waiting"
    monkeypatch.undo()
    assert list_origins_to_look_at(NOW + RETRY_AFTER - timedelta(seconds=1)) == []
    assert list_origins_to_look_at(NOW + RETRY_AFTER) == [state.origin_id]
    assert collect_facts(state.origin_id, NOW + RETRY_AFTER)
    assert (rows(), FactState.objects.get(collector="history").error) == ({("", "ada", "2026-02-01"): 2}, "")


def test_the_same_error_again_is_no_news(clones: Clones) -> None:
    commit(clones, "a", "1")
    origin = origin_of(clones)
    shutil.rmtree(clones.root / "shop")
    assert collect_facts(origin.pk, NOW)
    assert not collect_facts(origin.pk, NOW + RETRY_AFTER)


def test_a_new_commit_is_reason_enough_to_try_again(clones: Clones) -> None:
    commit(clones, "a", "1")
    origin = origin_of(clones)
    Origin.objects.update(tip="b" * 40)
    assert collect_facts(origin.pk, NOW)
    assert FactState.objects.get(collector="history").error
    assert list_origins_to_look_at(NOW) == []
    origin_of(clones)
    assert list_origins_to_look_at(NOW) == [origin.pk]


def test_who_was_overtaken_writes_nothing(clones: Clones, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(clones, "a", "1")
    origin = origin_of(clones)
    collector = get_collectors()["history"]
    slow = collector.collect

    def overtaken(*arguments: Any) -> Any:
        observation = slow(*arguments)
        FactState.objects.update(fingerprint="of another worker")
        return observation

    monkeypatch.setattr(collector, "collect", overtaken)
    collect_facts(origin.pk, NOW)
    assert rows() == {}
    assert FactState.objects.get(collector="history").fingerprint == "of another worker"


def test_a_shallow_clone_says_since_when_it_knows(clones: Clones, tmp_path: Any) -> None:
    for day in (1, 5, 9):
        commit(clones, "a", str(day), day=day)
    clones.git("shop", "clone", "--quiet", "--depth", "2", f"file://{clones.root / 'shop'}", str(clones.root / "thin"))
    collect_facts(origin_of(clones, "thin").pk, NOW)
    assert FactState.objects.get(collector="history").data["complete_since"] == "2026-02-05T10:00:00+00:00"
    assert rows() == {("", "ada", "2026-02-09"): 1}


@pytest.mark.parametrize("fields", [{"tip": ""}, {"removed_at": NOW}, {"kind": "url"}])
def test_what_has_no_history_is_left_alone(fields: dict[str, Any]) -> None:
    origin = make_origin(**{"tip": "a" * 40, **fields})
    assert list_origins_to_look_at(NOW) == []
    assert not collect_facts(origin.pk, NOW)
    assert not FactState.objects.exists()


def test_an_origin_that_is_gone_is_no_error() -> None:
    assert not collect_facts(404, NOW)


def test_all_due_repositories_are_looked_at_though_one_is_broken(clones: Clones) -> None:
    commit(clones, "a", "1")
    good = origin_of(clones)
    make_origin("away", location="/nowhere/at/all", tip="b" * 40)
    seen: list[tuple[int, int, str]] = []
    assert collect_due_facts(NOW, lambda *step: seen.append(step)) == 2
    assert seen == [(1, 2, "away"), (2, 2, "shop")]
    assert FactState.objects.get(collector="history", origin=good).error == ""
    assert FactState.objects.get(collector="history", origin__name="away").error
