"""Two workers that judge at the same moment, each with a connection of its own."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection, connections

from scoring.actions import scoring
from scoring.actions.scoring import run_checks
from scoring.core.judging import judge_all
from scoring.models import Finding, ScoringRun
from tests.scoring.factories import NOW, TIP, make_entity, make_origin

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE_SECONDS = 30


def test_the_second_leaves_it_to_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("the test database of SQLite is in memory, where two connections cannot write")
    make_entity("till", "", origin=make_origin(tip=TIP, scanned_at=NOW))
    is_judging, may_go_on = threading.Event(), threading.Event()
    first: list[ScoringRun | None] = []

    def slow(*arguments: Any) -> Any:
        is_judging.set()
        assert may_go_on.wait(PATIENCE_SECONDS)
        return judge_all(*arguments)

    def work() -> None:
        first.append(run_checks(NOW))
        connections.close_all()

    monkeypatch.setattr(scoring, "judge_all", slow)
    worker = threading.Thread(target=work)
    worker.start()
    assert is_judging.wait(PATIENCE_SECONDS)
    second = run_checks(NOW)
    may_go_on.set()
    worker.join()
    assert second is None
    assert first[0] is not None
    assert [run.state for run in ScoringRun.objects.exclude(state="waiting")] == ["finished"]
    assert Finding.objects.count() == 1
