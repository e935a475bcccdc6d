"""Runs are never two at once, and begin when something changed and enough time has gone by."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from catalog.actions.leases import hold_lease
from catalog.models import Origin
from scoring.actions import scoring
from scoring.actions.scoring import (
    LEASE_NAME,
    LEAST_PAUSE,
    PATIENCE,
    PAUSE,
    RunLostError,
    request_scoring,
    run_checks,
    score_if_due,
)
from scoring.core.judging import judge_all
from scoring.core.registry import Check
from scoring.core.verdicts import Verdict, failed, passed
from scoring.models import (
    Finding,
    Score,
    ScoringRun,
)
from tests.scoring.actions.runs import CART, DAY, TILL, findings, run, shop
from tests.scoring.factories import (
    NOW,
)

__all__ = ["shop"]  # a fixture

pytestmark = pytest.mark.django_db


def test_while_somebody_else_is_at_it_nothing_is_done(shop: Origin) -> None:
    with hold_lease(LEASE_NAME):
        assert run_checks(NOW) is None
    assert not ScoringRun.objects.exists()
    run()


def test_who_was_taken_for_dead_writes_nothing(shop: Origin, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*arguments: Any) -> Any:
        judged = judge_all(*arguments)
        ScoringRun.objects.filter(state="running").update(state="failed")
        ScoringRun.objects.create(state="running", requested_at=NOW, started_at=NOW)
        return judged

    monkeypatch.setattr(scoring, "judge_all", slow)
    with pytest.raises(RunLostError):
        run_checks(NOW)
    assert not Finding.objects.exists()
    assert not Score.objects.exists()
    assert ScoringRun.objects.filter(state="finished").count() == 0
    assert ScoringRun.objects.get(state="running").error == ""


def test_a_run_that_died_is_marked_and_another_begins(shop: Origin) -> None:
    dead = ScoringRun.objects.create(state="running", requested_at=NOW, started_at=NOW)
    run(NOW + DAY)
    dead.refresh_from_db()
    assert (dead.state, bool(dead.error), dead.finished_at) == ("failed", True, NOW + DAY)
    assert findings() == {("owner-is-declared", TILL): "open"}


def broken_check(judge: Callable[..., Iterator[Verdict]]) -> dict[str, Check]:
    return {"is-broken": Check("is-broken", "Is broken.", {}, ("component",), (), judge)}


def test_an_error_in_a_check_fails_the_run_and_writes_nothing(shop: Origin, monkeypatch: pytest.MonkeyPatch) -> None:
    def judge(_: object) -> Iterator[Verdict]:
        yield passed(CART, "It is fine.")
        raise ZeroDivisionError("division by zero")

    run()
    Finding.objects.all().delete()
    monkeypatch.setattr(scoring, "get_checks", lambda: broken_check(judge))
    with pytest.raises(ZeroDivisionError):
        run_checks(NOW + DAY)
    assert not Finding.objects.exists()
    last = ScoringRun.objects.get(state="failed")
    assert last.error == "ZeroDivisionError: division by zero"
    assert ScoringRun.objects.filter(state="waiting").exists()


@pytest.mark.parametrize("subject", ["component:default/phantom", "repository:404"])
def test_a_check_that_judges_what_is_not_there_is_a_fault(
    shop: Origin, monkeypatch: pytest.MonkeyPatch, subject: str
) -> None:
    def judge(snapshot: Any) -> Iterator[Verdict]:
        shown = snapshot.entities[CART].place.shows("x")
        yield failed(subject, "It is bad.", "Mend it.", (shown,))

    monkeypatch.setattr(scoring, "get_checks", lambda: broken_check(judge))
    with pytest.raises(Exception, match="is-broken judged"):
        run_checks(NOW)


def test_nothing_is_due_before_anything_was_asked_for(shop: Origin) -> None:
    assert score_if_due(NOW) is None


def test_asked_for_twice_is_asked_for_once(shop: Origin) -> None:
    request_scoring(["a"], NOW)
    request_scoring(["b"], NOW + DAY)
    assert ScoringRun.objects.get().requested_at == NOW
    done = score_if_due(NOW + DAY)
    assert done is not None
    assert (done.pk, done.requested_at) == (ScoringRun.objects.earliest("pk").pk, NOW)


def finished(seconds: float, **fields: object) -> None:
    """The last run took so long, and a change waits to be judged."""
    request_scoring([], NOW)
    score_if_due(NOW)
    done = ScoringRun.objects.filter(state="finished")
    done.update(started_at=NOW, finished_at=NOW + timedelta(seconds=seconds), **fields)
    request_scoring([], NOW)


@pytest.mark.parametrize(
    ("seconds", "pause"),
    [(0.1, LEAST_PAUSE), (10, timedelta(seconds=200)), (300, PAUSE)],
    ids=["quick", "slow", "slowest"],
)
def test_judging_costs_a_twentieth_of_a_core_at_most(shop: Origin, seconds: float, pause: timedelta) -> None:
    finished(seconds)
    assert score_if_due(NOW + pause - timedelta(seconds=1)) is None
    assert score_if_due(NOW + pause) is not None


def test_a_run_that_failed_is_tried_again_after_a_quarter_of_an_hour(shop: Origin) -> None:
    finished(0.1, state="failed")
    assert score_if_due(NOW + PAUSE - timedelta(seconds=1)) is None
    assert score_if_due(NOW + PAUSE) is not None


def test_a_run_waits_for_what_is_still_being_read_but_not_for_ever(shop: Origin) -> None:
    request_scoring([], NOW)
    assert score_if_due(NOW, is_whole=False) is None
    assert score_if_due(NOW + PATIENCE, is_whole=False) is not None


def test_what_is_asked_for_during_a_run_is_done_after_it(shop: Origin, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*arguments: Any) -> Any:
        request_scoring([], NOW)
        return judge_all(*arguments)

    monkeypatch.setattr(scoring, "judge_all", slow)
    run()
    assert ScoringRun.objects.filter(state="waiting").count() == 1


def test_without_changes_there_is_one_run_a_day_since_windows_move(shop: Origin) -> None:
    run()
    ScoringRun.objects.filter(state="waiting").delete()
    late = NOW.replace(hour=23, minute=59)
    assert score_if_due(late) is None
    assert score_if_due(late + timedelta(minutes=1)) is not None
